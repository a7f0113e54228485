-- The programme of a forum: what the organisers have, and what they released.
CREATE TABLE forum_speaker (
  id               uuid PRIMARY KEY,
  forum_key        text NOT NULL,
  code             text NOT NULL CHECK (length(code) = 6),
  name             text NOT NULL CHECK (length(name) >= 2),
  post_vi          text,
  post_en          text,
  organisation     text,
  rank             integer NOT NULL CHECK (rank BETWEEN 1 AND 999),
  bio_vi           text,
  bio_en           text,
  email            text,
  available        text NOT NULL,
  version          integer NOT NULL,
  UNIQUE (forum_key, code)
);
CREATE TABLE forum_session (
  id          uuid PRIMARY KEY,
  forum_key   text NOT NULL,
  code        text NOT NULL CHECK (length(code) = 6),
  number      integer NOT NULL CHECK (number >= 1),
  kind        text NOT NULL CHECK (kind IN ('Plenary', 'Thematic', 'SuccessStory', 'Ceremony', 'Exhibition', 'Break')),
  track       text,
  languages   text NOT NULL,
  title_vi    text NOT NULL CHECK (length(title_vi) BETWEEN 1 AND 300),
  title_en    text NOT NULL CHECK (length(title_en) BETWEEN 1 AND 300),
  abstract_vi text,
  abstract_en text,
  room        text NOT NULL,
  starts_at   bigint NOT NULL,
  minutes     integer NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
  expected    integer CHECK (expected >= 0),
  state       text NOT NULL CHECK (state IN ('Draft', 'Confirmed', 'Cancelled')),
  parts       text NOT NULL,
  version     integer NOT NULL,
  UNIQUE (forum_key, code),
  UNIQUE (forum_key, number)
);
CREATE INDEX ix_forum_session_day ON forum_session (forum_key, starts_at);
CREATE TABLE programme_release (
  id          uuid PRIMARY KEY,
  forum_key   text NOT NULL,
  number      integer NOT NULL CHECK (number >= 1),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  sha256      text NOT NULL CHECK (length(sha256) = 64),
  content     text NOT NULL,
  released_at bigint NOT NULL,
  released_by uuid REFERENCES person (id),
  UNIQUE (forum_key, number),
  UNIQUE (forum_key, name)
);
CREATE TRIGGER programme_release_is_not_changed BEFORE UPDATE ON programme_release FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER programme_release_is_not_deleted BEFORE DELETE ON programme_release FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER programme_release_is_public AFTER INSERT ON programme_release FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
