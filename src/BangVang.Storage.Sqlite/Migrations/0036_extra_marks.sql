-- Marks asked for beyond those of a round, where its sheets leave a prize's line open: such an assignment has a closing time of its own.
CREATE TABLE extra_marks_request (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  tier_code     TEXT NOT NULL,
  category_code TEXT,
  is_minimum    INTEGER NOT NULL,
  reason        TEXT NOT NULL CHECK (reason <> ''),
  closes_at     INTEGER NOT NULL,
  asked_at      INTEGER NOT NULL,
  asked_by      TEXT NOT NULL REFERENCES person (id),
  CHECK (closes_at > asked_at)
);
CREATE INDEX ix_extra_marks_request_edition ON extra_marks_request (edition_key, asked_at);
ALTER TABLE assignment ADD COLUMN request_id TEXT REFERENCES extra_marks_request (id);
ALTER TABLE assignment ADD COLUMN closes_at INTEGER CHECK ((closes_at IS NULL) = (request_id IS NULL));
