-- Files that were named by their hash when a dossier was submitted: until when their bytes may come, and what became of them.
-- The id is the one the file gets in stored_file. What was named is not changed; only what happened to it is added.
CREATE TABLE awaited_file (
  id          TEXT PRIMARY KEY,
  dossier_id  TEXT NOT NULL REFERENCES dossier (id),
  field_code  TEXT NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  bytes       INTEGER NOT NULL CHECK (bytes > 0),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  named_at    INTEGER NOT NULL,
  named_by    TEXT NOT NULL REFERENCES person (id),
  until_at    INTEGER NOT NULL,
  received_at INTEGER,
  refusal     TEXT,
  refused_at  INTEGER,
  reminded_at INTEGER,
  told_at     INTEGER,
  CHECK (until_at > named_at),
  CHECK (received_at IS NULL OR received_at < until_at),
  CHECK (refused_at IS NULL OR (received_at IS NULL AND refused_at < until_at)),
  CHECK ((refusal IS NULL) = (refused_at IS NULL)),
  CHECK (told_at IS NULL OR (received_at IS NULL AND told_at >= until_at))
);
CREATE INDEX ix_awaited_file_dossier ON awaited_file (dossier_id);
CREATE INDEX ix_awaited_file_open ON awaited_file (until_at) WHERE received_at IS NULL AND refused_at IS NULL AND told_at IS NULL;
