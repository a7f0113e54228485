CREATE TABLE presentation_slot (
  id               TEXT PRIMARY KEY,
  edition_key      TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  round_code       TEXT NOT NULL,
  category_code    TEXT NOT NULL,
  dossier_id       TEXT NOT NULL REFERENCES dossier (id),
  starts_at        INTEGER NOT NULL,
  set_up_minutes   INTEGER NOT NULL CHECK (set_up_minutes >= 0),
  talk_minutes     INTEGER NOT NULL CHECK (talk_minutes > 0),
  question_minutes INTEGER NOT NULL CHECK (question_minutes >= 0),
  place            TEXT NOT NULL,
  published_at     INTEGER,
  version          INTEGER NOT NULL DEFAULT 0,
  UNIQUE (dossier_id, round_code)
);
CREATE INDEX ix_presentation_slot_round ON presentation_slot (edition_key, round_code, starts_at);
