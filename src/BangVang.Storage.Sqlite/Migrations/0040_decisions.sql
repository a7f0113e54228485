CREATE TABLE shortlist (
  id            TEXT PRIMARY KEY,
  edition_key   TEXT NOT NULL,
  round_code    TEXT NOT NULL,
  category_code TEXT NOT NULL,
  fixed_at      INTEGER NOT NULL,
  fixed_by      TEXT NOT NULL REFERENCES person (id),
  lines         TEXT NOT NULL,
  UNIQUE (edition_key, round_code, category_code)
);
CREATE TABLE council_meeting (
  id           TEXT PRIMARY KEY,
  edition_key  TEXT NOT NULL,
  title        TEXT NOT NULL,
  place        TEXT NOT NULL,
  scheduled_at INTEGER NOT NULL,
  opened_at    INTEGER,
  closed_at    INTEGER,
  created_by   TEXT NOT NULL REFERENCES person (id),
  agenda       TEXT NOT NULL,
  version      INTEGER NOT NULL DEFAULT 0,
  CHECK (closed_at IS NULL OR opened_at IS NOT NULL)
);
CREATE INDEX ix_council_meeting_edition ON council_meeting (edition_key, scheduled_at);
CREATE TABLE meeting_member (
  meeting_id TEXT NOT NULL REFERENCES council_meeting (id),
  person_id  TEXT NOT NULL REFERENCES person (id),
  present_at INTEGER,
  PRIMARY KEY (meeting_id, person_id)
);
CREATE TABLE motion (
  id            TEXT PRIMARY KEY,
  meeting_id    TEXT NOT NULL REFERENCES council_meeting (id),
  number        INTEGER NOT NULL CHECK (number > 0),
  kind          TEXT NOT NULL CHECK (kind IN ('AcceptProposal', 'ChangeTier', 'Withhold', 'SettleTie', 'Other')),
  text          TEXT NOT NULL,
  reason        TEXT NOT NULL,
  category_code TEXT,
  dossier_id    TEXT REFERENCES dossier (id),
  tier_code     TEXT,
  state         TEXT NOT NULL CHECK (state IN ('Open', 'Carried', 'Rejected', 'Withdrawn')),
  proposed_at   INTEGER NOT NULL,
  proposed_by   TEXT NOT NULL REFERENCES person (id),
  closed_at     INTEGER,
  present       INTEGER,
  "for"         INTEGER,
  against       INTEGER,
  abstained     INTEGER,
  version       INTEGER NOT NULL DEFAULT 0,
  UNIQUE (meeting_id, number),
  CHECK ((state IN ('Carried', 'Rejected')) = ("for" IS NOT NULL AND against IS NOT NULL AND abstained IS NOT NULL AND present IS NOT NULL)),
  CHECK ("for" + against + abstained <= present)
);
CREATE TABLE vote (
  motion_id TEXT NOT NULL REFERENCES motion (id),
  person_id TEXT NOT NULL REFERENCES person (id),
  choice    TEXT NOT NULL CHECK (choice IN ('For', 'Against', 'Abstain')),
  cast_at   INTEGER NOT NULL,
  PRIMARY KEY (motion_id, person_id)
);
CREATE TABLE award_decision (
  id              TEXT PRIMARY KEY,
  edition_key     TEXT NOT NULL UNIQUE,
  state           TEXT NOT NULL CHECK (state IN ('Proposed', 'Approved', 'Published')),
  proposed_at     INTEGER NOT NULL,
  proposed_by     TEXT NOT NULL REFERENCES person (id),
  approved_at     INTEGER,
  approved_by     TEXT REFERENCES person (id),
  published_at    INTEGER,
  published_by    TEXT REFERENCES person (id),
  document_number TEXT,
  document_date   TEXT,
  lines           TEXT NOT NULL,
  amendments      TEXT NOT NULL,
  version         INTEGER NOT NULL DEFAULT 0,
  CHECK ((state IN ('Approved', 'Published')) = (approved_at IS NOT NULL)),
  CHECK ((state = 'Published') = (published_at IS NOT NULL))
);
