-- The checkpoint of each deadline: everything the edition had received by then stands under it.
CREATE TABLE log_deadline (
  edition_key TEXT NOT NULL,
  phase       TEXT NOT NULL,
  closes_at   INTEGER NOT NULL,
  size        INTEGER NOT NULL REFERENCES log_checkpoint (size),
  marked_at   INTEGER NOT NULL,
  PRIMARY KEY (edition_key, phase, closes_at)
);
CREATE TRIGGER log_deadline_is_not_changed BEFORE UPDATE ON log_deadline BEGIN SELECT RAISE(ABORT, 'log_deadline rows are neither changed nor deleted'); END;
CREATE TRIGGER log_deadline_is_not_deleted BEFORE DELETE ON log_deadline BEGIN SELECT RAISE(ABORT, 'log_deadline rows are neither changed nor deleted'); END;
CREATE TRIGGER log_deadline_is_public AFTER INSERT ON log_deadline BEGIN UPDATE public_version SET version = version + 1; END;

-- Keys the log has signed with and signs with no more: the last checkpoint of each, and its word on the key that follows.
CREATE TABLE log_key (
  size       INTEGER PRIMARY KEY REFERENCES log_checkpoint (size),
  retired    TEXT NOT NULL UNIQUE,
  successor  TEXT NOT NULL UNIQUE,
  at         INTEGER NOT NULL,
  succession TEXT NOT NULL
);
CREATE TRIGGER log_key_is_not_changed BEFORE UPDATE ON log_key BEGIN SELECT RAISE(ABORT, 'log_key rows are neither changed nor deleted'); END;
CREATE TRIGGER log_key_is_not_deleted BEFORE DELETE ON log_key BEGIN SELECT RAISE(ABORT, 'log_key rows are neither changed nor deleted'); END;
