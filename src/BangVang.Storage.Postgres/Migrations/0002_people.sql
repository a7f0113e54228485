CREATE TABLE person (
  id                 uuid PRIMARY KEY,
  email              text NOT NULL UNIQUE CHECK (email = lower(trim(email))),
  email_confirmed_at bigint,
  full_name          text NOT NULL,
  sort_key           text COLLATE "C" NOT NULL,
  search_key         text COLLATE "C" NOT NULL,
  organisation       text,
  organisation_tax_code text,
  password_hash      text,
  is_administrator   boolean NOT NULL DEFAULT false,
  language           text NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
  has_digest         boolean NOT NULL DEFAULT true,
  created_at         bigint NOT NULL,
  disabled_at        bigint,
  version            integer NOT NULL DEFAULT 0
);
CREATE TABLE role_grant (
  person_id   uuid NOT NULL REFERENCES person (id),
  edition_key text NOT NULL,
  role        text NOT NULL CHECK (role IN ('Applicant', 'Secretariat', 'Juror', 'Chair', 'Auditor', 'Organiser', 'DoorStaff', 'StageManager', 'EncoderOperator', 'Moderator', 'BridgeHost')),
  granted_at  bigint NOT NULL,
  granted_by  uuid REFERENCES person (id),
  PRIMARY KEY (person_id, edition_key, role)
);
CREATE INDEX ix_role_grant_edition ON role_grant (edition_key, role);
CREATE TABLE session (
  token_hash   text PRIMARY KEY CHECK (length(token_hash) = 64),
  person_id    uuid NOT NULL REFERENCES person (id),
  created_at   bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  expires_at   bigint NOT NULL,
  device       text NOT NULL,
  ended_at     bigint
);
CREATE INDEX ix_session_person ON session (person_id) WHERE ended_at IS NULL;
CREATE TABLE invitation (
  id          uuid PRIMARY KEY,
  token_hash  text NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  email       text NOT NULL,
  full_name   text NOT NULL,
  edition_key text,
  role        text,
  language    text NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
  invited_by  uuid REFERENCES person (id),
  created_at  bigint NOT NULL,
  expires_at  bigint NOT NULL,
  accepted_at bigint,
  revoked_at  bigint,
  CHECK ((edition_key IS NULL) = (role IS NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX ix_invitation_edition ON invitation (edition_key, role);
CREATE TABLE pending_account (
  token_hash    text PRIMARY KEY CHECK (length(token_hash) = 64),
  email         text NOT NULL CHECK (email = lower(trim(email))),
  full_name     text NOT NULL,
  password_hash text NOT NULL,
  language      text NOT NULL CHECK (language IN ('vi', 'en')),
  expires_at    bigint NOT NULL,
  used_at       bigint
);
CREATE INDEX ix_pending_account_expires ON pending_account (expires_at);
CREATE TABLE reset_link (
  token_hash text PRIMARY KEY CHECK (length(token_hash) = 64),
  person_id  uuid REFERENCES person (id),
  expires_at bigint NOT NULL,
  used_at    bigint
);
CREATE INDEX ix_reset_link_person ON reset_link (person_id);
CREATE INDEX ix_reset_link_expires ON reset_link (expires_at);
CREATE TABLE sign_in_throttle (
  key             text PRIMARY KEY,
  failures        integer NOT NULL,
  blocked_until   bigint NOT NULL,
  last_failure_at bigint NOT NULL
);
