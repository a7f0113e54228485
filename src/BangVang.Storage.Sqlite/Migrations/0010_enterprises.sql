CREATE TABLE enterprise (
  id                       TEXT PRIMARY KEY,
  tax_code                 TEXT NOT NULL UNIQUE CHECK (length(tax_code) IN (10, 13)),
  name                     TEXT NOT NULL,
  name_en                  TEXT,
  sort_key                 TEXT NOT NULL,
  search_key               TEXT NOT NULL,
  kind                     TEXT NOT NULL CHECK (kind IN ('Enterprise', 'InnovativeStartup', 'PublicService', 'StateAgency', 'OverseasEnterprise', 'Cooperative', 'BusinessHousehold', 'Association', 'Individual')),
  legal_form               TEXT,
  established_on           TEXT,
  is_under_vietnamese_law  INTEGER,
  has_foreign_capital      INTEGER,
  vietnamese_share         INTEGER CHECK (vietnamese_share BETWEEN 0 AND 10000),
  sector                   TEXT CHECK (sector IN ('Agriculture', 'Industry', 'Services')),
  employees                INTEGER CHECK (employees >= 0),
  revenue                  INTEGER CHECK (revenue >= 0),
  capital                  INTEGER CHECK (capital >= 0),
  is_innovative_startup    INTEGER,
  province_code            TEXT,
  address                  TEXT,
  website                  TEXT,
  phone                    TEXT,
  created_at               INTEGER NOT NULL,
  version                  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ix_enterprise_sort ON enterprise (sort_key, id);
CREATE TABLE enterprise_member (
  enterprise_id TEXT NOT NULL REFERENCES enterprise (id),
  person_id     TEXT NOT NULL REFERENCES person (id),
  is_owner      INTEGER NOT NULL DEFAULT 0,
  added_at      INTEGER NOT NULL,
  PRIMARY KEY (enterprise_id, person_id)
);
CREATE INDEX ix_enterprise_member_person ON enterprise_member (person_id);
CREATE TABLE enterprise_join_request (
  id            TEXT PRIMARY KEY,
  enterprise_id TEXT NOT NULL REFERENCES enterprise (id),
  person_id     TEXT NOT NULL REFERENCES person (id),
  asked_at      INTEGER NOT NULL,
  answered_at   INTEGER,
  answered_by   TEXT REFERENCES person (id),
  is_accepted   INTEGER,
  CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (is_accepted IS NULL))
);
CREATE UNIQUE INDEX ux_enterprise_join_request_open ON enterprise_join_request (enterprise_id, person_id) WHERE answered_at IS NULL;
CREATE INDEX ix_enterprise_join_request_person ON enterprise_join_request (person_id);
