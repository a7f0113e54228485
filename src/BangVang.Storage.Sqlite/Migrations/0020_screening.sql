CREATE TABLE screening_case (
  dossier_id  TEXT PRIMARY KEY REFERENCES dossier (id),
  edition_key TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('Waiting', 'InReview', 'SupplementRequested', 'TransferProposed', 'Accepted', 'Refused')),
  officer_id  TEXT REFERENCES person (id),
  opened_at   INTEGER NOT NULL,
  decided_at  INTEGER,
  decided_by  TEXT REFERENCES person (id),
  reason      TEXT,
  article     TEXT,
  version     INTEGER NOT NULL DEFAULT 0,
  CHECK ((state IN ('Accepted', 'Refused')) = (decided_at IS NOT NULL AND decided_by IS NOT NULL)),
  CHECK (state <> 'Refused' OR reason IS NOT NULL)
);
CREATE INDEX ix_screening_case_edition ON screening_case (edition_key, state);
CREATE TABLE rule_finding (
  dossier_id TEXT NOT NULL REFERENCES screening_case (dossier_id),
  rule_code  TEXT NOT NULL,
  finding    TEXT NOT NULL CHECK (finding IN ('Pass', 'Fail')),
  reason     TEXT,
  found_at   INTEGER NOT NULL,
  found_by   TEXT NOT NULL REFERENCES person (id),
  PRIMARY KEY (dossier_id, rule_code)
);
