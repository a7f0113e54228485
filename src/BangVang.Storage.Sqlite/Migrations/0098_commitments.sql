-- Recommendations and commitments made at a forum, and what became of them.
CREATE TABLE forum_commitment (
  id           TEXT PRIMARY KEY,
  forum_key    TEXT NOT NULL,
  number       INTEGER NOT NULL CHECK (number >= 1),
  kind         TEXT NOT NULL CHECK (kind IN ('Recommendation', 'Commitment')),
  text_vi      TEXT NOT NULL CHECK (length(text_vi) BETWEEN 1 AND 1000),
  text_en      TEXT CHECK (length(text_en) <= 1000),
  stated_by    TEXT NOT NULL CHECK (length(stated_by) BETWEEN 1 AND 300),
  owner        TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 300),
  due_on       TEXT,
  session_code TEXT,
  moment       INTEGER CHECK (moment >= 0),
  source_title TEXT,
  source_url   TEXT,
  recorded_at  INTEGER NOT NULL,
  recorded_by  TEXT REFERENCES person (id),
  version      INTEGER NOT NULL,
  UNIQUE (forum_key, number),
  CHECK (moment IS NULL OR session_code IS NOT NULL)
);
CREATE TABLE commitment_report (
  id            TEXT PRIMARY KEY,
  commitment_id TEXT NOT NULL REFERENCES forum_commitment (id),
  number        INTEGER NOT NULL CHECK (number >= 1),
  state         TEXT NOT NULL CHECK (state IN ('Stated', 'Accepted', 'InProgress', 'Done', 'Dropped')),
  note          TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 1000),
  source_title  TEXT,
  source_url    TEXT,
  reported_at   INTEGER NOT NULL,
  reported_by   TEXT REFERENCES person (id),
  UNIQUE (commitment_id, number)
);
CREATE TRIGGER forum_commitment_is_not_deleted BEFORE DELETE ON forum_commitment BEGIN SELECT RAISE(ABORT, 'what was stated is kept'); END;
CREATE TRIGGER commitment_report_is_not_changed BEFORE UPDATE ON commitment_report BEGIN SELECT RAISE(ABORT, 'reports are neither changed nor deleted'); END;
CREATE TRIGGER commitment_report_is_not_deleted BEFORE DELETE ON commitment_report BEGIN SELECT RAISE(ABORT, 'reports are neither changed nor deleted'); END;
CREATE TRIGGER forum_commitment_is_public AFTER INSERT ON forum_commitment BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER forum_commitment_change_is_public AFTER UPDATE ON forum_commitment BEGIN UPDATE public_version SET version = version + 1; END;
CREATE TRIGGER commitment_report_is_public AFTER INSERT ON commitment_report BEGIN UPDATE public_version SET version = version + 1; END;
