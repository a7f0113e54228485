-- Times are Unix milliseconds, dates ISO 8601, identifiers UUID version 7 as upper-case text.
CREATE TABLE audit_entry (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  at          INTEGER NOT NULL,
  person_id   TEXT,
  who         TEXT NOT NULL,
  action      TEXT NOT NULL,
  edition_key TEXT,
  subject     TEXT NOT NULL,
  detail      TEXT
);
CREATE INDEX ix_audit_edition ON audit_entry (edition_key, id);
CREATE INDEX ix_audit_subject ON audit_entry (subject, id);
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry rows are neither changed nor deleted'); END;
CREATE TRIGGER audit_entry_is_not_deleted BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry rows are neither changed nor deleted'); END;

CREATE TABLE log_head (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL CHECK (size >= 0)
);
INSERT INTO log_head (id, size) VALUES (1, 0);
CREATE TABLE log_event (
  seq         INTEGER PRIMARY KEY CHECK (seq >= 0),
  at          INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  edition_key TEXT NOT NULL,
  subject     TEXT NOT NULL,
  payload     BLOB NOT NULL,
  salt        BLOB NOT NULL CHECK (length(salt) = 32),
  entry       BLOB NOT NULL CHECK (length(entry) <= 65535)
);
CREATE INDEX ix_log_event_subject ON log_event (subject, seq);
CREATE TRIGGER log_event_is_not_changed BEFORE UPDATE ON log_event BEGIN SELECT RAISE(ABORT, 'log_event rows are neither changed nor deleted'); END;
CREATE TRIGGER log_event_is_not_deleted BEFORE DELETE ON log_event BEGIN SELECT RAISE(ABORT, 'log_event rows are neither changed nor deleted'); END;

CREATE TABLE outbox (
  id         TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  due_at     INTEGER NOT NULL,
  mail       TEXT NOT NULL,
  about      TEXT,
  attempts   INTEGER NOT NULL DEFAULT 0,
  sent_at    INTEGER,
  last_error TEXT
);
CREATE INDEX ix_outbox_due ON outbox (due_at) WHERE sent_at IS NULL;
