-- Certificates of attendance: of people who were registered for a forum and came.
ALTER TABLE certificate ADD COLUMN attendee_id uuid REFERENCES attendee (id);
ALTER TABLE certificate DROP CONSTRAINT certificate_kind_check;
ALTER TABLE certificate ADD CONSTRAINT certificate_kind_check CHECK (kind IN ('Laureate', 'Juror', 'Delegate'));
ALTER TABLE certificate ADD CONSTRAINT certificate_of_delegate CHECK ((kind = 'Delegate') = (attendee_id IS NOT NULL));
CREATE UNIQUE INDEX ux_certificate_of_attendee ON certificate (attendee_id) WHERE withdrawn_at IS NULL;
