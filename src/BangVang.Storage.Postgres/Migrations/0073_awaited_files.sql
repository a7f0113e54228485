-- Files that were named by their hash when a dossier was submitted: until when their bytes may come, and what became of them.
-- The id is the one the file gets in stored_file. What was named is not changed; only what happened to it is added.
CREATE TABLE awaited_file (
  id          uuid PRIMARY KEY,
  dossier_id  uuid NOT NULL REFERENCES dossier (id),
  field_code  text NOT NULL,
  name        text NOT NULL,
  kind        text NOT NULL,
  bytes       bigint NOT NULL CHECK (bytes > 0),
  sha256      text NOT NULL CHECK (length(sha256) = 64),
  named_at    bigint NOT NULL,
  named_by    uuid NOT NULL REFERENCES person (id),
  until_at    bigint NOT NULL,
  received_at bigint,
  refusal     text,
  refused_at  bigint,
  reminded_at bigint,
  told_at     bigint,
  CHECK (until_at > named_at),
  CHECK (received_at IS NULL OR received_at < until_at),
  CHECK (refused_at IS NULL OR (received_at IS NULL AND refused_at < until_at)),
  CHECK ((refusal IS NULL) = (refused_at IS NULL)),
  CHECK (told_at IS NULL OR (received_at IS NULL AND told_at >= until_at))
);
CREATE INDEX ix_awaited_file_dossier ON awaited_file (dossier_id);
CREATE INDEX ix_awaited_file_open ON awaited_file (until_at) WHERE received_at IS NULL AND refused_at IS NULL AND told_at IS NULL;
