-- The door of a forum: devices, their ledgers, and what was written down beside them. Whoever adds entries first touches door_head and holds it until the commit: the sequence has no gap and follows the commits.
CREATE TABLE door_head (
  forum_key     TEXT PRIMARY KEY,
  last_sequence INTEGER NOT NULL DEFAULT 0 CHECK (last_sequence >= 0)
);
-- A key pair made on the device; of the server's own ledger there is none.
CREATE TABLE door_device (
  id             TEXT PRIMARY KEY,
  forum_key      TEXT NOT NULL,
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  list_code      TEXT,
  gate_code      TEXT,
  public_key     TEXT UNIQUE,
  person_id      TEXT REFERENCES person (id),
  enrolled_at    INTEGER NOT NULL,
  enrolled_by    TEXT REFERENCES person (id),
  revoked_at     INTEGER,
  revoked_by     TEXT REFERENCES person (id),
  revoked_reason TEXT,
  seen_at        INTEGER,
  skew_ms        INTEGER,
  battery        INTEGER CHECK (battery BETWEEN 0 AND 100),
  pending        INTEGER CHECK (pending >= 0),
  CHECK ((public_key IS NULL) = (person_id IS NULL) AND (public_key IS NULL) = (list_code IS NULL) AND (public_key IS NULL) = (gate_code IS NULL)),
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
  CHECK (public_key IS NOT NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX ux_door_device_server ON door_device (forum_key) WHERE public_key IS NULL;
CREATE INDEX ix_door_device_forum ON door_device (forum_key, name);
CREATE TABLE door_enrolment (
  code_hash  TEXT PRIMARY KEY CHECK (length(code_hash) = 64),
  forum_key  TEXT NOT NULL,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  list_code  TEXT NOT NULL,
  gate_code  TEXT NOT NULL,
  made_at    INTEGER NOT NULL,
  made_by    TEXT REFERENCES person (id),
  expires_at INTEGER NOT NULL CHECK (expires_at > made_at),
  used_at    INTEGER,
  device_id  TEXT REFERENCES door_device (id),
  CHECK ((used_at IS NULL) = (device_id IS NULL))
);
CREATE INDEX ix_door_enrolment_expiry ON door_enrolment (expires_at);
CREATE TABLE door_entry (
  device_id      TEXT NOT NULL REFERENCES door_device (id),
  counter        INTEGER NOT NULL CHECK (counter >= 1),
  forum_key      TEXT NOT NULL,
  sequence       INTEGER NOT NULL CHECK (sequence >= 1),
  at             INTEGER NOT NULL,
  offset_ms      INTEGER NOT NULL,
  received_at    INTEGER NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('Admit', 'Exit', 'Undo', 'WalkIn', 'Refuse')),
  list_code      TEXT NOT NULL,
  gate_code      TEXT NOT NULL,
  code_hash      TEXT NOT NULL CHECK (length(code_hash) = 64),
  nonce          TEXT NOT NULL CHECK (length(nonce) BETWEEN 1 AND 64),
  undoes_device  TEXT,
  undoes_counter INTEGER,
  reason         TEXT,
  note           TEXT CHECK (length(note) <= 200),
  group_code     TEXT CHECK (length(group_code) BETWEEN 1 AND 64),
  card_sha256    TEXT CHECK (length(card_sha256) = 64),
  signature      TEXT,
  person_id      TEXT REFERENCES person (id),
  attendee_id    TEXT REFERENCES attendee (id),
  PRIMARY KEY (device_id, counter),
  UNIQUE (forum_key, sequence),
  CHECK ((signature IS NULL) = (person_id IS NOT NULL)),
  CHECK ((undoes_device IS NULL) = (undoes_counter IS NULL) AND (kind = 'Undo') = (undoes_device IS NOT NULL)),
  CHECK (kind <> 'Refuse' OR reason IS NOT NULL),
  CHECK ((kind = 'WalkIn') = (card_sha256 IS NOT NULL)),
  CHECK (kind <> 'WalkIn' OR attendee_id IS NULL)
);
CREATE INDEX ix_door_entry_ticket ON door_entry (forum_key, code_hash);
CREATE INDEX ix_door_entry_attendee ON door_entry (attendee_id) WHERE attendee_id IS NOT NULL;
CREATE TRIGGER door_entry_is_not_changed BEFORE UPDATE ON door_entry BEGIN SELECT RAISE(ABORT, 'the ledger of the door is only added to'); END;
CREATE TRIGGER door_entry_is_not_deleted BEFORE DELETE ON door_entry BEGIN SELECT RAISE(ABORT, 'the ledger of the door is only added to'); END;
-- Names of people without a registration; may be forgotten, the entry keeps their hash.
CREATE TABLE door_walk_in (
  device_id    TEXT NOT NULL,
  counter      INTEGER NOT NULL,
  name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  organisation TEXT NOT NULL,
  kind_code    TEXT NOT NULL,
  PRIMARY KEY (device_id, counter),
  FOREIGN KEY (device_id, counter) REFERENCES door_entry (device_id, counter)
);
