CREATE TABLE panel_seat (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  person_id     TEXT NOT NULL REFERENCES person (id),
  appointed_at  INTEGER NOT NULL,
  appointed_by  TEXT NOT NULL REFERENCES person (id),
  ended_at      INTEGER,
  declared_at   INTEGER
);
CREATE UNIQUE INDEX ux_panel_seat ON panel_seat (edition_key, round_code, category_code, person_id) WHERE ended_at IS NULL;
CREATE INDEX ix_panel_seat_person ON panel_seat (person_id);
CREATE TABLE assignment_plan (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  method        TEXT NOT NULL,
  seed          TEXT NOT NULL,
  cap_percent   INTEGER CHECK ((method = 'capped_random') = (cap_percent IS NOT NULL) AND cap_percent BETWEEN 1 AND 100),
  applied_at    INTEGER NOT NULL,
  applied_by    TEXT NOT NULL REFERENCES person (id)
);
CREATE TABLE assignment (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  juror_id      TEXT NOT NULL REFERENCES person (id),
  plan_id       TEXT REFERENCES assignment_plan (id),
  ordinal       INTEGER NOT NULL,
  assigned_at   INTEGER NOT NULL,
  assigned_by   TEXT NOT NULL REFERENCES person (id),
  ended_at      INTEGER,
  end_reason    TEXT,
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX ux_assignment ON assignment (round_code, dossier_id, juror_id) WHERE ended_at IS NULL;
CREATE INDEX ix_assignment_juror ON assignment (juror_id, edition_key, round_code);
CREATE INDEX ix_assignment_round ON assignment (edition_key, round_code, category_code);
CREATE TABLE round_entry (
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  entered_at    INTEGER NOT NULL,
  PRIMARY KEY (round_code, dossier_id)
);
CREATE INDEX ix_round_entry_round ON round_entry (edition_key, round_code, category_code);
