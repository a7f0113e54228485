CREATE TABLE presentation_slot (
  id               uuid PRIMARY KEY,
  edition_key      text NOT NULL CHECK (edition_key LIKE '%/%'),
  round_code       text NOT NULL,
  category_code    text NOT NULL,
  dossier_id       uuid NOT NULL REFERENCES dossier (id),
  starts_at        bigint NOT NULL,
  set_up_minutes   bigint NOT NULL CHECK (set_up_minutes >= 0),
  talk_minutes     bigint NOT NULL CHECK (talk_minutes > 0),
  question_minutes bigint NOT NULL CHECK (question_minutes >= 0),
  place            text NOT NULL,
  published_at     bigint,
  version          integer NOT NULL DEFAULT 0,
  UNIQUE (dossier_id, round_code)
);
CREATE INDEX ix_presentation_slot_round ON presentation_slot (edition_key, round_code, starts_at);
