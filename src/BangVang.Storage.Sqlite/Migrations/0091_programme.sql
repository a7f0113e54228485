-- The programme of a forum: what the organisers have, and what they released.
CREATE TABLE forum_speaker (
  id               TEXT PRIMARY KEY,
  forum_key        TEXT NOT NULL,
  code             TEXT NOT NULL CHECK (length(code) = 6),
  name             TEXT NOT NULL CHECK (length(name) >= 2),
  post_vi          TEXT,
  post_en          TEXT,
  organisation     TEXT,
  rank             INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 999),
  bio_vi           TEXT,
  bio_en           TEXT,
  email            TEXT,
  available        TEXT NOT NULL,
  version          INTEGER NOT NULL,
  UNIQUE (forum_key, code)
);
CREATE TABLE forum_session (
  id          TEXT PRIMARY KEY,
  forum_key   TEXT NOT NULL,
  code        TEXT NOT NULL CHECK (length(code) = 6),
  number      INTEGER NOT NULL CHECK (number >= 1),
  kind        TEXT NOT NULL CHECK (kind IN ('Plenary', 'Thematic', 'SuccessStory', 'Ceremony', 'Exhibition', 'Break')),
  track       TEXT,
  languages   TEXT NOT NULL,
  title_vi    TEXT NOT NULL CHECK (length(title_vi) BETWEEN 1 AND 300),
  title_en    TEXT NOT NULL CHECK (length(title_en) BETWEEN 1 AND 300),
  abstract_vi TEXT,
  abstract_en TEXT,
  room        TEXT NOT NULL,
  starts_at   INTEGER NOT NULL,
  minutes     INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
  expected    INTEGER CHECK (expected >= 0),
  state       TEXT NOT NULL CHECK (state IN ('Draft', 'Confirmed', 'Cancelled')),
  parts       TEXT NOT NULL,
  version     INTEGER NOT NULL,
  UNIQUE (forum_key, code),
  UNIQUE (forum_key, number)
);
CREATE INDEX ix_forum_session_day ON forum_session (forum_key, starts_at);
CREATE TABLE programme_release (
  id          TEXT PRIMARY KEY,
  forum_key   TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number >= 1),
  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  content     TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  released_by TEXT REFERENCES person (id),
  UNIQUE (forum_key, number),
  UNIQUE (forum_key, name)
);
CREATE TRIGGER programme_release_is_not_changed BEFORE UPDATE ON programme_release BEGIN SELECT RAISE(ABORT, 'programme_release rows are neither changed nor deleted'); END;
CREATE TRIGGER programme_release_is_not_deleted BEFORE DELETE ON programme_release BEGIN SELECT RAISE(ABORT, 'programme_release rows are neither changed nor deleted'); END;
CREATE TRIGGER programme_release_is_public AFTER INSERT ON programme_release BEGIN UPDATE public_version SET version = version + 1; END;
