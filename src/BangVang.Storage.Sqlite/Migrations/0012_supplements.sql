CREATE TABLE supplement (
  id           TEXT PRIMARY KEY,
  dossier_id   TEXT NOT NULL REFERENCES dossier (id),
  requested_at INTEGER NOT NULL,
  requested_by TEXT NOT NULL REFERENCES person (id),
  what         TEXT NOT NULL,
  due_at       INTEGER NOT NULL CHECK (due_at > requested_at),
  answered_at  INTEGER
);
CREATE INDEX ix_supplement_dossier ON supplement (dossier_id, requested_at);
