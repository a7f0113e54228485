-- Marks asked for beyond those of a round, where its sheets leave a prize's line open: such an assignment has a closing time of its own.
CREATE TABLE extra_marks_request (
  id            uuid PRIMARY KEY,
  edition_key   text NOT NULL,
  tier_code     text NOT NULL,
  category_code text,
  is_minimum    boolean NOT NULL,
  reason        text NOT NULL CHECK (reason <> ''),
  closes_at     bigint NOT NULL,
  asked_at      bigint NOT NULL,
  asked_by      uuid NOT NULL REFERENCES person (id),
  CHECK (closes_at > asked_at)
);
CREATE INDEX ix_extra_marks_request_edition ON extra_marks_request (edition_key, asked_at);
ALTER TABLE assignment ADD COLUMN request_id uuid REFERENCES extra_marks_request (id);
ALTER TABLE assignment ADD COLUMN closes_at bigint CHECK ((closes_at IS NULL) = (request_id IS NULL));
