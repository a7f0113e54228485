CREATE TABLE notice (
  id               TEXT PRIMARY KEY,
  edition_key      TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  kind             TEXT NOT NULL CHECK (kind IN ('Call', 'Extension', 'Result', 'Postponement', 'Other')),
  date             TEXT NOT NULL CHECK (length(date) = 10),
  printed_number   TEXT,
  title_vi         TEXT NOT NULL,
  title_en         TEXT,
  text_vi          TEXT NOT NULL,
  text_en          TEXT,
  visible_from     INTEGER NOT NULL,
  file_id          TEXT REFERENCES stored_file (id),
  created_at       INTEGER NOT NULL,
  created_by       TEXT REFERENCES person (id),
  corrected_at     INTEGER,
  withdrawn_at     INTEGER,
  withdrawn_reason TEXT,
  version          INTEGER NOT NULL DEFAULT 0,
  CHECK ((title_en IS NULL) = (text_en IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
);
CREATE INDEX ix_notice_edition ON notice (edition_key, date);
CREATE INDEX ix_notice_date ON notice (date, visible_from);
