-- What auditors signed about published results; kept as it came.
CREATE TABLE audit_answer (
  id          uuid PRIMARY KEY,
  edition_key text NOT NULL CHECK (edition_key LIKE '%/%'),
  number      integer NOT NULL CHECK (number >= 1),
  auditor_id  uuid NOT NULL REFERENCES person (id),
  note        text NOT NULL UNIQUE CHECK (length(note) <= 8000),
  auditor_key text NOT NULL,
  holds       boolean NOT NULL,
  answered_at bigint NOT NULL,
  UNIQUE (edition_key, number)
);
CREATE TRIGGER audit_answer_stays BEFORE DELETE OR UPDATE ON audit_answer FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER audit_answer_is_public BEFORE INSERT ON audit_answer FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
