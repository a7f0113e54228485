CREATE TABLE panel_seat (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  person_id     uuid NOT NULL REFERENCES person (id),
  appointed_at  bigint NOT NULL,
  appointed_by  uuid NOT NULL REFERENCES person (id),
  ended_at      bigint,
  declared_at   bigint
);
CREATE UNIQUE INDEX ux_panel_seat ON panel_seat (edition_key, round_code, category_code, person_id) WHERE ended_at IS NULL;
CREATE INDEX ix_panel_seat_person ON panel_seat (person_id);
CREATE TABLE assignment_plan (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  method        text NOT NULL,
  seed          text NOT NULL,
  cap_percent   integer CHECK ((method = 'capped_random') = (cap_percent IS NOT NULL) AND cap_percent BETWEEN 1 AND 100),
  applied_at    bigint NOT NULL,
  applied_by    uuid NOT NULL REFERENCES person (id)
);
CREATE TABLE assignment (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  juror_id      uuid NOT NULL REFERENCES person (id),
  plan_id       uuid REFERENCES assignment_plan (id),
  ordinal       integer NOT NULL,
  assigned_at   bigint NOT NULL,
  assigned_by   uuid NOT NULL REFERENCES person (id),
  ended_at      bigint,
  end_reason    text,
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX ux_assignment ON assignment (round_code, dossier_id, juror_id) WHERE ended_at IS NULL;
CREATE INDEX ix_assignment_juror ON assignment (juror_id, edition_key, round_code);
CREATE INDEX ix_assignment_round ON assignment (edition_key, round_code, category_code);
CREATE TABLE round_entry (
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  entered_at    bigint NOT NULL,
  PRIMARY KEY (round_code, dossier_id)
);
CREATE INDEX ix_round_entry_round ON round_entry (edition_key, round_code, category_code);
