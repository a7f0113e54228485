CREATE TABLE scoresheet (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  juror_id      TEXT NOT NULL REFERENCES person (id),
  state         TEXT NOT NULL CHECK (state IN ('Draft', 'Signed', 'Abstained', 'Recused', 'SetAside')),
  marks         TEXT NOT NULL,
  comments      TEXT NOT NULL,
  private_note  TEXT,
  score         INTEGER,
  signed_at     INTEGER,
  reason        TEXT,
  created_at    INTEGER NOT NULL,
  saved_at      INTEGER NOT NULL,
  signings      INTEGER NOT NULL DEFAULT 0,
  version       INTEGER NOT NULL DEFAULT 0,
  UNIQUE (round_code, dossier_id, juror_id),
  CHECK ((state IN ('Signed', 'SetAside')) = (signed_at IS NOT NULL AND score IS NOT NULL)),
  CHECK (state NOT IN ('Abstained', 'Recused', 'SetAside') OR reason IS NOT NULL)
);
CREATE INDEX ix_scoresheet_round ON scoresheet (edition_key, round_code, category_code, dossier_id);
CREATE INDEX ix_scoresheet_juror ON scoresheet (juror_id, edition_key, round_code);
CREATE TABLE scoresheet_unlock (
  id            TEXT PRIMARY KEY,
  scoresheet_id TEXT NOT NULL REFERENCES scoresheet (id),
  unlocked_at   INTEGER NOT NULL,
  unlocked_by   TEXT NOT NULL REFERENCES person (id),
  reason        TEXT NOT NULL,
  before        TEXT NOT NULL
);
