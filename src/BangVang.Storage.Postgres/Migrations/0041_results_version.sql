-- Rises with every change that the results of a round rest on; a standing that was computed lives as long as the number.
-- The salt is this database's own, so that numbers of two databases are never taken for one another.
CREATE TABLE results_version (
  id      integer PRIMARY KEY CHECK (id = 1),
  version bigint NOT NULL,
  salt    text NOT NULL
);
INSERT INTO results_version (id, version, salt) VALUES (1, 1, replace(gen_random_uuid()::text, '-', ''));

-- Once per transaction and at its end: the row, which all writers share, is held no longer than the commit takes, and a
-- draw of a thousand assignments raises the number once.
CREATE FUNCTION results_have_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF current_setting('bangvang.results_changed_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
    UPDATE results_version SET version = version + 1;
    PERFORM set_config('bangvang.results_changed_in', pg_current_xact_id()::text, true);
  END IF;
  RETURN NULL;
END $$;

-- Drafts of dossiers and sheets are saved all day and count for nothing here.
CREATE CONSTRAINT TRIGGER results_dossier_added AFTER INSERT ON dossier DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'Accepted') EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_dossier_changed AFTER UPDATE ON dossier DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ('Accepted' IN (OLD.state, NEW.state)) EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_dossier_removed AFTER DELETE ON dossier DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'Accepted') EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_enterprise_renamed AFTER UPDATE ON enterprise DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_entry_changed AFTER INSERT OR UPDATE OR DELETE ON round_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_assignment_changed AFTER INSERT OR UPDATE OR DELETE ON assignment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_sheet_added AFTER INSERT ON scoresheet DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'Signed') EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_sheet_changed AFTER UPDATE ON scoresheet DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ('Signed' IN (OLD.state, NEW.state)) EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_sheet_removed AFTER DELETE ON scoresheet DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'Signed') EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_shortlist_changed AFTER INSERT OR UPDATE OR DELETE ON shortlist DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION results_have_changed();
-- A choice between two that is not signed counts for nothing either.
CREATE CONSTRAINT TRIGGER results_ballot_changed AFTER UPDATE ON pair_ballot DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL OR NEW.signed_at IS NOT NULL) EXECUTE FUNCTION results_have_changed();
CREATE CONSTRAINT TRIGGER results_exclusion_changed AFTER INSERT OR UPDATE ON pair_exclusion DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION results_have_changed();
