CREATE TABLE reminder (
  id          uuid PRIMARY KEY,
  person_id   uuid NOT NULL REFERENCES person (id),
  key         text NOT NULL,
  edition_key text,
  subject     text NOT NULL,
  body        text NOT NULL,
  is_urgent   boolean NOT NULL DEFAULT false,
  created_at  bigint NOT NULL,
  sent_at     bigint,
  UNIQUE (person_id, key)
);
CREATE INDEX ix_reminder_waiting ON reminder (person_id, created_at) WHERE sent_at IS NULL;
CREATE INDEX ix_reminder_sent ON reminder (person_id, sent_at);
CREATE TABLE mailing (
  id          uuid PRIMARY KEY,
  edition_key text NOT NULL CHECK (edition_key LIKE '%/%'),
  selection   text NOT NULL,
  subject     text NOT NULL,
  body        text NOT NULL,
  recipients  bigint NOT NULL CHECK (recipients > 0),
  sent_at     bigint NOT NULL,
  sent_by     uuid NOT NULL REFERENCES person (id)
);
CREATE INDEX ix_mailing_edition ON mailing (edition_key, sent_at);
