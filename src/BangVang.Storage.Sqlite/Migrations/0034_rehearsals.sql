CREATE TABLE rehearsal (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  snapshot_id   TEXT NOT NULL REFERENCES edition_snapshot (id),
  number        INTEGER NOT NULL,
  plan          TEXT NOT NULL,
  draws         INTEGER NOT NULL CHECK (draws > 0),
  played        INTEGER NOT NULL DEFAULT 0 CHECK (played BETWEEN 0 AND draws),
  asked_at      INTEGER NOT NULL,
  asked_by      TEXT NOT NULL REFERENCES person (id),
  claimed_until INTEGER,
  finished_at   INTEGER,
  report        TEXT,
  refusal       TEXT,
  UNIQUE (edition_key, number, plan),
  CHECK ((finished_at IS NULL) = (report IS NULL AND refusal IS NULL))
);
CREATE INDEX ix_rehearsal_waiting ON rehearsal (asked_at) WHERE finished_at IS NULL;
