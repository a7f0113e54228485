CREATE TABLE enterprise (
  id                       uuid PRIMARY KEY,
  tax_code                 text NOT NULL UNIQUE CHECK (length(tax_code) IN (10, 13)),
  name                     text NOT NULL,
  name_en                  text,
  sort_key                 text COLLATE "C" NOT NULL,
  search_key               text COLLATE "C" NOT NULL,
  kind                     text NOT NULL CHECK (kind IN ('Enterprise', 'InnovativeStartup', 'PublicService', 'StateAgency', 'OverseasEnterprise', 'Cooperative', 'BusinessHousehold', 'Association', 'Individual')),
  legal_form               text,
  established_on           text,
  is_under_vietnamese_law  boolean,
  has_foreign_capital      boolean,
  vietnamese_share         integer CHECK (vietnamese_share BETWEEN 0 AND 10000),
  sector                   text CHECK (sector IN ('Agriculture', 'Industry', 'Services')),
  employees                integer CHECK (employees >= 0),
  revenue                  bigint CHECK (revenue >= 0),
  capital                  bigint CHECK (capital >= 0),
  is_innovative_startup    boolean,
  province_code            text,
  address                  text,
  website                  text,
  phone                    text,
  created_at               bigint NOT NULL,
  version                  integer NOT NULL DEFAULT 0
);
CREATE INDEX ix_enterprise_sort ON enterprise (sort_key, id);
CREATE TABLE enterprise_member (
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  person_id     uuid NOT NULL REFERENCES person (id),
  is_owner      boolean NOT NULL DEFAULT false,
  added_at      bigint NOT NULL,
  PRIMARY KEY (enterprise_id, person_id)
);
CREATE INDEX ix_enterprise_member_person ON enterprise_member (person_id);
CREATE TABLE enterprise_join_request (
  id            uuid PRIMARY KEY,
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  person_id     uuid NOT NULL REFERENCES person (id),
  asked_at      bigint NOT NULL,
  answered_at   bigint,
  answered_by   uuid REFERENCES person (id),
  is_accepted   boolean,
  CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (is_accepted IS NULL))
);
CREATE UNIQUE INDEX ux_enterprise_join_request_open ON enterprise_join_request (enterprise_id, person_id) WHERE answered_at IS NULL;
CREATE INDEX ix_enterprise_join_request_person ON enterprise_join_request (person_id);
