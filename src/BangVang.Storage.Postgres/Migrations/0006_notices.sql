CREATE TABLE notice (
  id               uuid PRIMARY KEY,
  edition_key      text NOT NULL CHECK (edition_key LIKE '%/%'),
  kind             text NOT NULL CHECK (kind IN ('Call', 'Extension', 'Result', 'Postponement', 'Other')),
  date             text NOT NULL CHECK (length(date) = 10),
  printed_number   text,
  title_vi         text NOT NULL,
  title_en         text,
  text_vi          text NOT NULL,
  text_en          text,
  visible_from     bigint NOT NULL,
  file_id          uuid REFERENCES stored_file (id),
  created_at       bigint NOT NULL,
  created_by       uuid REFERENCES person (id),
  corrected_at     bigint,
  withdrawn_at     bigint,
  withdrawn_reason text,
  version          integer NOT NULL DEFAULT 0,
  CHECK ((title_en IS NULL) = (text_en IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
);
CREATE INDEX ix_notice_edition ON notice (edition_key, date);
CREATE INDEX ix_notice_date ON notice (date, visible_from);
