CREATE TABLE programme_figure (
  programme    text NOT NULL,
  code         text NOT NULL,
  ordinal      integer NOT NULL,
  value        bigint NOT NULL,
  exactness    text NOT NULL CHECK (exactness IN ('Exact', 'About', 'Nearly', 'MoreThan')),
  from_year    integer NOT NULL,
  to_year      integer NOT NULL CHECK (to_year >= from_year),
  text_vi      text NOT NULL,
  text_en      text NOT NULL,
  source_title text NOT NULL CHECK (source_title <> ''),
  source_url   text,
  PRIMARY KEY (programme, code)
);
CREATE TRIGGER programme_figure_is_public BEFORE INSERT OR UPDATE OR DELETE ON programme_figure FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();

-- An edition published or amended is news to everyone.
CREATE TRIGGER edition_snapshot_is_public BEFORE INSERT ON edition_snapshot FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();

-- So is a notice, also one whose time comes later: pages that list notices follow time.
CREATE TRIGGER notice_is_public BEFORE INSERT OR UPDATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
