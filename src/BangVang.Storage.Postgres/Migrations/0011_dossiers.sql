CREATE TABLE dossier_counter (
  edition_key text PRIMARY KEY,
  last        bigint NOT NULL CHECK (last > 0)
);
CREATE TABLE dossier (
  id                   uuid PRIMARY KEY,
  reference            text COLLATE "C" NOT NULL,
  edition_key          text NOT NULL,
  snapshot_id          uuid NOT NULL,
  enterprise_id        uuid NOT NULL REFERENCES enterprise (id),
  category_code        text NOT NULL,
  product_name         text NOT NULL,
  sort_key             text COLLATE "C" NOT NULL,
  search_key           text COLLATE "C" NOT NULL,
  next_category_code   text,
  next_product_name    text,
  state                text NOT NULL CHECK (state IN ('Draft', 'Submitted', 'Withdrawn', 'Accepted', 'Refused')),
  created_at           bigint NOT NULL,
  created_by           uuid NOT NULL REFERENCES person (id),
  registered_at        bigint,
  profile_confirmed_at bigint,
  profile_version      integer,
  submitted_at         bigint,
  current_version_id   uuid,
  withdrawn_at         bigint,
  withdrawal_reason    text,
  version              integer NOT NULL DEFAULT 0,
  UNIQUE (edition_key, reference),
  CHECK ((submitted_at IS NULL) = (current_version_id IS NULL)),
  CHECK (state <> 'Draft' OR submitted_at IS NULL),
  CHECK (state NOT IN ('Submitted', 'Accepted', 'Refused') OR submitted_at IS NOT NULL),
  CHECK ((state = 'Withdrawn') = (withdrawn_at IS NOT NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL)),
  CHECK ((profile_confirmed_at IS NULL) = (profile_version IS NULL))
);
CREATE INDEX ix_dossier_edition ON dossier (edition_key, state, category_code);
CREATE INDEX ix_dossier_enterprise ON dossier (enterprise_id, edition_key);
CREATE INDEX ix_dossier_page ON dossier (edition_key, submitted_at, id);
CREATE TABLE dossier_member (
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  person_id  uuid NOT NULL REFERENCES person (id),
  added_at   bigint NOT NULL,
  PRIMARY KEY (dossier_id, person_id)
);
CREATE INDEX ix_dossier_member_person ON dossier_member (person_id);
CREATE TABLE dossier_invitation (
  id          uuid PRIMARY KEY,
  token_hash  text NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  dossier_id  uuid NOT NULL REFERENCES dossier (id),
  email       text NOT NULL,
  invited_by  uuid NOT NULL REFERENCES person (id),
  created_at  bigint NOT NULL,
  expires_at  bigint NOT NULL,
  accepted_at bigint,
  revoked_at  bigint
);
CREATE INDEX ix_dossier_invitation_dossier ON dossier_invitation (dossier_id);
CREATE TABLE dossier_answer (
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  field_code text NOT NULL,
  value      text NOT NULL,
  saved_at   bigint NOT NULL,
  saved_by   uuid NOT NULL REFERENCES person (id),
  version    integer NOT NULL CHECK (version > 0),
  PRIMARY KEY (dossier_id, field_code)
);
CREATE TABLE dossier_file (
  dossier_id   uuid NOT NULL REFERENCES dossier (id),
  file_id      uuid NOT NULL,
  field_code   text NOT NULL,
  attached_at  bigint NOT NULL,
  attached_by  uuid NOT NULL REFERENCES person (id),
  submitted_in integer CHECK (submitted_in > 0),
  PRIMARY KEY (dossier_id, file_id)
);
CREATE INDEX ix_dossier_file_file ON dossier_file (file_id);
CREATE TABLE dossier_version (
  id            uuid PRIMARY KEY,
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  number        integer NOT NULL CHECK (number > 0),
  submitted_at  bigint NOT NULL,
  submitted_by  uuid NOT NULL REFERENCES person (id),
  snapshot_id   uuid NOT NULL,
  category_code text NOT NULL,
  content       text NOT NULL,
  sha256        text NOT NULL CHECK (length(sha256) = 64),
  UNIQUE (dossier_id, number)
);
CREATE TRIGGER dossier_version_is_not_changed BEFORE UPDATE ON dossier_version FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER dossier_version_is_not_deleted BEFORE DELETE ON dossier_version FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TABLE conflict (
  id          uuid PRIMARY KEY,
  edition_key text NOT NULL,
  person_id   uuid NOT NULL REFERENCES person (id),
  dossier_id  uuid NOT NULL REFERENCES dossier (id),
  source      text NOT NULL CHECK (source IN ('Declared', 'SameEnterprise', 'SameTaxCode', 'SameMailDomain', 'SameOrganisation')),
  state       text NOT NULL CHECK (state IN ('Suggested', 'Confirmed', 'Dismissed')),
  reason      text,
  noted_at    bigint NOT NULL,
  noted_by    uuid REFERENCES person (id),
  settled_at  bigint,
  settled_by  uuid REFERENCES person (id),
  UNIQUE (person_id, dossier_id, source),
  CHECK (state <> 'Dismissed' OR (reason IS NOT NULL AND settled_by IS NOT NULL))
);
CREATE INDEX ix_conflict_dossier ON conflict (dossier_id);
