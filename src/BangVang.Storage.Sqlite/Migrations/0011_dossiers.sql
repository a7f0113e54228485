CREATE TABLE dossier_counter (
  edition_key TEXT PRIMARY KEY,
  last        INTEGER NOT NULL CHECK (last > 0)
);
CREATE TABLE dossier (
  id                   TEXT PRIMARY KEY,
  reference            TEXT NOT NULL,
  edition_key          TEXT NOT NULL,
  snapshot_id          TEXT NOT NULL,
  enterprise_id        TEXT NOT NULL REFERENCES enterprise (id),
  category_code        TEXT NOT NULL,
  product_name         TEXT NOT NULL,
  sort_key             TEXT NOT NULL,
  search_key           TEXT NOT NULL,
  next_category_code   TEXT,
  next_product_name    TEXT,
  state                TEXT NOT NULL CHECK (state IN ('Draft', 'Submitted', 'Withdrawn', 'Accepted', 'Refused')),
  created_at           INTEGER NOT NULL,
  created_by           TEXT NOT NULL REFERENCES person (id),
  registered_at        INTEGER,
  profile_confirmed_at INTEGER,
  profile_version      INTEGER,
  submitted_at         INTEGER,
  current_version_id   TEXT,
  withdrawn_at         INTEGER,
  withdrawal_reason    TEXT,
  version              INTEGER NOT NULL DEFAULT 0,
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
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  person_id  TEXT NOT NULL REFERENCES person (id),
  added_at   INTEGER NOT NULL,
  PRIMARY KEY (dossier_id, person_id)
);
CREATE INDEX ix_dossier_member_person ON dossier_member (person_id);
CREATE TABLE dossier_invitation (
  id          TEXT PRIMARY KEY,
  token_hash  TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  dossier_id  TEXT NOT NULL REFERENCES dossier (id),
  email       TEXT NOT NULL,
  invited_by  TEXT NOT NULL REFERENCES person (id),
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at  INTEGER
);
CREATE INDEX ix_dossier_invitation_dossier ON dossier_invitation (dossier_id);
CREATE TABLE dossier_answer (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  field_code TEXT NOT NULL,
  value      TEXT NOT NULL,
  saved_at   INTEGER NOT NULL,
  saved_by   TEXT NOT NULL REFERENCES person (id),
  version    INTEGER NOT NULL CHECK (version > 0),
  PRIMARY KEY (dossier_id, field_code)
);
CREATE TABLE dossier_file (
  dossier_id   TEXT NOT NULL REFERENCES dossier (id),
  file_id      TEXT NOT NULL,
  field_code   TEXT NOT NULL,
  attached_at  INTEGER NOT NULL,
  attached_by  TEXT NOT NULL REFERENCES person (id),
  submitted_in INTEGER CHECK (submitted_in > 0),
  PRIMARY KEY (dossier_id, file_id)
);
CREATE INDEX ix_dossier_file_file ON dossier_file (file_id);
CREATE TABLE dossier_version (
  id            TEXT PRIMARY KEY,
  dossier_id    TEXT NOT NULL REFERENCES dossier (id),
  number        INTEGER NOT NULL CHECK (number > 0),
  submitted_at  INTEGER NOT NULL,
  submitted_by  TEXT NOT NULL REFERENCES person (id),
  snapshot_id   TEXT NOT NULL,
  category_code TEXT NOT NULL,
  content       TEXT NOT NULL,
  sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
  UNIQUE (dossier_id, number)
);
CREATE TRIGGER dossier_version_is_not_changed BEFORE UPDATE ON dossier_version BEGIN SELECT RAISE(ABORT, 'dossier_version rows are neither changed nor deleted'); END;
CREATE TRIGGER dossier_version_is_not_deleted BEFORE DELETE ON dossier_version BEGIN SELECT RAISE(ABORT, 'dossier_version rows are neither changed nor deleted'); END;
CREATE TABLE conflict (
  id          TEXT PRIMARY KEY,
  edition_key TEXT NOT NULL,
  person_id   TEXT NOT NULL REFERENCES person (id),
  dossier_id  TEXT NOT NULL REFERENCES dossier (id),
  source      TEXT NOT NULL CHECK (source IN ('Declared', 'SameEnterprise', 'SameTaxCode', 'SameMailDomain', 'SameOrganisation')),
  state       TEXT NOT NULL CHECK (state IN ('Suggested', 'Confirmed', 'Dismissed')),
  reason      TEXT,
  noted_at    INTEGER NOT NULL,
  noted_by    TEXT REFERENCES person (id),
  settled_at  INTEGER,
  settled_by  TEXT REFERENCES person (id),
  UNIQUE (person_id, dossier_id, source),
  CHECK (state <> 'Dismissed' OR (reason IS NOT NULL AND settled_by IS NOT NULL))
);
CREATE INDEX ix_conflict_dossier ON conflict (dossier_id);
