-- The door of a forum: devices, their ledgers, and what was written down beside them. Whoever adds entries first touches door_head and holds it until the commit: the sequence has no gap and follows the commits.
CREATE TABLE door_head (
  forum_key     text PRIMARY KEY,
  last_sequence bigint NOT NULL DEFAULT 0 CHECK (last_sequence >= 0)
);
-- A key pair made on the device; of the server's own ledger there is none.
CREATE TABLE door_device (
  id             uuid PRIMARY KEY,
  forum_key      text NOT NULL,
  name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  list_code      text,
  gate_code      text,
  public_key     text UNIQUE,
  person_id      uuid REFERENCES person (id),
  enrolled_at    bigint NOT NULL,
  enrolled_by    uuid REFERENCES person (id),
  revoked_at     bigint,
  revoked_by     uuid REFERENCES person (id),
  revoked_reason text,
  seen_at        bigint,
  skew_ms        bigint,
  battery        integer CHECK (battery BETWEEN 0 AND 100),
  pending        integer CHECK (pending >= 0),
  CHECK ((public_key IS NULL) = (person_id IS NULL) AND (public_key IS NULL) = (list_code IS NULL) AND (public_key IS NULL) = (gate_code IS NULL)),
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
  CHECK (public_key IS NOT NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX ux_door_device_server ON door_device (forum_key) WHERE public_key IS NULL;
CREATE INDEX ix_door_device_forum ON door_device (forum_key, name);
CREATE TABLE door_enrolment (
  code_hash  text PRIMARY KEY CHECK (length(code_hash) = 64),
  forum_key  text NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  list_code  text NOT NULL,
  gate_code  text NOT NULL,
  made_at    bigint NOT NULL,
  made_by    uuid REFERENCES person (id),
  expires_at bigint NOT NULL CHECK (expires_at > made_at),
  used_at    bigint,
  device_id  uuid REFERENCES door_device (id),
  CHECK ((used_at IS NULL) = (device_id IS NULL))
);
CREATE INDEX ix_door_enrolment_expiry ON door_enrolment (expires_at);
CREATE TABLE door_entry (
  device_id      uuid NOT NULL REFERENCES door_device (id),
  counter        bigint NOT NULL CHECK (counter >= 1),
  forum_key      text NOT NULL,
  sequence       bigint NOT NULL CHECK (sequence >= 1),
  at             bigint NOT NULL,
  offset_ms      bigint NOT NULL,
  received_at    bigint NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('Admit', 'Exit', 'Undo', 'WalkIn', 'Refuse')),
  list_code      text NOT NULL,
  gate_code      text NOT NULL,
  code_hash      text NOT NULL CHECK (length(code_hash) = 64),
  nonce          text NOT NULL CHECK (length(nonce) BETWEEN 1 AND 64),
  undoes_device  uuid,
  undoes_counter bigint,
  reason         text,
  note           text CHECK (length(note) <= 200),
  group_code     text CHECK (length(group_code) BETWEEN 1 AND 64),
  card_sha256    text CHECK (length(card_sha256) = 64),
  signature      text,
  person_id      uuid REFERENCES person (id),
  attendee_id    uuid REFERENCES attendee (id),
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
CREATE TRIGGER door_entry_is_not_changed BEFORE UPDATE ON door_entry FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER door_entry_is_not_deleted BEFORE DELETE ON door_entry FOR EACH ROW EXECUTE FUNCTION is_not_changed();
-- Names of people without a registration; may be forgotten, the entry keeps their hash.
CREATE TABLE door_walk_in (
  device_id    uuid NOT NULL,
  counter      bigint NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  organisation text NOT NULL,
  kind_code    text NOT NULL,
  PRIMARY KEY (device_id, counter),
  FOREIGN KEY (device_id, counter) REFERENCES door_entry (device_id, counter)
);
