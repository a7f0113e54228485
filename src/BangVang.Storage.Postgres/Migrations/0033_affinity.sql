CREATE TABLE juror_profile (
  edition_key text NOT NULL,
  person_id   uuid NOT NULL REFERENCES person (id),
  expertise   text NOT NULL,
  areas       text NOT NULL,
  written_at  bigint NOT NULL,
  written_by  uuid NOT NULL REFERENCES person (id),
  version     integer NOT NULL DEFAULT 0,
  PRIMARY KEY (edition_key, person_id)
);
CREATE TABLE affinity_override (
  dossier_id  uuid NOT NULL REFERENCES dossier (id),
  person_id   uuid NOT NULL REFERENCES person (id),
  edition_key text NOT NULL,
  points      integer NOT NULL CHECK (points BETWEEN 0 AND 100),
  reason      text NOT NULL CHECK (reason <> ''),
  set_at      bigint NOT NULL,
  set_by      uuid NOT NULL REFERENCES person (id),
  PRIMARY KEY (dossier_id, person_id)
);
