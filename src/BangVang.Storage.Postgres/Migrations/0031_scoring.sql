CREATE TABLE scoresheet (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  round_code    text NOT NULL,
  category_code text NOT NULL,
  dossier_id    uuid NOT NULL REFERENCES dossier (id),
  juror_id      uuid NOT NULL REFERENCES person (id),
  state         text NOT NULL CHECK (state IN ('Draft', 'Signed', 'Abstained', 'Recused', 'SetAside')),
  marks         text NOT NULL,
  comments      text NOT NULL,
  private_note  text,
  score         bigint,
  signed_at     bigint,
  reason        text,
  created_at    bigint NOT NULL,
  saved_at      bigint NOT NULL,
  signings      bigint NOT NULL DEFAULT 0,
  version       integer NOT NULL DEFAULT 0,
  UNIQUE (round_code, dossier_id, juror_id),
  CHECK ((state IN ('Signed', 'SetAside')) = (signed_at IS NOT NULL AND score IS NOT NULL)),
  CHECK (state NOT IN ('Abstained', 'Recused', 'SetAside') OR reason IS NOT NULL)
);
CREATE INDEX ix_scoresheet_round ON scoresheet (edition_key, round_code, category_code, dossier_id);
CREATE INDEX ix_scoresheet_juror ON scoresheet (juror_id, edition_key, round_code);
CREATE TABLE scoresheet_unlock (
  id            uuid PRIMARY KEY,
  scoresheet_id uuid NOT NULL REFERENCES scoresheet (id),
  unlocked_at   bigint NOT NULL,
  unlocked_by   uuid NOT NULL REFERENCES person (id),
  reason        text NOT NULL,
  before        text NOT NULL
);
