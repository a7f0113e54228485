-- Files kept encrypted until trustees open them together. The row of a stored file stays as it is; what was sealed, and when
-- it was opened, stands beside it. Shares come in after the day of the opening alone.
CREATE TABLE sealed_file (
  file_id     uuid PRIMARY KEY REFERENCES stored_file (id),
  edition_key text NOT NULL CHECK (edition_key LIKE '%/%'),
  sha256      text NOT NULL CHECK (length(sha256) = 64),
  bytes       bigint NOT NULL CHECK (bytes > 0),
  sealed_at   bigint NOT NULL,
  opened_at   bigint,
  problem     text,
  CHECK (opened_at IS NULL OR problem IS NULL)
);
CREATE INDEX ix_sealed_file_edition ON sealed_file (edition_key, opened_at);
CREATE TRIGGER sealed_file_stays BEFORE DELETE ON sealed_file FOR EACH ROW EXECUTE FUNCTION is_not_changed();

CREATE TABLE sealing_share (
  edition_key text NOT NULL,
  number      integer NOT NULL CHECK (number BETWEEN 1 AND 32),
  share       text NOT NULL,
  handed_at   bigint NOT NULL,
  handed_by   uuid NOT NULL REFERENCES person (id),
  PRIMARY KEY (edition_key, number)
);
CREATE TRIGGER sealing_share_is_kept BEFORE UPDATE ON sealing_share FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER sealing_share_stays BEFORE DELETE ON sealing_share FOR EACH ROW EXECUTE FUNCTION is_not_changed();

CREATE TABLE sealing_opening (
  edition_key   text PRIMARY KEY,
  opened_at     bigint NOT NULL,
  opened_by     uuid NOT NULL REFERENCES person (id),
  finished_at   bigint,
  claimed_until bigint
);
CREATE TRIGGER sealing_opening_stays BEFORE DELETE ON sealing_opening FOR EACH ROW EXECUTE FUNCTION is_not_changed();
