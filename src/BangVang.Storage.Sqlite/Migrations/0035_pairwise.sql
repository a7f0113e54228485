-- Judging by pairs, or orders of several: a ballot for each juror and category of a round, and what was done with what was shown, written once.
CREATE TABLE pair_ballot (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  juror_id      TEXT NOT NULL REFERENCES person (id),
  seed          TEXT NOT NULL CHECK (length(seed) = 64),
  opened_at     INTEGER NOT NULL,
  saved_at      INTEGER NOT NULL,
  acts          INTEGER NOT NULL DEFAULT 0 CHECK (acts >= 0),
  signed_at     INTEGER,
  version       INTEGER NOT NULL DEFAULT 0,
  UNIQUE (edition_key, round_code, category_code, juror_id),
  CHECK (saved_at >= opened_at),
  CHECK (signed_at IS NULL OR (signed_at >= opened_at AND acts > 0))
);
CREATE INDEX ix_pair_ballot_juror ON pair_ballot (juror_id, edition_key);
CREATE TABLE pair_act (
  id            TEXT PRIMARY KEY,
  ballot_id     TEXT NOT NULL REFERENCES pair_ballot (id),
  number        INTEGER NOT NULL CHECK (number >= 1),
  kind          TEXT NOT NULL CHECK (kind IN ('Chosen', 'Skipped', 'Undone')),
  reason        TEXT,
  undoes        INTEGER,
  acted_at      INTEGER NOT NULL,
  UNIQUE (ballot_id, number),
  UNIQUE (ballot_id, undoes),
  CHECK ((kind = 'Skipped') = (reason IS NOT NULL)),
  CHECK ((kind = 'Undone') = (undoes IS NOT NULL)),
  CHECK (undoes IS NULL OR (undoes >= 1 AND undoes < number))
);
CREATE TRIGGER pair_act_is_not_changed BEFORE UPDATE ON pair_act BEGIN SELECT RAISE(ABORT, 'pair_act rows are neither changed nor deleted'); END;
CREATE TRIGGER pair_act_is_not_deleted BEFORE DELETE ON pair_act BEGIN SELECT RAISE(ABORT, 'pair_act rows are neither changed nor deleted'); END;
CREATE TABLE shown_product (
  act_id        TEXT NOT NULL REFERENCES pair_act (id),
  position      INTEGER NOT NULL CHECK (position BETWEEN 1 AND 5),
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  place         INTEGER CHECK (place BETWEEN 1 AND 5),
  PRIMARY KEY (act_id, position),
  UNIQUE (act_id, dossier_id),
  UNIQUE (act_id, place)
);
CREATE INDEX ix_shown_product_dossier ON shown_product (dossier_id);
CREATE TRIGGER shown_product_is_not_changed BEFORE UPDATE ON shown_product BEGIN SELECT RAISE(ABORT, 'shown_product rows are neither changed nor deleted'); END;
CREATE TRIGGER shown_product_is_not_deleted BEFORE DELETE ON shown_product BEGIN SELECT RAISE(ABORT, 'shown_product rows are neither changed nor deleted'); END;
CREATE TABLE pair_exclusion (
  id            TEXT PRIMARY KEY,
  ballot_id     TEXT NOT NULL REFERENCES pair_ballot (id),
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  excluded_at   INTEGER NOT NULL,
  reason        TEXT NOT NULL,
  readmitted_at INTEGER,
  CHECK (readmitted_at IS NULL OR readmitted_at >= excluded_at)
);
CREATE UNIQUE INDEX ux_pair_exclusion_running ON pair_exclusion (ballot_id, dossier_id) WHERE readmitted_at IS NULL;
