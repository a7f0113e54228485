-- Registration for a forum. A transaction that takes or frees seats begins by touching registration_head: one after the other, in the order of the numbers.
CREATE TABLE registration_head (
  forum_key   TEXT PRIMARY KEY,
  last_number INTEGER NOT NULL DEFAULT 0 CHECK (last_number >= 0)
);
-- Limited seats: of a place (place:…) or of a kind (kind:…). Capacity is what the published forum says, never below what is taken.
CREATE TABLE registration_pool (
  forum_key TEXT NOT NULL,
  code      TEXT NOT NULL,
  capacity  INTEGER NOT NULL,
  taken     INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0 AND taken <= capacity),
  PRIMARY KEY (forum_key, code)
);
CREATE TABLE forum_guest (
  id           TEXT PRIMARY KEY,
  forum_key    TEXT NOT NULL,
  kind_code    TEXT NOT NULL,
  email        TEXT NOT NULL,
  full_name    TEXT NOT NULL,
  organisation TEXT NOT NULL,
  language     TEXT NOT NULL,
  token_hash   TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  invited_at   INTEGER NOT NULL,
  invited_by   TEXT REFERENCES person (id),
  used_at      INTEGER,
  revoked_at   INTEGER
);
CREATE INDEX ix_forum_guest_forum ON forum_guest (forum_key, invited_at);
CREATE TABLE party (
  id            TEXT PRIMARY KEY,
  forum_key     TEXT NOT NULL,
  number        INTEGER NOT NULL CHECK (number >= 1),
  kind_code     TEXT NOT NULL,
  place_code    TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('AwaitingApproval', 'Confirmed', 'Waiting', 'Declined', 'Cancelled')),
  holds_seats   INTEGER NOT NULL,
  size          INTEGER NOT NULL CHECK (size >= 1),
  waits_for     TEXT,
  is_approved   INTEGER NOT NULL,
  organisation  TEXT NOT NULL,
  answers       TEXT NOT NULL,
  language      TEXT NOT NULL,
  person_id     TEXT REFERENCES person (id),
  guest_id      TEXT REFERENCES forum_guest (id),
  registered_at INTEGER NOT NULL,
  decided_at    INTEGER,
  decided_by    TEXT REFERENCES person (id),
  reason        TEXT,
  version       INTEGER NOT NULL,
  UNIQUE (forum_key, number),
  CHECK ((state = 'Waiting') = (waits_for IS NOT NULL)),
  CHECK (state <> 'Confirmed' OR (holds_seats AND is_approved)),
  CHECK (NOT holds_seats OR state IN ('Confirmed', 'AwaitingApproval')),
  CHECK (state <> 'Declined' OR reason IS NOT NULL)
);
CREATE INDEX ix_party_waiting ON party (forum_key, waits_for, number) WHERE waits_for IS NOT NULL;
CREATE TABLE attendee (
  id                TEXT PRIMARY KEY,
  party_id          TEXT NOT NULL REFERENCES party (id),
  forum_key         TEXT NOT NULL,
  ordinal           INTEGER NOT NULL CHECK (ordinal >= 0),
  full_name         TEXT NOT NULL,
  search_key        TEXT NOT NULL,
  sort_key          TEXT NOT NULL,
  email             TEXT,
  position          TEXT,
  needs             TEXT,
  wants_visa_letter INTEGER NOT NULL,
  nationality       TEXT,
  ticket            TEXT NOT NULL UNIQUE,
  token_hash        TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  UNIQUE (party_id, ordinal)
);
CREATE INDEX ix_attendee_forum ON attendee (forum_key, sort_key);
CREATE INDEX ix_attendee_contact ON attendee (forum_key, email) WHERE ordinal = 0;
CREATE TABLE party_consent (
  party_id     TEXT NOT NULL REFERENCES party (id),
  purpose      TEXT NOT NULL,
  text_version INTEGER NOT NULL,
  text_sha256  TEXT NOT NULL CHECK (length(text_sha256) = 64),
  given_at     INTEGER NOT NULL,
  withdrawn_at INTEGER,
  PRIMARY KEY (party_id, purpose, given_at)
);
CREATE TABLE registration_request (
  token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
  forum_key  TEXT NOT NULL,
  form       TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX ix_registration_request_expiry ON registration_request (expires_at);
