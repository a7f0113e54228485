-- Editions of the forum: as published, numbered, never changed.
CREATE TABLE forum_snapshot (
  id           uuid PRIMARY KEY,
  slug         text COLLATE "C" NOT NULL,
  number       integer NOT NULL CHECK (number >= 1),
  sha256       text NOT NULL CHECK (length(sha256) = 64),
  content      text NOT NULL,
  published_at bigint NOT NULL,
  published_by uuid REFERENCES person (id),
  UNIQUE (slug, number)
);
CREATE TRIGGER forum_snapshot_is_not_changed BEFORE UPDATE ON forum_snapshot FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER forum_snapshot_is_not_deleted BEFORE DELETE ON forum_snapshot FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER forum_snapshot_is_public AFTER INSERT ON forum_snapshot FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
