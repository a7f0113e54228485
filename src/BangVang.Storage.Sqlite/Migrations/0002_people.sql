CREATE TABLE person (
  id                 TEXT PRIMARY KEY,
  email              TEXT NOT NULL UNIQUE CHECK (email = lower(trim(email))),
  email_confirmed_at INTEGER,
  full_name          TEXT NOT NULL,
  sort_key           TEXT NOT NULL,
  search_key         TEXT NOT NULL,
  organisation       TEXT,
  organisation_tax_code TEXT,
  password_hash      TEXT,
  is_administrator   INTEGER NOT NULL DEFAULT 0,
  language           TEXT NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
  has_digest         INTEGER NOT NULL DEFAULT 1,
  created_at         INTEGER NOT NULL,
  disabled_at        INTEGER,
  version            INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE role_grant (
  person_id   TEXT NOT NULL REFERENCES person (id),
  edition_key TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('Applicant', 'Secretariat', 'Juror', 'Chair', 'Auditor', 'Organiser', 'DoorStaff', 'StageManager', 'EncoderOperator', 'Moderator', 'BridgeHost')),
  granted_at  INTEGER NOT NULL,
  granted_by  TEXT REFERENCES person (id),
  PRIMARY KEY (person_id, edition_key, role)
);
CREATE INDEX ix_role_grant_edition ON role_grant (edition_key, role);
CREATE TABLE session (
  token_hash   TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
  person_id    TEXT NOT NULL REFERENCES person (id),
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  device       TEXT NOT NULL,
  ended_at     INTEGER
);
CREATE INDEX ix_session_person ON session (person_id) WHERE ended_at IS NULL;
CREATE TABLE invitation (
  id          TEXT PRIMARY KEY,
  token_hash  TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  email       TEXT NOT NULL,
  full_name   TEXT NOT NULL,
  edition_key TEXT,
  role        TEXT,
  language    TEXT NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
  invited_by  TEXT REFERENCES person (id),
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at  INTEGER,
  CHECK ((edition_key IS NULL) = (role IS NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX ix_invitation_edition ON invitation (edition_key, role);
CREATE TABLE pending_account (
  token_hash    TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
  email         TEXT NOT NULL CHECK (email = lower(trim(email))),
  full_name     TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  language      TEXT NOT NULL CHECK (language IN ('vi', 'en')),
  expires_at    INTEGER NOT NULL,
  used_at       INTEGER
);
CREATE INDEX ix_pending_account_expires ON pending_account (expires_at);
CREATE TABLE reset_link (
  token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
  person_id  TEXT REFERENCES person (id),
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
);
CREATE INDEX ix_reset_link_person ON reset_link (person_id);
CREATE INDEX ix_reset_link_expires ON reset_link (expires_at);
CREATE TABLE sign_in_throttle (
  key             TEXT PRIMARY KEY,
  failures        INTEGER NOT NULL,
  blocked_until   INTEGER NOT NULL,
  last_failure_at INTEGER NOT NULL
);
