-- The tree over log_event: how far it has grown, its hashes in tiles, and what the log has signed. All of it can be made
-- again from the entries, but a checkpoint once signed is a promise and stays.
CREATE TABLE log_tree (
  id   integer PRIMARY KEY CHECK (id = 1),
  size bigint NOT NULL CHECK (size >= 0)
);
INSERT INTO log_tree (id, size) VALUES (1, 0);

CREATE TABLE log_tile (
  level  integer NOT NULL CHECK (level BETWEEN 0 AND 7),
  place  bigint NOT NULL CHECK (place >= 0),
  hashes bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
  PRIMARY KEY (level, place)
);

CREATE TABLE log_checkpoint (
  size bigint PRIMARY KEY CHECK (size >= 0),
  at   bigint NOT NULL,
  note text NOT NULL
);
CREATE TRIGGER log_checkpoint_is_not_changed BEFORE UPDATE OR DELETE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION is_not_changed();
