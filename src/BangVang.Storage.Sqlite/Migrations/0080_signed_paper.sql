-- The decision as the authority signed it elsewhere.
CREATE TABLE signed_paper (
  edition_key TEXT PRIMARY KEY CHECK (edition_key LIKE '%/%'),
  file_id     TEXT NOT NULL REFERENCES stored_file (id),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  signatures  TEXT NOT NULL,
  added_at    INTEGER NOT NULL,
  added_by    TEXT NOT NULL REFERENCES person (id),
  version     INTEGER NOT NULL DEFAULT 0
);
CREATE TRIGGER signed_paper_is_public AFTER INSERT ON signed_paper BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER signed_paper_change_is_public AFTER UPDATE ON signed_paper BEGIN UPDATE public_version SET version = version + 1; END;
