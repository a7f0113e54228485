-- Live streams: what encoders sent, kept for ever; playlists are written from these rows.
CREATE TABLE stream_ingest (
  forum_slug TEXT NOT NULL,
  stream     TEXT NOT NULL,
  key_hash   TEXT NOT NULL CHECK (length(key_hash) = 64),
  made_at    INTEGER NOT NULL,
  ended_at   INTEGER,
  version    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (forum_slug, stream)
);

CREATE TABLE stream_segment (
  id               TEXT PRIMARY KEY,
  forum_slug       TEXT NOT NULL,
  stream           TEXT NOT NULL,
  rendition        TEXT NOT NULL,
  name             TEXT NOT NULL,
  extension        TEXT NOT NULL,
  sha256           TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes            INTEGER NOT NULL CHECK (bytes >= 0),
  received_at      INTEGER NOT NULL,
  number           INTEGER CHECK (number >= 1),
  length_us        INTEGER CHECK (length_us >= 0),
  starts_at        INTEGER,
  is_discontinuity INTEGER NOT NULL DEFAULT 0 CHECK (is_discontinuity IN (0, 1)),
  is_late          INTEGER NOT NULL DEFAULT 0 CHECK (is_late IN (0, 1)),
  UNIQUE (forum_slug, stream, rendition, name),
  UNIQUE (forum_slug, stream, rendition, number),
  CHECK ((number IS NULL) = (length_us IS NULL) AND (number IS NULL) = (starts_at IS NULL))
);
CREATE INDEX ix_stream_segment_time ON stream_segment (forum_slug, stream, rendition, starts_at);
-- Only that it was named in a playlist is added to a row, once; the bytes stay.
CREATE TRIGGER stream_segment_stays BEFORE DELETE ON stream_segment BEGIN SELECT RAISE(ABORT, 'what was sent is kept'); END;
CREATE TRIGGER stream_segment_keeps_its_bytes BEFORE UPDATE OF sha256, bytes, name, number ON stream_segment WHEN OLD.number IS NOT NULL OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name BEGIN SELECT RAISE(ABORT, 'what was sent is kept'); END;

CREATE TABLE stream_variant (
  forum_slug TEXT NOT NULL,
  stream     TEXT NOT NULL,
  rendition  TEXT NOT NULL,
  codecs     TEXT,
  resolution TEXT,
  frame_rate TEXT,
  PRIMARY KEY (forum_slug, stream, rendition)
);

-- The encoder's last list, while segments it names are not here yet.
CREATE TABLE stream_awaited (
  forum_slug TEXT NOT NULL,
  stream     TEXT NOT NULL,
  rendition  TEXT NOT NULL,
  playlist   TEXT NOT NULL,
  PRIMARY KEY (forum_slug, stream, rendition)
);
