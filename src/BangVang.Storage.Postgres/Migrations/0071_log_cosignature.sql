-- What witnesses have said of the log. A cosignature is public and, like the checkpoint it stands under, is kept for ever.
CREATE TABLE log_cosignature (
  size    bigint NOT NULL REFERENCES log_checkpoint (size),
  witness text NOT NULL,
  at      bigint NOT NULL,
  line    text NOT NULL,
  PRIMARY KEY (size, witness)
);
CREATE TRIGGER log_cosignature_is_not_changed BEFORE UPDATE OR DELETE ON log_cosignature FOR EACH ROW EXECUTE FUNCTION is_not_changed();

-- How the last question to each witness went, by its key. Can be forgotten: it is asked again.
CREATE TABLE log_witness (
  witness     text PRIMARY KEY,
  size        bigint NOT NULL CHECK (size >= 0),
  signed_at   bigint,
  asked_at    bigint NOT NULL,
  failure     text
);

-- Which checkpoint the witnesses are asked about now, and since when: all of them, by all nodes, the same.
CREATE TABLE log_round (
  id   integer PRIMARY KEY CHECK (id = 1),
  size bigint NOT NULL CHECK (size >= 0),
  at   bigint NOT NULL
);
INSERT INTO log_round (id, size, at) VALUES (1, 0, 0);
