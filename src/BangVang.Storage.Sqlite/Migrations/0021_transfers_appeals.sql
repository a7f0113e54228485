CREATE TABLE category_transfer (
  id            TEXT PRIMARY KEY,
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  from_category TEXT NOT NULL,
  to_category   TEXT NOT NULL,
  reason        TEXT NOT NULL,
  proposed_at   INTEGER NOT NULL,
  proposed_by   TEXT NOT NULL REFERENCES person (id),
  answered_at   INTEGER,
  answered_by   TEXT REFERENCES person (id),
  is_accepted   INTEGER,
  CHECK ((answered_at IS NULL) = (is_accepted IS NULL)),
  CHECK (from_category <> to_category)
);
CREATE UNIQUE INDEX ux_category_transfer_open ON category_transfer (dossier_id) WHERE answered_at IS NULL;
CREATE TABLE appeal (
  id           TEXT PRIMARY KEY,
  reference    TEXT NOT NULL,
  dossier_id   TEXT NOT NULL REFERENCES dossier (id),
  edition_key  TEXT NOT NULL,
  against      TEXT NOT NULL CHECK (against IN ('Screening', 'Result')),
  deciders     TEXT NOT NULL,
  grounds      TEXT NOT NULL,
  files        TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  submitted_by TEXT NOT NULL REFERENCES person (id),
  state        TEXT NOT NULL CHECK (state IN ('Submitted', 'Upheld', 'Rejected')),
  decided_at   INTEGER,
  decided_by   TEXT REFERENCES person (id),
  reason       TEXT,
  article      TEXT,
  version      INTEGER NOT NULL DEFAULT 0,
  UNIQUE (edition_key, reference),
  CHECK ((state = 'Submitted') = (decided_at IS NULL)),
  CHECK (state = 'Submitted' OR (decided_by IS NOT NULL AND reason IS NOT NULL))
);
CREATE INDEX ix_appeal_dossier ON appeal (dossier_id, against);
CREATE UNIQUE INDEX ux_appeal_open ON appeal (dossier_id, against) WHERE state = 'Submitted';
