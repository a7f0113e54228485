CREATE TABLE comment_release (
  round_code  text NOT NULL,
  dossier_id  uuid NOT NULL REFERENCES dossier (id),
  edition_key text NOT NULL,
  released_at bigint NOT NULL,
  released_by uuid NOT NULL REFERENCES person (id),
  PRIMARY KEY (round_code, dossier_id)
);
