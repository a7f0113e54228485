-- Registration for a forum. A transaction that takes or frees seats begins by touching registration_head: one after the other, in the order of the numbers.
CREATE TABLE registration_head (
  forum_key   text PRIMARY KEY,
  last_number integer NOT NULL DEFAULT 0 CHECK (last_number >= 0)
);
-- Limited seats: of a place (place:…) or of a kind (kind:…). Capacity is what the published forum says, never below what is taken.
CREATE TABLE registration_pool (
  forum_key text NOT NULL,
  code      text NOT NULL,
  capacity  integer NOT NULL,
  taken     integer NOT NULL DEFAULT 0 CHECK (taken >= 0 AND taken <= capacity),
  PRIMARY KEY (forum_key, code)
);
CREATE TABLE forum_guest (
  id           uuid PRIMARY KEY,
  forum_key    text NOT NULL,
  kind_code    text NOT NULL,
  email        text NOT NULL,
  full_name    text NOT NULL,
  organisation text NOT NULL,
  language     text NOT NULL,
  token_hash   text NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  invited_at   bigint NOT NULL,
  invited_by   uuid REFERENCES person (id),
  used_at      bigint,
  revoked_at   bigint
);
CREATE INDEX ix_forum_guest_forum ON forum_guest (forum_key, invited_at);
CREATE TABLE party (
  id            uuid PRIMARY KEY,
  forum_key     text NOT NULL,
  number        integer NOT NULL CHECK (number >= 1),
  kind_code     text NOT NULL,
  place_code    text NOT NULL,
  state         text NOT NULL CHECK (state IN ('AwaitingApproval', 'Confirmed', 'Waiting', 'Declined', 'Cancelled')),
  holds_seats   boolean NOT NULL,
  size          integer NOT NULL CHECK (size >= 1),
  waits_for     text,
  is_approved   boolean NOT NULL,
  organisation  text NOT NULL,
  answers       text NOT NULL,
  language      text NOT NULL,
  person_id     uuid REFERENCES person (id),
  guest_id      uuid REFERENCES forum_guest (id),
  registered_at bigint NOT NULL,
  decided_at    bigint,
  decided_by    uuid REFERENCES person (id),
  reason        text,
  version       integer NOT NULL,
  UNIQUE (forum_key, number),
  CHECK ((state = 'Waiting') = (waits_for IS NOT NULL)),
  CHECK (state <> 'Confirmed' OR (holds_seats AND is_approved)),
  CHECK (NOT holds_seats OR state IN ('Confirmed', 'AwaitingApproval')),
  CHECK (state <> 'Declined' OR reason IS NOT NULL)
);
CREATE INDEX ix_party_waiting ON party (forum_key, waits_for, number) WHERE waits_for IS NOT NULL;
CREATE TABLE attendee (
  id                uuid PRIMARY KEY,
  party_id          uuid NOT NULL REFERENCES party (id),
  forum_key         text NOT NULL,
  ordinal           integer NOT NULL CHECK (ordinal >= 0),
  full_name         text NOT NULL,
  search_key        text COLLATE "C" NOT NULL,
  sort_key          text COLLATE "C" NOT NULL,
  email             text,
  position          text,
  needs             text,
  wants_visa_letter boolean NOT NULL,
  nationality       text,
  ticket            text NOT NULL UNIQUE,
  token_hash        text NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  UNIQUE (party_id, ordinal)
);
CREATE INDEX ix_attendee_forum ON attendee (forum_key, sort_key);
CREATE INDEX ix_attendee_contact ON attendee (forum_key, email) WHERE ordinal = 0;
CREATE TABLE party_consent (
  party_id     uuid NOT NULL REFERENCES party (id),
  purpose      text NOT NULL,
  text_version integer NOT NULL,
  text_sha256  text NOT NULL CHECK (length(text_sha256) = 64),
  given_at     bigint NOT NULL,
  withdrawn_at bigint,
  PRIMARY KEY (party_id, purpose, given_at)
);
CREATE TABLE registration_request (
  token_hash text PRIMARY KEY CHECK (length(token_hash) = 64),
  forum_key  text NOT NULL,
  form       text NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX ix_registration_request_expiry ON registration_request (expires_at);
