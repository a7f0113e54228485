CREATE TABLE question (
  id              uuid PRIMARY KEY,
  edition_key     text NOT NULL CHECK (edition_key LIKE '%/%'),
  kind            text NOT NULL CHECK (kind IN ('Public', 'FromApplicant', 'ToApplicant', 'FromJuror')),
  dossier_id      uuid REFERENCES dossier (id),
  asked_by        uuid NOT NULL REFERENCES person (id),
  asked_at        bigint NOT NULL,
  text            text NOT NULL,
  released_text   text,
  released_at     bigint,
  released_by     uuid REFERENCES person (id),
  declined_reason text,
  declined_at     bigint,
  declined_by     uuid REFERENCES person (id),
  answer          text,
  answered_at     bigint,
  answered_by     uuid REFERENCES person (id),
  published_at    bigint,
  version         integer NOT NULL DEFAULT 0,
  CHECK ((kind = 'Public') = (dossier_id IS NULL)),
  CHECK ((released_at IS NULL) = (released_text IS NULL) AND (released_at IS NULL) = (released_by IS NULL)),
  CHECK ((declined_at IS NULL) = (declined_reason IS NULL) AND (declined_at IS NULL) = (declined_by IS NULL)),
  CHECK ((answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)),
  CHECK (released_at IS NULL OR (kind = 'FromJuror' AND declined_at IS NULL)),
  CHECK (declined_at IS NULL OR (kind = 'FromJuror' AND answered_at IS NULL)),
  CHECK (kind <> 'FromJuror' OR answered_at IS NULL OR released_at IS NOT NULL),
  CHECK (published_at IS NULL OR (kind = 'Public' AND answered_at IS NOT NULL))
);
CREATE INDEX ix_question_edition ON question (edition_key, asked_at);
CREATE INDEX ix_question_dossier ON question (dossier_id) WHERE dossier_id IS NOT NULL;
CREATE INDEX ix_question_asked_by ON question (asked_by, asked_at);
CREATE INDEX ix_question_published ON question (published_at) WHERE published_at IS NOT NULL;
