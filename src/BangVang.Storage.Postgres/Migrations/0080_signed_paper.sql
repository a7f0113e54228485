-- The decision as the authority signed it elsewhere.
CREATE TABLE signed_paper (
  edition_key text PRIMARY KEY CHECK (edition_key LIKE '%/%'),
  file_id     uuid NOT NULL REFERENCES stored_file (id),
  sha256      text NOT NULL CHECK (length(sha256) = 64),
  signatures  text NOT NULL,
  added_at    bigint NOT NULL,
  added_by    uuid NOT NULL REFERENCES person (id),
  version     integer NOT NULL DEFAULT 0
);
CREATE TRIGGER signed_paper_is_public BEFORE INSERT OR UPDATE ON signed_paper FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
