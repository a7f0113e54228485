CREATE TABLE category_transfer (
  id            uuid PRIMARY KEY,
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  from_category text NOT NULL,
  to_category   text NOT NULL,
  reason        text NOT NULL,
  proposed_at   bigint NOT NULL,
  proposed_by   uuid NOT NULL REFERENCES person (id),
  answered_at   bigint,
  answered_by   uuid REFERENCES person (id),
  is_accepted   boolean,
  CHECK ((answered_at IS NULL) = (is_accepted IS NULL)),
  CHECK (from_category <> to_category)
);
CREATE UNIQUE INDEX ux_category_transfer_open ON category_transfer (dossier_id) WHERE answered_at IS NULL;
CREATE TABLE appeal (
  id           uuid PRIMARY KEY,
  reference    text COLLATE "C" NOT NULL,
  dossier_id   uuid NOT NULL REFERENCES dossier (id),
  edition_key  text NOT NULL,
  against      text NOT NULL CHECK (against IN ('Screening', 'Result')),
  deciders     text NOT NULL,
  grounds      text NOT NULL,
  files        text NOT NULL,
  submitted_at bigint NOT NULL,
  submitted_by uuid NOT NULL REFERENCES person (id),
  state        text NOT NULL CHECK (state IN ('Submitted', 'Upheld', 'Rejected')),
  decided_at   bigint,
  decided_by   uuid REFERENCES person (id),
  reason       text,
  article      text,
  version      integer NOT NULL DEFAULT 0,
  UNIQUE (edition_key, reference),
  CHECK ((state = 'Submitted') = (decided_at IS NULL)),
  CHECK (state = 'Submitted' OR (decided_by IS NOT NULL AND reason IS NOT NULL))
);
CREATE INDEX ix_appeal_dossier ON appeal (dossier_id, against);
CREATE UNIQUE INDEX ux_appeal_open ON appeal (dossier_id, against) WHERE state = 'Submitted';
