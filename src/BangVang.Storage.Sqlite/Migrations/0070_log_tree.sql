-- The tree over log_event: how far it has grown, its hashes in tiles, and what the log has signed. All of it can be made
-- again from the entries, but a checkpoint once signed is a promise and stays.
CREATE TABLE log_tree (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL CHECK (size >= 0)
);
INSERT INTO log_tree (id, size) VALUES (1, 0);

CREATE TABLE log_tile (
  level  INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
  place  INTEGER NOT NULL CHECK (place >= 0),
  hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
  PRIMARY KEY (level, place)
);

CREATE TABLE log_checkpoint (
  size INTEGER PRIMARY KEY CHECK (size >= 0),
  at   INTEGER NOT NULL,
  note TEXT NOT NULL
);
CREATE TRIGGER log_checkpoint_is_not_changed BEFORE UPDATE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'log_checkpoint rows are neither changed nor deleted'); END;
CREATE TRIGGER log_checkpoint_is_not_deleted BEFORE DELETE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'log_checkpoint rows are neither changed nor deleted'); END;
