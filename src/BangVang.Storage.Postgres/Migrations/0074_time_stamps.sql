-- Time-stamps of an authority (RFC 3161) over entries of the public log that record submissions, fetched after the fact and tried again until given.
CREATE TABLE time_stamp (
  seq        bigint PRIMARY KEY CHECK (seq >= 0),
  attempts   integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_at    bigint NOT NULL,
  failure    text,
  token      bytea,
  stamped_at bigint,
  CHECK ((token IS NULL) = (stamped_at IS NULL)),
  CHECK (token IS NULL OR failure IS NULL)
);
CREATE INDEX ix_time_stamp_due ON time_stamp (next_at) WHERE token IS NULL;
