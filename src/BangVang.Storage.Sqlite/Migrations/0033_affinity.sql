CREATE TABLE juror_profile (
  edition_key TEXT NOT NULL,
  person_id   TEXT NOT NULL REFERENCES person (id),
  expertise   TEXT NOT NULL,
  areas       TEXT NOT NULL,
  written_at  INTEGER NOT NULL,
  written_by  TEXT NOT NULL REFERENCES person (id),
  version     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (edition_key, person_id)
);
CREATE TABLE affinity_override (
  dossier_id  TEXT NOT NULL REFERENCES dossier (id),
  person_id   TEXT NOT NULL REFERENCES person (id),
  edition_key TEXT NOT NULL,
  points      INTEGER NOT NULL CHECK (points BETWEEN 0 AND 100),
  reason      TEXT NOT NULL CHECK (reason <> ''),
  set_at      INTEGER NOT NULL,
  set_by      TEXT NOT NULL REFERENCES person (id),
  PRIMARY KEY (dossier_id, person_id)
);
