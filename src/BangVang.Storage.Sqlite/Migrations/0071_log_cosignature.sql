-- What witnesses have said of the log. A cosignature is public and, like the checkpoint it stands under, is kept for ever.
CREATE TABLE log_cosignature (
  size    INTEGER NOT NULL REFERENCES log_checkpoint (size),
  witness TEXT NOT NULL,
  at      INTEGER NOT NULL,
  line    TEXT NOT NULL,
  PRIMARY KEY (size, witness)
);
CREATE TRIGGER log_cosignature_is_not_changed BEFORE UPDATE ON log_cosignature BEGIN SELECT RAISE(ABORT, 'log_cosignature rows are neither changed nor deleted'); END;
CREATE TRIGGER log_cosignature_is_not_deleted BEFORE DELETE ON log_cosignature BEGIN SELECT RAISE(ABORT, 'log_cosignature rows are neither changed nor deleted'); END;

-- How the last question to each witness went, by its key. Can be forgotten: it is asked again.
CREATE TABLE log_witness (
  witness     TEXT PRIMARY KEY,
  size        INTEGER NOT NULL CHECK (size >= 0),
  signed_at   INTEGER,
  asked_at    INTEGER NOT NULL,
  failure     TEXT
);

-- Which checkpoint the witnesses are asked about now, and since when: all of them, by all nodes, the same.
CREATE TABLE log_round (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL CHECK (size >= 0),
  at   INTEGER NOT NULL
);
INSERT INTO log_round (id, size, at) VALUES (1, 0, 0);
