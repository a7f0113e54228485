-- Rises with every change that the results of a round rest on; a standing that was computed lives as long as the number.
-- The salt is this database's own, so that numbers of two databases are never taken for one another.
CREATE TABLE results_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  salt    TEXT NOT NULL
);
INSERT INTO results_version (id, version, salt) VALUES (1, 1, lower(hex(randomblob(16))));

-- Drafts of dossiers and sheets are saved all day and count for nothing here.
CREATE TRIGGER results_dossier_added AFTER INSERT ON dossier WHEN NEW.state = 'Accepted' BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_dossier_changed AFTER UPDATE ON dossier WHEN 'Accepted' IN (OLD.state, NEW.state) BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_dossier_removed AFTER DELETE ON dossier WHEN OLD.state = 'Accepted' BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_enterprise_renamed AFTER UPDATE ON enterprise WHEN OLD.name <> NEW.name BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_entry_added AFTER INSERT ON round_entry BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_entry_changed AFTER UPDATE ON round_entry BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_entry_removed AFTER DELETE ON round_entry BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_assignment_added AFTER INSERT ON assignment BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_assignment_changed AFTER UPDATE ON assignment BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_assignment_removed AFTER DELETE ON assignment BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_sheet_added AFTER INSERT ON scoresheet WHEN NEW.state = 'Signed' BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_sheet_changed AFTER UPDATE ON scoresheet WHEN 'Signed' IN (OLD.state, NEW.state) BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_sheet_removed AFTER DELETE ON scoresheet WHEN OLD.state = 'Signed' BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_shortlist_added AFTER INSERT ON shortlist BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_shortlist_changed AFTER UPDATE ON shortlist BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_shortlist_removed AFTER DELETE ON shortlist BEGIN UPDATE results_version SET version = version + 1; END;
-- A choice between two that is not signed counts for nothing either.
CREATE TRIGGER results_ballot_changed AFTER UPDATE ON pair_ballot WHEN OLD.signed_at IS NOT NULL OR NEW.signed_at IS NOT NULL BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_exclusion_added AFTER INSERT ON pair_exclusion BEGIN UPDATE results_version SET version = version + 1; END;
CREATE TRIGGER results_exclusion_changed AFTER UPDATE ON pair_exclusion BEGIN UPDATE results_version SET version = version + 1; END;
