CREATE TABLE reminder (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL REFERENCES person (id),
  key         TEXT NOT NULL,
  edition_key TEXT,
  subject     TEXT NOT NULL,
  body        TEXT NOT NULL,
  is_urgent   INTEGER NOT NULL DEFAULT 0,
  created_at  INTEGER NOT NULL,
  sent_at     INTEGER,
  UNIQUE (person_id, key)
);
CREATE INDEX ix_reminder_waiting ON reminder (person_id, created_at) WHERE sent_at IS NULL;
CREATE INDEX ix_reminder_sent ON reminder (person_id, sent_at);
CREATE TABLE mailing (
  id          TEXT PRIMARY KEY,
  edition_key TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  selection   TEXT NOT NULL,
  subject     TEXT NOT NULL,
  body        TEXT NOT NULL,
  recipients  INTEGER NOT NULL CHECK (recipients > 0),
  sent_at     INTEGER NOT NULL,
  sent_by     TEXT NOT NULL REFERENCES person (id)
);
CREATE INDEX ix_mailing_edition ON mailing (edition_key, sent_at);
