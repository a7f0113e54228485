CREATE TABLE laureate (
  id                uuid PRIMARY KEY,
  edition_key       text NOT NULL,
  programme         text NOT NULL,
  year              integer NOT NULL,
  slug              text COLLATE "C" NOT NULL,
  product_name      text NOT NULL,
  product_name_en   text,
  summary           text,
  summary_en        text,
  organisation      text,
  category_code     text,
  category_name     text,
  category_name_en  text,
  tier_code         text,
  tier_name         text,
  tier_name_en      text,
  tier_ordinal      integer NOT NULL,
  sort_key          text COLLATE "C" NOT NULL,
  search_key        text COLLATE "C" NOT NULL,
  category_key      text COLLATE "C" NOT NULL,
  tier_key          text COLLATE "C" NOT NULL,
  organisation_key  text COLLATE "C" NOT NULL,
  sources           text NOT NULL,
  dossier_id        uuid UNIQUE REFERENCES dossier (id),
  is_demonstration  boolean NOT NULL,
  published_at      bigint NOT NULL,
  withdrawn_at      bigint,
  withdrawal_reason text,
  version           integer NOT NULL DEFAULT 0,
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
  id          uuid PRIMARY KEY,
  laureate_id uuid NOT NULL REFERENCES laureate (id),
  number      integer NOT NULL CHECK (number >= 1),
  kind        text NOT NULL CHECK (kind IN ('Corrected', 'Withdrawn', 'Restored')),
  at          bigint NOT NULL,
  changed_by  uuid REFERENCES person (id),
  reason      text NOT NULL CHECK (reason <> ''),
  fields      text NOT NULL,
  source      text,
  UNIQUE (laureate_id, number)
);
CREATE TRIGGER laureate_change_is_kept BEFORE UPDATE OR DELETE ON laureate_change FOR EACH ROW EXECUTE FUNCTION is_not_changed();

-- Grows with every change that the public can see; what is cached for the public lives as long as the number.
-- The salt is this installation's own: what is made from both cannot be guessed elsewhere.
CREATE TABLE public_version (
  id      integer PRIMARY KEY CHECK (id = 1),
  version bigint NOT NULL,
  salt    text NOT NULL
);
INSERT INTO public_version (id, version, salt) VALUES (1, 1, replace(gen_random_uuid()::text, '-', ''));

-- How many products stand on the board, counted when they come and go, so that no page has to count them.
CREATE TABLE laureate_tally (
  year             integer NOT NULL,
  category_key     text COLLATE "C" NOT NULL,
  tier_key         text COLLATE "C" NOT NULL,
  category_name    text,
  category_name_en text,
  tier_name        text,
  tier_name_en     text,
  tier_ordinal     integer NOT NULL,
  products         integer NOT NULL CHECK (products >= 0),
  PRIMARY KEY (year, category_key, tier_key)
);
-- Per year, and under year 0 of all years.
CREATE TABLE organisation_tally (
  year             integer NOT NULL,
  organisation_key text COLLATE "C" NOT NULL,
  organisation     text,
  products         integer NOT NULL CHECK (products >= 0),
  PRIMARY KEY (organisation_key, year)
);
CREATE INDEX ix_organisation_tally_products ON organisation_tally (year, products DESC, organisation_key);

-- The version's row is written first: it makes two changes of the board wait for each other instead of dead-locking on the tallies.
CREATE FUNCTION public_has_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE public_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER laureate_is_public BEFORE INSERT OR UPDATE ON laureate FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();

CREATE FUNCTION laureate_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.withdrawn_at IS NULL THEN
      UPDATE laureate_tally SET products = products - 1 WHERE year = OLD.year AND category_key = OLD.category_key AND tier_key = OLD.tier_key;
      UPDATE organisation_tally SET products = products - 1 WHERE organisation_key = OLD.organisation_key AND year IN (0, OLD.year);
    END IF;
  END IF;
  IF NEW.withdrawn_at IS NULL THEN
    INSERT INTO laureate_tally AS t (year, category_key, tier_key, category_name, category_name_en, tier_name, tier_name_en, tier_ordinal, products)
      VALUES (NEW.year, NEW.category_key, NEW.tier_key, NEW.category_name, NEW.category_name_en, NEW.tier_name, NEW.tier_name_en, NEW.tier_ordinal, 1)
      ON CONFLICT (year, category_key, tier_key) DO UPDATE SET products = t.products + 1, category_name = excluded.category_name, category_name_en = excluded.category_name_en,
        tier_name = excluded.tier_name, tier_name_en = excluded.tier_name_en, tier_ordinal = excluded.tier_ordinal;
    INSERT INTO organisation_tally AS t (year, organisation_key, organisation, products)
      VALUES (0, NEW.organisation_key, NEW.organisation, 1), (NEW.year, NEW.organisation_key, NEW.organisation, 1)
      ON CONFLICT (organisation_key, year) DO UPDATE SET products = t.products + 1, organisation = excluded.organisation;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER laureate_counted AFTER INSERT OR UPDATE ON laureate FOR EACH ROW EXECUTE FUNCTION laureate_count();
CREATE TRIGGER laureate_stays BEFORE DELETE ON laureate FOR EACH ROW EXECUTE FUNCTION is_not_changed();
