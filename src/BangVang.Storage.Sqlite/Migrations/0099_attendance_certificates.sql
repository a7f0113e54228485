-- Certificates of attendance: of people who were registered for a forum and came. A check cannot be changed in place: the
-- table is made anew, and with it the one that refers to it.
CREATE TABLE certificate_new (
  id                TEXT PRIMARY KEY,
  code              TEXT NOT NULL UNIQUE,
  edition_key       TEXT NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('Laureate', 'Juror', 'Delegate')),
  number            INTEGER NOT NULL CHECK (number >= 0),
  laureate_id       TEXT REFERENCES laureate (id),
  person_id         TEXT REFERENCES person (id),
  attendee_id       TEXT REFERENCES attendee (id),
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
  CHECK ((kind = 'Delegate') = (attendee_id IS NOT NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
INSERT INTO certificate_new (id, code, edition_key, kind, number, laureate_id, person_id, order_id, claim, issued_at, pdf_sha256, withdrawn_at, withdrawal_reason, version)
  SELECT id, code, edition_key, kind, number, laureate_id, person_id, order_id, claim, issued_at, pdf_sha256, withdrawn_at, withdrawal_reason, version FROM certificate;
CREATE TABLE certificate_file_new (
  certificate_id TEXT PRIMARY KEY REFERENCES certificate_new (id),
  pdf            BLOB NOT NULL,
  credential     TEXT NOT NULL,
  token          TEXT NOT NULL
);
INSERT INTO certificate_file_new SELECT certificate_id, pdf, credential, token FROM certificate_file;
DROP TRIGGER certificate_file_stays;
DROP TRIGGER certificate_stays;
DROP TABLE certificate_file;
DROP TABLE certificate;
ALTER TABLE certificate_new RENAME TO certificate;
ALTER TABLE certificate_file_new RENAME TO certificate_file;
CREATE UNIQUE INDEX ux_certificate_of_laureate ON certificate (laureate_id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX ux_certificate_of_juror ON certificate (edition_key, person_id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX ux_certificate_of_attendee ON certificate (attendee_id) WHERE withdrawn_at IS NULL;
CREATE TRIGGER certificate_stays BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'a certificate is withdrawn, not deleted'); END;
CREATE TRIGGER certificate_is_public AFTER INSERT ON certificate BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER certificate_change_is_public AFTER UPDATE ON certificate BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER certificate_file_is_kept BEFORE UPDATE ON certificate_file BEGIN SELECT RAISE(ABORT, 'a file that was given out is not changed'); END;
CREATE TRIGGER certificate_file_stays BEFORE DELETE ON certificate_file BEGIN SELECT RAISE(ABORT, 'a file that was given out is not changed'); END;
