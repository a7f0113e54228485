-- Certificates for laureates and jurors. Orders are prepared by one person and released by another; a certificate is
-- withdrawn, never changed or deleted, and its file stays as it was given out.
CREATE TABLE certificate_order (
  id             uuid PRIMARY KEY,
  edition_key    text NOT NULL CHECK (edition_key LIKE '%/%'),
  kind           text NOT NULL CHECK (kind IN ('Issue', 'Withdraw')),
  certificate_id uuid,
  reason         text,
  prepared_at    bigint NOT NULL,
  prepared_by    uuid NOT NULL REFERENCES person (id),
  approved_at    bigint,
  approved_by    uuid REFERENCES person (id),
  total          integer NOT NULL DEFAULT 0 CHECK (total >= 0),
  done           integer NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND total),
  finished_at    bigint,
  claimed_until  bigint,
  version        integer NOT NULL DEFAULT 0,
  CHECK ((kind = 'Withdraw') = (certificate_id IS NOT NULL AND reason IS NOT NULL)),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK (approved_by IS NULL OR approved_by <> prepared_by),
  CHECK (finished_at IS NULL OR approved_at IS NOT NULL)
);
CREATE UNIQUE INDEX ux_certificate_order_issuing ON certificate_order (edition_key) WHERE kind = 'Issue' AND finished_at IS NULL;
CREATE UNIQUE INDEX ux_certificate_order_withdrawing ON certificate_order (certificate_id) WHERE finished_at IS NULL;

CREATE TABLE certificate (
  id                uuid PRIMARY KEY,
  code              text NOT NULL UNIQUE,
  edition_key       text NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('Laureate', 'Juror')),
  number            integer NOT NULL CHECK (number >= 0),
  laureate_id       uuid REFERENCES laureate (id),
  person_id         uuid REFERENCES person (id),
  order_id          uuid NOT NULL REFERENCES certificate_order (id),
  claim             text NOT NULL,
  issued_at         bigint NOT NULL,
  pdf_sha256        text NOT NULL CHECK (length(pdf_sha256) = 64),
  withdrawn_at      bigint,
  withdrawal_reason text,
  version           integer NOT NULL DEFAULT 0,
  UNIQUE (edition_key, number),
  CHECK ((kind = 'Laureate') = (laureate_id IS NOT NULL)),
  CHECK ((kind = 'Juror') = (person_id IS NOT NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
CREATE UNIQUE INDEX ux_certificate_of_laureate ON certificate (laureate_id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX ux_certificate_of_juror ON certificate (edition_key, person_id) WHERE withdrawn_at IS NULL;
CREATE TRIGGER certificate_stays BEFORE DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER certificate_is_public BEFORE INSERT OR UPDATE ON certificate FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();

CREATE TABLE certificate_file (
  certificate_id uuid PRIMARY KEY REFERENCES certificate (id),
  pdf            bytea NOT NULL,
  credential     text NOT NULL,
  token          text NOT NULL
);
CREATE TRIGGER certificate_file_is_kept BEFORE UPDATE ON certificate_file FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER certificate_file_stays BEFORE DELETE ON certificate_file FOR EACH ROW EXECUTE FUNCTION is_not_changed();
