CREATE TABLE supplement (
  id           uuid PRIMARY KEY,
  dossier_id   uuid NOT NULL REFERENCES dossier (id),
  requested_at bigint NOT NULL,
  requested_by uuid NOT NULL REFERENCES person (id),
  what         text NOT NULL,
  due_at       bigint NOT NULL CHECK (due_at > requested_at),
  answered_at  bigint
);
CREATE INDEX ix_supplement_dossier ON supplement (dossier_id, requested_at);
