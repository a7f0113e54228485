CREATE TABLE programme_figure (
  programme    TEXT NOT NULL,
  code         TEXT NOT NULL,
  ordinal      INTEGER NOT NULL,
  value        INTEGER NOT NULL,
  exactness    TEXT NOT NULL CHECK (exactness IN ('Exact', 'About', 'Nearly', 'MoreThan')),
  from_year    INTEGER NOT NULL,
  to_year      INTEGER NOT NULL CHECK (to_year >= from_year),
  text_vi      TEXT NOT NULL,
  text_en      TEXT NOT NULL,
  source_title TEXT NOT NULL CHECK (source_title <> ''),
  source_url   TEXT,
  PRIMARY KEY (programme, code)
);
CREATE TRIGGER programme_figure_added AFTER INSERT ON programme_figure BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER programme_figure_changed AFTER UPDATE ON programme_figure BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER programme_figure_removed AFTER DELETE ON programme_figure BEGIN UPDATE public_version SET version = version + 1; END;

-- An edition published or amended is news to everyone.
CREATE TRIGGER edition_snapshot_is_public AFTER INSERT ON edition_snapshot BEGIN UPDATE public_version SET version = version + 1; END;

-- So is a notice, also one whose time comes later: pages that list notices follow time.
CREATE TRIGGER notice_written AFTER INSERT ON notice BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER notice_changed AFTER UPDATE ON notice BEGIN UPDATE public_version SET version = version + 1; END;
