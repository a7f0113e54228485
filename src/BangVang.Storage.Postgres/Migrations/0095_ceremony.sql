-- The ceremony of an award in a session of a forum: its run of show and its envelopes.
CREATE TABLE award_ceremony (
  id              uuid PRIMARY KEY,
  edition_key     text NOT NULL UNIQUE,
  forum_key       text NOT NULL UNIQUE,
  session_code    text NOT NULL,
  stage_tiers     text NOT NULL,
  document_number text NOT NULL CHECK (length(document_number) BETWEEN 1 AND 100),
  document_date   text NOT NULL,
  starts_at       bigint NOT NULL,
  cues            text NOT NULL,
  closed_at       bigint NOT NULL,
  closed_by       uuid NOT NULL REFERENCES person (id),
  confirmed_at    bigint,
  confirmed_by    uuid REFERENCES person (id),
  finished_at     bigint,
  version         integer NOT NULL,
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CHECK (confirmed_by IS NULL OR confirmed_by <> closed_by),
  CHECK (finished_at IS NULL OR confirmed_at IS NOT NULL)
);
-- A closed envelope says nothing; an opened one is never closed again.
CREATE TABLE ceremony_envelope (
  ceremony_id   uuid NOT NULL REFERENCES award_ceremony (id) ON DELETE CASCADE,
  category_code text NOT NULL,
  commitment    text NOT NULL CHECK (length(commitment) = 64),
  closed        bytea NOT NULL,
  opened_at     bigint,
  salt          text CHECK (length(salt) = 64),
  winners       text,
  PRIMARY KEY (ceremony_id, category_code),
  CHECK ((opened_at IS NULL) = (salt IS NULL) AND (opened_at IS NULL) = (winners IS NULL))
);
CREATE FUNCTION envelope_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.opened_at IS NOT NULL OR TG_OP = 'UPDATE' AND NEW.commitment <> OLD.commitment THEN RAISE EXCEPTION 'an opened envelope and a commitment are not changed'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ceremony_envelope_keeps_its_word BEFORE UPDATE OR DELETE ON ceremony_envelope FOR EACH ROW EXECUTE FUNCTION envelope_keeps_its_word();
CREATE TRIGGER award_ceremony_is_public AFTER UPDATE OR DELETE ON award_ceremony FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
ALTER TABLE award_decision ADD COLUMN stage text;
