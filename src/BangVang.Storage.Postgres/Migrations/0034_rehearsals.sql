CREATE TABLE rehearsal (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL CHECK (edition_key LIKE '%/%'),
  snapshot_id   uuid NOT NULL REFERENCES edition_snapshot (id),
  number        integer NOT NULL,
  plan          text NOT NULL,
  draws         integer NOT NULL CHECK (draws > 0),
  played        integer NOT NULL DEFAULT 0 CHECK (played BETWEEN 0 AND draws),
  asked_at      bigint NOT NULL,
  asked_by      uuid NOT NULL REFERENCES person (id),
  claimed_until bigint,
  finished_at   bigint,
  report        text,
  refusal       text,
  UNIQUE (edition_key, number, plan),
  CHECK ((finished_at IS NULL) = (report IS NULL AND refusal IS NULL))
);
CREATE INDEX ix_rehearsal_waiting ON rehearsal (asked_at) WHERE finished_at IS NULL;
