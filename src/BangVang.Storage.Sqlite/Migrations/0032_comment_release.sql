CREATE TABLE comment_release (
  round_code  TEXT NOT NULL,
  dossier_id  TEXT NOT NULL REFERENCES dossier (id),
  edition_key TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  released_by TEXT NOT NULL REFERENCES person (id),
  PRIMARY KEY (round_code, dossier_id)
);
