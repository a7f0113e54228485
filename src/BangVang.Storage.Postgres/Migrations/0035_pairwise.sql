-- Judging by pairs, or orders of several: a ballot for each juror and category of a round, and what was done with what was shown, written once.
CREATE TABLE pair_ballot (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  juror_id      uuid NOT NULL REFERENCES person (id),
  seed          text NOT NULL CHECK (length(seed) = 64),
  opened_at     bigint NOT NULL,
  saved_at      bigint NOT NULL,
  acts          bigint NOT NULL DEFAULT 0 CHECK (acts >= 0),
  signed_at     bigint,
  version       integer NOT NULL DEFAULT 0,
  UNIQUE (edition_key, round_code, category_code, juror_id),
  CHECK (saved_at >= opened_at),
  CHECK (signed_at IS NULL OR (signed_at >= opened_at AND acts > 0))
);
CREATE INDEX ix_pair_ballot_juror ON pair_ballot (juror_id, edition_key);
CREATE TABLE pair_act (
  id            uuid PRIMARY KEY,
  ballot_id     uuid NOT NULL REFERENCES pair_ballot (id),
  number        integer NOT NULL CHECK (number >= 1),
  kind          text NOT NULL CHECK (kind IN ('Chosen', 'Skipped', 'Undone')),
  reason        text,
  undoes        bigint,
  acted_at      bigint NOT NULL,
  UNIQUE (ballot_id, number),
  UNIQUE (ballot_id, undoes),
  CHECK ((kind = 'Skipped') = (reason IS NOT NULL)),
  CHECK ((kind = 'Undone') = (undoes IS NOT NULL)),
  CHECK (undoes IS NULL OR (undoes >= 1 AND undoes < number))
);
CREATE TRIGGER pair_act_is_not_changed BEFORE UPDATE ON pair_act FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER pair_act_is_not_deleted BEFORE DELETE ON pair_act FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TABLE shown_product (
  act_id        uuid NOT NULL REFERENCES pair_act (id),
  position      integer NOT NULL CHECK (position BETWEEN 1 AND 5),
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  place         integer CHECK (place BETWEEN 1 AND 5),
  PRIMARY KEY (act_id, position),
  UNIQUE (act_id, dossier_id),
  UNIQUE (act_id, place)
);
CREATE INDEX ix_shown_product_dossier ON shown_product (dossier_id);
CREATE TRIGGER shown_product_is_not_changed BEFORE UPDATE ON shown_product FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER shown_product_is_not_deleted BEFORE DELETE ON shown_product FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TABLE pair_exclusion (
  id            uuid PRIMARY KEY,
  ballot_id     uuid NOT NULL REFERENCES pair_ballot (id),
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  excluded_at   bigint NOT NULL,
  reason        text NOT NULL,
  readmitted_at bigint,
  CHECK (readmitted_at IS NULL OR readmitted_at >= excluded_at)
);
CREATE UNIQUE INDEX ux_pair_exclusion_running ON pair_exclusion (ballot_id, dossier_id) WHERE readmitted_at IS NULL;
