-- The ceremony of an award in a session of a forum: its run of show and its envelopes.
CREATE TABLE award_ceremony (
  id              TEXT PRIMARY KEY,
  edition_key     TEXT NOT NULL UNIQUE,
  forum_key       TEXT NOT NULL UNIQUE,
  session_code    TEXT NOT NULL,
  stage_tiers     TEXT NOT NULL,
  document_number TEXT NOT NULL CHECK (length(document_number) BETWEEN 1 AND 100),
  document_date   TEXT NOT NULL,
  starts_at       INTEGER NOT NULL,
  cues            TEXT NOT NULL,
  closed_at       INTEGER NOT NULL,
  closed_by       TEXT NOT NULL REFERENCES person (id),
  confirmed_at    INTEGER,
  confirmed_by    TEXT REFERENCES person (id),
  finished_at     INTEGER,
  version         INTEGER NOT NULL,
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CHECK (confirmed_by IS NULL OR confirmed_by <> closed_by),
  CHECK (finished_at IS NULL OR confirmed_at IS NOT NULL)
);
-- A closed envelope says nothing; an opened one is never closed again.
CREATE TABLE ceremony_envelope (
  ceremony_id   TEXT NOT NULL REFERENCES award_ceremony (id) ON DELETE CASCADE,
  category_code TEXT NOT NULL,
  commitment    TEXT NOT NULL CHECK (length(commitment) = 64),
  closed        BLOB NOT NULL,
  opened_at     INTEGER,
  salt          TEXT CHECK (length(salt) = 64),
  winners       TEXT,
  PRIMARY KEY (ceremony_id, category_code),
  CHECK ((opened_at IS NULL) = (salt IS NULL) AND (opened_at IS NULL) = (winners IS NULL))
);
CREATE TRIGGER ceremony_envelope_keeps_its_word BEFORE UPDATE ON ceremony_envelope WHEN OLD.opened_at IS NOT NULL OR NEW.commitment <> OLD.commitment
BEGIN SELECT RAISE(ABORT, 'an opened envelope and a commitment are not changed'); END;
CREATE TRIGGER ceremony_envelope_stays_open BEFORE DELETE ON ceremony_envelope WHEN OLD.opened_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an opened envelope is kept'); END;
CREATE TRIGGER award_ceremony_is_public AFTER UPDATE ON award_ceremony BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER award_ceremony_is_cancelled AFTER DELETE ON award_ceremony BEGIN UPDATE public_version SET version = version + 1; END;
ALTER TABLE award_decision ADD COLUMN stage TEXT;
