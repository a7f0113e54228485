-- What auditors signed about published results; kept as it came.
CREATE TABLE audit_answer (
  id          TEXT PRIMARY KEY,
  edition_key TEXT NOT NULL CHECK (edition_key LIKE '%/%'),
  number      INTEGER NOT NULL CHECK (number >= 1),
  auditor_id  TEXT NOT NULL REFERENCES person (id),
  note        TEXT NOT NULL UNIQUE CHECK (length(note) <= 8000),
  auditor_key TEXT NOT NULL,
  holds       INTEGER NOT NULL CHECK (holds IN (0, 1)),
  answered_at INTEGER NOT NULL,
  UNIQUE (edition_key, number)
);
CREATE TRIGGER audit_answer_stays BEFORE DELETE ON audit_answer BEGIN SELECT RAISE(ABORT, 'an answer is kept'); END;
CREATE TRIGGER audit_answer_keeps_its_words BEFORE UPDATE ON audit_answer BEGIN SELECT RAISE(ABORT, 'an answer is kept as it came'); END;
CREATE TRIGGER audit_answer_is_public AFTER INSERT ON audit_answer BEGIN UPDATE public_version SET version = version + 1; END;
