CREATE TABLE edition_snapshot (
  id           uuid PRIMARY KEY,
  edition_key  text NOT NULL CHECK (edition_key LIKE '%/%'),
  number       integer NOT NULL CHECK (number >= 1),
  sha256       text NOT NULL CHECK (length(sha256) = 64),
  content      text NOT NULL,
  published_at bigint NOT NULL,
  published_by uuid REFERENCES person (id),
  notice_vi    text,
  notice_en    text,
  UNIQUE (edition_key, number),
  CHECK ((notice_vi IS NULL) = (notice_en IS NULL)),
  CHECK (number = 1 OR notice_vi IS NOT NULL)
);
CREATE TRIGGER edition_snapshot_is_not_changed BEFORE UPDATE OR DELETE ON edition_snapshot FOR EACH ROW EXECUTE FUNCTION is_not_changed();

CREATE TABLE edition_attachment (
  sha256  text PRIMARY KEY CHECK (length(sha256) = 64),
  content bytea NOT NULL
);
