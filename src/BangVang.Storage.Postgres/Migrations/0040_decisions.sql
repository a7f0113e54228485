CREATE TABLE shortlist (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  fixed_at      bigint NOT NULL,
  fixed_by      uuid NOT NULL REFERENCES person (id),
  lines         text NOT NULL,
  UNIQUE (edition_key, round_code, category_code)
);
CREATE TABLE council_meeting (
  id           uuid PRIMARY KEY,
  edition_key  text NOT NULL,
  title        text NOT NULL,
  place        text NOT NULL,
  scheduled_at bigint NOT NULL,
  opened_at    bigint,
  closed_at    bigint,
  created_by   uuid NOT NULL REFERENCES person (id),
  agenda       text NOT NULL,
  version      integer NOT NULL DEFAULT 0,
  CHECK (closed_at IS NULL OR opened_at IS NOT NULL)
);
CREATE INDEX ix_council_meeting_edition ON council_meeting (edition_key, scheduled_at);
CREATE TABLE meeting_member (
  meeting_id uuid NOT NULL REFERENCES council_meeting (id),
  person_id  uuid NOT NULL REFERENCES person (id),
  present_at bigint,
  PRIMARY KEY (meeting_id, person_id)
);
CREATE TABLE motion (
  id            uuid PRIMARY KEY,
  meeting_id    uuid NOT NULL REFERENCES council_meeting (id),
  number        integer NOT NULL CHECK (number > 0),
  kind          text NOT NULL CHECK (kind IN ('AcceptProposal', 'ChangeTier', 'Withhold', 'SettleTie', 'Other')),
  text          text NOT NULL,
  reason        text NOT NULL,
  category_code text,
  dossier_id    uuid REFERENCES dossier (id),
  tier_code     text,
  state         text NOT NULL CHECK (state IN ('Open', 'Carried', 'Rejected', 'Withdrawn')),
  proposed_at   bigint NOT NULL,
  proposed_by   uuid NOT NULL REFERENCES person (id),
  closed_at     bigint,
  present       bigint,
  "for"         INTEGER,
  against       bigint,
  abstained     bigint,
  version       integer NOT NULL DEFAULT 0,
  UNIQUE (meeting_id, number),
  CHECK ((state IN ('Carried', 'Rejected')) = ("for" IS NOT NULL AND against IS NOT NULL AND abstained IS NOT NULL AND present IS NOT NULL)),
  CHECK ("for" + against + abstained <= present)
);
CREATE TABLE vote (
  motion_id uuid NOT NULL REFERENCES motion (id),
  person_id uuid NOT NULL REFERENCES person (id),
  choice    text NOT NULL CHECK (choice IN ('For', 'Against', 'Abstain')),
  cast_at   bigint NOT NULL,
  PRIMARY KEY (motion_id, person_id)
);
CREATE TABLE award_decision (
  id              uuid PRIMARY KEY,
  edition_key     text NOT NULL UNIQUE,
  state           text NOT NULL CHECK (state IN ('Proposed', 'Approved', 'Published')),
  proposed_at     bigint NOT NULL,
  proposed_by     uuid NOT NULL REFERENCES person (id),
  approved_at     bigint,
  approved_by     uuid REFERENCES person (id),
  published_at    bigint,
  published_by    uuid REFERENCES person (id),
  document_number text,
  document_date   text,
  lines           text NOT NULL,
  amendments      text NOT NULL,
  version         integer NOT NULL DEFAULT 0,
  CHECK ((state IN ('Approved', 'Published')) = (approved_at IS NOT NULL)),
  CHECK ((state = 'Published') = (published_at IS NOT NULL))
);
