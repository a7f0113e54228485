-- What an event of the log fixes and never publishes, and the secret that turns the people of an edition into pseudonyms:
-- the same person has another one in every edition.
ALTER TABLE log_event ADD COLUMN hidden BLOB;

CREATE TABLE edition_secret (
  edition_key TEXT PRIMARY KEY,
  secret      BLOB NOT NULL CHECK (length(secret) = 32)
);
