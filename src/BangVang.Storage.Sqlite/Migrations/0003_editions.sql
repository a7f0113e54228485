CREATE TABLE edition_snapshot (
  id           TEXT PRIMARY KEY,
  edition_key  TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  number       INTEGER NOT NULL CHECK (number >= 1),
  sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
  content      TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  published_by TEXT REFERENCES person (id),
  notice_vi    TEXT,
  notice_en    TEXT,
  UNIQUE (edition_key, number),
  CHECK ((notice_vi IS NULL) = (notice_en IS NULL)),
  CHECK (number = 1 OR notice_vi IS NOT NULL)
);
CREATE TRIGGER edition_snapshot_is_not_changed BEFORE UPDATE ON edition_snapshot BEGIN SELECT RAISE(ABORT, 'edition_snapshot rows are neither changed nor deleted'); END;
CREATE TRIGGER edition_snapshot_is_not_deleted BEFORE DELETE ON edition_snapshot BEGIN SELECT RAISE(ABORT, 'edition_snapshot rows are neither changed nor deleted'); END;

CREATE TABLE edition_attachment (
  sha256  TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  content BLOB NOT NULL
);
