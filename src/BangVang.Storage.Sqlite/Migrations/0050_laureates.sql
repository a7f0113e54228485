CREATE TABLE laureate (
  id                TEXT PRIMARY KEY,
  edition_key       TEXT NOT NULL,
  programme         TEXT NOT NULL,
  year              INTEGER NOT NULL,
  slug              TEXT NOT NULL,
  product_name      TEXT NOT NULL,
  product_name_en   TEXT,
  summary           TEXT,
  summary_en        TEXT,
  organisation      TEXT,
  category_code     TEXT,
  category_name     TEXT,
  category_name_en  TEXT,
  tier_code         TEXT,
  tier_name         TEXT,
  tier_name_en      TEXT,
  tier_ordinal      INTEGER NOT NULL,
  sort_key          TEXT NOT NULL,
  search_key        TEXT NOT NULL,
  category_key      TEXT NOT NULL,
  tier_key          TEXT NOT NULL,
  organisation_key  TEXT NOT NULL,
  sources           TEXT NOT NULL,
  dossier_id        TEXT UNIQUE REFERENCES dossier (id),
  is_demonstration  INTEGER NOT NULL,
  published_at      INTEGER NOT NULL,
  withdrawn_at      INTEGER,
  withdrawal_reason TEXT,
  version           INTEGER NOT NULL DEFAULT 0,
  UNIQUE (edition_key, slug),
  CHECK (edition_key = programme || '/' || year),
  CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL)),
  CHECK ((category_code IS NULL) = (category_key = 'unstated')),
  CHECK ((tier_code IS NULL) = (tier_key = 'unstated')),
  CHECK ((tier_code IS NULL) = (tier_ordinal = 99)),
  CHECK ((organisation IS NULL) = (organisation_key = 'unstated'))
);
CREATE INDEX ix_laureate_by_name ON laureate (sort_key, id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_laureate_by_rank ON laureate (year DESC, tier_ordinal, sort_key, id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_laureate_year_name ON laureate (year, sort_key, id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_laureate_category_name ON laureate (category_key, sort_key, id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_laureate_tier_name ON laureate (tier_key, sort_key, id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_laureate_organisation_name ON laureate (organisation_key, sort_key, id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_laureate_published ON laureate (published_at DESC, id) WHERE withdrawn_at IS NULL;

CREATE TABLE laureate_change (
  id          TEXT PRIMARY KEY,
  laureate_id TEXT NOT NULL REFERENCES laureate (id),
  number      INTEGER NOT NULL CHECK (number >= 1),
  kind        TEXT NOT NULL CHECK (kind IN ('Corrected', 'Withdrawn', 'Restored')),
  at          INTEGER NOT NULL,
  changed_by  TEXT REFERENCES person (id),
  reason      TEXT NOT NULL CHECK (reason <> ''),
  fields      TEXT NOT NULL,
  source      TEXT,
  UNIQUE (laureate_id, number)
);
CREATE TRIGGER laureate_change_is_kept BEFORE UPDATE ON laureate_change BEGIN SELECT RAISE(ABORT, 'a change of the board is not changed'); END;
CREATE TRIGGER laureate_change_stays BEFORE DELETE ON laureate_change BEGIN SELECT RAISE(ABORT, 'a change of the board is not changed'); END;

-- Grows with every change that the public can see; what is cached for the public lives as long as the number.
-- The salt is this installation's own: what is made from both cannot be guessed elsewhere.
CREATE TABLE public_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  salt    TEXT NOT NULL
);
INSERT INTO public_version (id, version, salt) VALUES (1, 1, lower(hex(randomblob(16))));

-- How many products stand on the board, counted when they come and go, so that no page has to count them.
CREATE TABLE laureate_tally (
  year             INTEGER NOT NULL,
  category_key     TEXT NOT NULL,
  tier_key         TEXT NOT NULL,
  category_name    TEXT,
  category_name_en TEXT,
  tier_name        TEXT,
  tier_name_en     TEXT,
  tier_ordinal     INTEGER NOT NULL,
  products         INTEGER NOT NULL CHECK (products >= 0),
  PRIMARY KEY (year, category_key, tier_key)
);
-- Per year, and under year 0 of all years.
CREATE TABLE organisation_tally (
  year             INTEGER NOT NULL,
  organisation_key TEXT NOT NULL,
  organisation     TEXT,
  products         INTEGER NOT NULL CHECK (products >= 0),
  PRIMARY KEY (organisation_key, year)
);
CREATE INDEX ix_organisation_tally_products ON organisation_tally (year, products DESC, organisation_key);

CREATE TRIGGER laureate_counted AFTER INSERT ON laureate BEGIN
  UPDATE public_version SET version = version + 1;
  INSERT INTO laureate_tally (year, category_key, tier_key, category_name, category_name_en, tier_name, tier_name_en, tier_ordinal, products)
    SELECT NEW.year, NEW.category_key, NEW.tier_key, NEW.category_name, NEW.category_name_en, NEW.tier_name, NEW.tier_name_en, NEW.tier_ordinal, 1
    WHERE NEW.withdrawn_at IS NULL
    ON CONFLICT (year, category_key, tier_key) DO UPDATE SET products = products + 1, category_name = excluded.category_name, category_name_en = excluded.category_name_en,
      tier_name = excluded.tier_name, tier_name_en = excluded.tier_name_en, tier_ordinal = excluded.tier_ordinal;
  INSERT INTO organisation_tally (year, organisation_key, organisation, products)
    SELECT y.column1, NEW.organisation_key, NEW.organisation, 1 FROM (VALUES (0), (NEW.year)) y WHERE NEW.withdrawn_at IS NULL
    ON CONFLICT (organisation_key, year) DO UPDATE SET products = products + 1, organisation = excluded.organisation;
END;
CREATE TRIGGER laureate_recounted AFTER UPDATE ON laureate BEGIN
  UPDATE public_version SET version = version + 1;
  UPDATE laureate_tally SET products = products - 1
    WHERE OLD.withdrawn_at IS NULL AND year = OLD.year AND category_key = OLD.category_key AND tier_key = OLD.tier_key;
  UPDATE organisation_tally SET products = products - 1 WHERE OLD.withdrawn_at IS NULL AND organisation_key = OLD.organisation_key AND year IN (0, OLD.year);
  INSERT INTO laureate_tally (year, category_key, tier_key, category_name, category_name_en, tier_name, tier_name_en, tier_ordinal, products)
    SELECT NEW.year, NEW.category_key, NEW.tier_key, NEW.category_name, NEW.category_name_en, NEW.tier_name, NEW.tier_name_en, NEW.tier_ordinal, 1
    WHERE NEW.withdrawn_at IS NULL
    ON CONFLICT (year, category_key, tier_key) DO UPDATE SET products = products + 1, category_name = excluded.category_name, category_name_en = excluded.category_name_en,
      tier_name = excluded.tier_name, tier_name_en = excluded.tier_name_en, tier_ordinal = excluded.tier_ordinal;
  INSERT INTO organisation_tally (year, organisation_key, organisation, products)
    SELECT y.column1, NEW.organisation_key, NEW.organisation, 1 FROM (VALUES (0), (NEW.year)) y WHERE NEW.withdrawn_at IS NULL
    ON CONFLICT (organisation_key, year) DO UPDATE SET products = products + 1, organisation = excluded.organisation;
END;
CREATE TRIGGER laureate_stays BEFORE DELETE ON laureate BEGIN SELECT RAISE(ABORT, 'a line of the board is withdrawn, not deleted'); END;
