-- Halls of the exhibition and who stands where; lengths in decimetres.
CREATE TABLE exhibition_hall (
  id        uuid PRIMARY KEY,
  forum_key text NOT NULL,
  room      text NOT NULL,
  width     integer NOT NULL CHECK (width BETWEEN 5 AND 10000),
  depth     integer NOT NULL CHECK (depth BETWEEN 5 AND 10000),
  version   integer NOT NULL,
  UNIQUE (forum_key, room)
);
CREATE TABLE exhibitor (
  id           uuid PRIMARY KEY,
  forum_key    text NOT NULL,
  organisation text NOT NULL CHECK (length(organisation) BETWEEN 2 AND 200),
  text_vi      text NOT NULL CHECK (length(text_vi) <= 1000),
  text_en      text CHECK (length(text_en) BETWEEN 1 AND 1000),
  website      text,
  stand_code   text NOT NULL CHECK (length(stand_code) BETWEEN 1 AND 10),
  room         text NOT NULL,
  x            integer NOT NULL CHECK (x >= 0),
  y            integer NOT NULL CHECK (y >= 0),
  width        integer NOT NULL CHECK (width BETWEEN 5 AND 10000),
  depth        integer NOT NULL CHECK (depth BETWEEN 5 AND 10000),
  recorded_at  bigint NOT NULL,
  recorded_by  uuid REFERENCES person (id),
  version      integer NOT NULL,
  UNIQUE (forum_key, stand_code),
  FOREIGN KEY (forum_key, room) REFERENCES exhibition_hall (forum_key, room)
);
CREATE TRIGGER exhibition_hall_is_public AFTER INSERT OR UPDATE OR DELETE ON exhibition_hall FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
CREATE TRIGGER exhibitor_is_public AFTER INSERT OR UPDATE OR DELETE ON exhibitor FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
