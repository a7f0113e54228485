-- Files kept encrypted until trustees open them together. The row of a stored file stays as it is; what was sealed, and when
-- it was opened, stands beside it. Shares come in after the day of the opening alone.
CREATE TABLE sealed_file (
  file_id     TEXT PRIMARY KEY REFERENCES stored_file (id),
  edition_key TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes       INTEGER NOT NULL CHECK (bytes > 0),
  sealed_at   INTEGER NOT NULL,
  opened_at   INTEGER,
  problem     TEXT,
  CHECK (opened_at IS NULL OR problem IS NULL)
);
CREATE INDEX ix_sealed_file_edition ON sealed_file (edition_key, opened_at);
CREATE TRIGGER sealed_file_stays BEFORE DELETE ON sealed_file BEGIN SELECT RAISE(ABORT, 'what was sealed stays on record'); END;

CREATE TABLE sealing_share (
  edition_key TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number BETWEEN 1 AND 32),
  share       TEXT NOT NULL,
  handed_at   INTEGER NOT NULL,
  handed_by   TEXT NOT NULL REFERENCES person (id),
  PRIMARY KEY (edition_key, number)
);
CREATE TRIGGER sealing_share_is_kept BEFORE UPDATE ON sealing_share BEGIN SELECT RAISE(ABORT, 'a share that was handed in is not changed'); END;
CREATE TRIGGER sealing_share_stays BEFORE DELETE ON sealing_share BEGIN SELECT RAISE(ABORT, 'a share that was handed in is not changed'); END;

CREATE TABLE sealing_opening (
  edition_key   TEXT PRIMARY KEY,
  opened_at     INTEGER NOT NULL,
  opened_by     TEXT NOT NULL REFERENCES person (id),
  finished_at   INTEGER,
  claimed_until INTEGER
);
CREATE TRIGGER sealing_opening_stays BEFORE DELETE ON sealing_opening BEGIN SELECT RAISE(ABORT, 'an opening stays on record'); END;
