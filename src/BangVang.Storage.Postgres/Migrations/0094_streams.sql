-- Live streams: what encoders sent, kept for ever; playlists are written from these rows.
CREATE TABLE stream_ingest (
  forum_slug text NOT NULL,
  stream     text NOT NULL,
  key_hash   text NOT NULL CHECK (length(key_hash) = 64),
  made_at    bigint NOT NULL,
  ended_at   bigint,
  version    integer NOT NULL DEFAULT 0,
  PRIMARY KEY (forum_slug, stream)
);

CREATE TABLE stream_segment (
  id               uuid PRIMARY KEY,
  forum_slug       text NOT NULL,
  stream           text NOT NULL,
  rendition        text NOT NULL,
  name             text NOT NULL,
  extension        text NOT NULL,
  sha256           text NOT NULL CHECK (length(sha256) = 64),
  bytes            bigint NOT NULL CHECK (bytes >= 0),
  received_at      bigint NOT NULL,
  number           bigint CHECK (number >= 1),
  length_us        bigint CHECK (length_us >= 0),
  starts_at        bigint,
  is_discontinuity boolean NOT NULL DEFAULT false,
  is_late          boolean NOT NULL DEFAULT false,
  UNIQUE (forum_slug, stream, rendition, name),
  UNIQUE (forum_slug, stream, rendition, number),
  CHECK ((number IS NULL) = (length_us IS NULL) AND (number IS NULL) = (starts_at IS NULL))
);
CREATE INDEX ix_stream_segment_time ON stream_segment (forum_slug, stream, rendition, starts_at);
-- Only that it was named in a playlist is added to a row, once; the bytes stay.
CREATE TRIGGER stream_segment_stays BEFORE DELETE ON stream_segment FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER stream_segment_keeps_its_bytes BEFORE UPDATE OF sha256, bytes, name, number ON stream_segment FOR EACH ROW WHEN (OLD.number IS NOT NULL OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name) EXECUTE FUNCTION is_not_changed();

CREATE TABLE stream_variant (
  forum_slug text NOT NULL,
  stream     text NOT NULL,
  rendition  text NOT NULL,
  codecs     text,
  resolution text,
  frame_rate text,
  PRIMARY KEY (forum_slug, stream, rendition)
);

-- The encoder's last list, while segments it names are not here yet.
CREATE TABLE stream_awaited (
  forum_slug text NOT NULL,
  stream     text NOT NULL,
  rendition  text NOT NULL,
  playlist   text NOT NULL,
  PRIMARY KEY (forum_slug, stream, rendition)
);
