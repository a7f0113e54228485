CREATE TABLE stored_file (
  id           TEXT PRIMARY KEY,
  owner_id     TEXT NOT NULL REFERENCES person (id),
  purpose_kind TEXT NOT NULL,
  subject_id   TEXT NOT NULL,
  field        TEXT NOT NULL,
  name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind         TEXT NOT NULL CHECK (kind IN ('Pdf', 'Docx', 'Xlsx', 'Pptx', 'Png', 'Jpeg', 'Mp4')),
  bytes        INTEGER NOT NULL CHECK (bytes > 0),
  sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
  created_at   INTEGER NOT NULL
);
CREATE INDEX ix_stored_file_subject ON stored_file (subject_id, field);
CREATE INDEX ix_stored_file_sha256 ON stored_file (sha256);
CREATE TRIGGER stored_file_is_not_changed BEFORE UPDATE ON stored_file BEGIN SELECT RAISE(ABORT, 'stored_file rows are not changed'); END;

CREATE TABLE upload (
  id             TEXT PRIMARY KEY,
  owner_id       TEXT NOT NULL REFERENCES person (id),
  purpose_kind   TEXT NOT NULL,
  subject_id     TEXT NOT NULL,
  field          TEXT NOT NULL,
  file_name      TEXT NOT NULL,
  accepted       TEXT NOT NULL,
  length         INTEGER NOT NULL CHECK (length > 0),
  received       INTEGER NOT NULL CHECK (received BETWEEN 0 AND length),
  created_at     INTEGER NOT NULL,
  expires_at     INTEGER NOT NULL,
  completed_at   INTEGER,
  sha256         TEXT CHECK (sha256 IS NULL OR length(sha256) = 64),
  kind           TEXT,
  stored_file_id TEXT REFERENCES stored_file (id),
  refusal        TEXT,
  CHECK ((completed_at IS NULL) = (stored_file_id IS NULL AND refusal IS NULL)),
  CHECK (completed_at IS NULL OR received = length),
  CHECK (stored_file_id IS NULL OR refusal IS NULL),
  CHECK ((sha256 IS NULL) = (kind IS NULL)),
  CHECK (stored_file_id IS NULL OR sha256 IS NOT NULL)
);
CREATE INDEX ix_upload_owner ON upload (owner_id, completed_at);
CREATE INDEX ix_upload_expires ON upload (expires_at);

-- A mail that cannot be delivered is given up instead of being tried for ever.
ALTER TABLE outbox ADD COLUMN given_up_at INTEGER;
DROP INDEX ix_outbox_due;
CREATE INDEX ix_outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
