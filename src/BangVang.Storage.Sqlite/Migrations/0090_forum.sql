-- Editions of the forum: as published, numbered, never changed.
CREATE TABLE forum_snapshot (
  id           TEXT PRIMARY KEY,
  slug         TEXT NOT NULL,
  number       INTEGER NOT NULL CHECK (number >= 1),
  sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
  content      TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  published_by TEXT REFERENCES person (id),
  UNIQUE (slug, number)
);
CREATE TRIGGER forum_snapshot_is_not_changed BEFORE UPDATE ON forum_snapshot BEGIN SELECT RAISE(ABORT, 'forum_snapshot rows are neither changed nor deleted'); END;
CREATE TRIGGER forum_snapshot_is_not_deleted BEFORE DELETE ON forum_snapshot BEGIN SELECT RAISE(ABORT, 'forum_snapshot rows are neither changed nor deleted'); END;
CREATE TRIGGER forum_snapshot_is_public AFTER INSERT ON forum_snapshot BEGIN UPDATE public_version SET version = version + 1; END;
