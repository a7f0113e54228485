CREATE TABLE screening_case (
  dossier_id  uuid PRIMARY KEY REFERENCES dossier (id),
  edition_key text NOT NULL,
  state       text NOT NULL CHECK (state IN ('Waiting', 'InReview', 'SupplementRequested', 'TransferProposed', 'Accepted', 'Refused')),
  officer_id  uuid REFERENCES person (id),
  opened_at   bigint NOT NULL,
  decided_at  bigint,
  decided_by  uuid REFERENCES person (id),
  reason      text,
  article     text,
  version     integer NOT NULL DEFAULT 0,
  CHECK ((state IN ('Accepted', 'Refused')) = (decided_at IS NOT NULL AND decided_by IS NOT NULL)),
  CHECK (state <> 'Refused' OR reason IS NOT NULL)
);
CREATE INDEX ix_screening_case_edition ON screening_case (edition_key, state);
CREATE TABLE rule_finding (
  dossier_id uuid NOT NULL REFERENCES screening_case (dossier_id),
  rule_code  text NOT NULL,
  finding    text NOT NULL CHECK (finding IN ('Pass', 'Fail')),
  reason     text,
  found_at   bigint NOT NULL,
  found_by   uuid NOT NULL REFERENCES person (id),
  PRIMARY KEY (dossier_id, rule_code)
);
