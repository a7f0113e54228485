-- The checkpoint of each deadline: everything the edition had received by then stands under it.
CREATE TABLE log_deadline (
  edition_key text NOT NULL,
  phase       text NOT NULL,
  closes_at   bigint NOT NULL,
  size        bigint NOT NULL REFERENCES log_checkpoint (size),
  marked_at   bigint NOT NULL,
  PRIMARY KEY (edition_key, phase, closes_at)
);
CREATE TRIGGER log_deadline_is_not_changed BEFORE UPDATE OR DELETE ON log_deadline FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER log_deadline_is_public BEFORE INSERT ON log_deadline FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();

-- Keys the log has signed with and signs with no more: the last checkpoint of each, and its word on the key that follows.
CREATE TABLE log_key (
  size       bigint PRIMARY KEY REFERENCES log_checkpoint (size),
  retired    text NOT NULL UNIQUE,
  successor  text NOT NULL UNIQUE,
  at         bigint NOT NULL,
  succession text NOT NULL
);
CREATE TRIGGER log_key_is_not_changed BEFORE UPDATE OR DELETE ON log_key FOR EACH ROW EXECUTE FUNCTION is_not_changed();
