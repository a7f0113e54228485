-- Certificates for laureates and jurors. Orders are prepared by one person and released by another; a certificate is
-- withdrawn, never changed or deleted, and its file stays as it was given out.
CREATE TABLE certificate_order (
  id             TEXT PRIMARY KEY,
  edition_key    TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  kind           TEXT NOT NULL CHECK (kind IN ('Issue', 'Withdraw')),
  certificate_id TEXT,
  reason         TEXT,
  prepared_at    INTEGER NOT NULL,
  prepared_by    TEXT NOT NULL REFERENCES person (id),
  approved_at    INTEGER,
  approved_by    TEXT REFERENCES person (id),
  total          INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0),
  done           INTEGER NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND total),
  finished_at    INTEGER,
  claimed_until  INTEGER,
  version        INTEGER NOT NULL DEFAULT 0,
  CHECK ((kind = 'Withdraw') = (certificate_id IS NOT NULL AND reason IS NOT NULL)),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK (approved_by IS NULL OR approved_by <> prepared_by),
  CHECK (finished_at IS NULL OR approved_at IS NOT NULL)
);
CREATE UNIQUE INDEX ux_certificate_order_issuing ON certificate_order (edition_key) WHERE kind = 'Issue' AND finished_at IS NULL;
CREATE UNIQUE INDEX ux_certificate_order_withdrawing ON certificate_order (certificate_id) WHERE finished_at IS NULL;

CREATE TABLE certificate (
  id                TEXT PRIMARY KEY,
  code              TEXT NOT NULL UNIQUE,
  edition_key       TEXT NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('Laureate', 'Juror')),
  number            INTEGER NOT NULL CHECK (number >= 0),
  laureate_id       TEXT REFERENCES laureate (id),
  person_id         TEXT REFERENCES person (id),
  order_id          TEXT NOT NULL REFERENCES certificate_order (id),
  claim             TEXT NOT NULL,
  issued_at         INTEGER NOT NULL,
  pdf_sha256        TEXT NOT NULL CHECK (length(pdf_sha256) = 64),
  withdrawn_at      INTEGER,
  withdrawal_reason TEXT,
  version           INTEGER NOT NULL DEFAULT 0,
  UNIQUE (edition_key, number),
  CHECK ((kind = 'Laureate') = (laureate_id IS NOT NULL)),
  CHECK ((kind = 'Juror') = (person_id IS NOT NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
CREATE UNIQUE INDEX ux_certificate_of_laureate ON certificate (laureate_id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX ux_certificate_of_juror ON certificate (edition_key, person_id) WHERE withdrawn_at IS NULL;
CREATE TRIGGER certificate_stays BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'a certificate is withdrawn, not deleted'); END;
CREATE TRIGGER certificate_is_public AFTER INSERT ON certificate BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER certificate_change_is_public AFTER UPDATE ON certificate BEGIN UPDATE public_version SET version = version + 1; END;

CREATE TABLE certificate_file (
  certificate_id TEXT PRIMARY KEY REFERENCES certificate (id),
  pdf            BLOB NOT NULL,
  credential     TEXT NOT NULL,
  token          TEXT NOT NULL
);
CREATE TRIGGER certificate_file_is_kept BEFORE UPDATE ON certificate_file BEGIN SELECT RAISE(ABORT, 'a file that was given out is not changed'); END;
CREATE TRIGGER certificate_file_stays BEFORE DELETE ON certificate_file BEGIN SELECT RAISE(ABORT, 'a file that was given out is not changed'); END;
