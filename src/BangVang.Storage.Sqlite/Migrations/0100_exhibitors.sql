-- Halls of the exhibition and who stands where; lengths in decimetres.
CREATE TABLE exhibition_hall (
  id        TEXT PRIMARY KEY,
  forum_key TEXT NOT NULL,
  room      TEXT NOT NULL,
  width     INTEGER NOT NULL CHECK (width BETWEEN 5 AND 10000),
  depth     INTEGER NOT NULL CHECK (depth BETWEEN 5 AND 10000),
  version   INTEGER NOT NULL,
  UNIQUE (forum_key, room)
);
CREATE TABLE exhibitor (
  id           TEXT PRIMARY KEY,
  forum_key    TEXT NOT NULL,
  organisation TEXT NOT NULL CHECK (length(organisation) BETWEEN 2 AND 200),
  text_vi      TEXT NOT NULL CHECK (length(text_vi) <= 1000),
  text_en      TEXT CHECK (length(text_en) BETWEEN 1 AND 1000),
  website      TEXT,
  stand_code   TEXT NOT NULL CHECK (length(stand_code) BETWEEN 1 AND 10),
  room         TEXT NOT NULL,
  x            INTEGER NOT NULL CHECK (x >= 0),
  y            INTEGER NOT NULL CHECK (y >= 0),
  width        INTEGER NOT NULL CHECK (width BETWEEN 5 AND 10000),
  depth        INTEGER NOT NULL CHECK (depth BETWEEN 5 AND 10000),
  recorded_at  INTEGER NOT NULL,
  recorded_by  TEXT REFERENCES person (id),
  version      INTEGER NOT NULL,
  UNIQUE (forum_key, stand_code),
  FOREIGN KEY (forum_key, room) REFERENCES exhibition_hall (forum_key, room)
);
CREATE TRIGGER exhibition_hall_insert_is_public AFTER INSERT ON exhibition_hall BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER exhibition_hall_update_is_public AFTER UPDATE ON exhibition_hall BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER exhibition_hall_delete_is_public AFTER DELETE ON exhibition_hall BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER exhibitor_insert_is_public AFTER INSERT ON exhibitor BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER exhibitor_update_is_public AFTER UPDATE ON exhibitor BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER exhibitor_delete_is_public AFTER DELETE ON exhibitor BEGIN UPDATE public_version SET version = version + 1; END;
