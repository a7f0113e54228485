CREATE TABLE stored_file (
  id           uuid PRIMARY KEY,
  owner_id     uuid NOT NULL REFERENCES person (id),
  purpose_kind text NOT NULL,
  subject_id   uuid NOT NULL,
  field        text NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind         text NOT NULL CHECK (kind IN ('Pdf', 'Docx', 'Xlsx', 'Pptx', 'Png', 'Jpeg', 'Mp4')),
  bytes        bigint NOT NULL CHECK (bytes > 0),
  sha256       text NOT NULL CHECK (length(sha256) = 64),
  created_at   bigint NOT NULL
);
CREATE INDEX ix_stored_file_subject ON stored_file (subject_id, field);
CREATE INDEX ix_stored_file_sha256 ON stored_file (sha256);
CREATE TRIGGER stored_file_is_not_changed BEFORE UPDATE ON stored_file FOR EACH ROW EXECUTE FUNCTION is_not_changed();

CREATE TABLE upload (
  id             uuid PRIMARY KEY,
  owner_id       uuid NOT NULL REFERENCES person (id),
  purpose_kind   text NOT NULL,
  subject_id     uuid NOT NULL,
  field          text NOT NULL,
  file_name      text NOT NULL,
  accepted       text NOT NULL,
  length         bigint NOT NULL CHECK (length > 0),
  received       bigint NOT NULL CHECK (received BETWEEN 0 AND length),
  created_at     bigint NOT NULL,
  expires_at     bigint NOT NULL,
  completed_at   bigint,
  sha256         text CHECK (sha256 IS NULL OR length(sha256) = 64),
  kind           text,
  stored_file_id uuid REFERENCES stored_file (id),
  refusal        text,
  CHECK ((completed_at IS NULL) = (stored_file_id IS NULL AND refusal IS NULL)),
  CHECK (completed_at IS NULL OR received = length),
  CHECK (stored_file_id IS NULL OR refusal IS NULL),
  CHECK ((sha256 IS NULL) = (kind IS NULL)),
  CHECK (stored_file_id IS NULL OR sha256 IS NOT NULL)
);
CREATE INDEX ix_upload_owner ON upload (owner_id, completed_at);
CREATE INDEX ix_upload_expires ON upload (expires_at);

-- A mail that cannot be delivered is given up instead of being tried for ever.
ALTER TABLE outbox ADD COLUMN given_up_at bigint;
DROP INDEX ix_outbox_due;
CREATE INDEX ix_outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
