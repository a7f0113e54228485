-- Recommendations and commitments made at a forum, and what became of them.
CREATE TABLE forum_commitment (
  id           uuid PRIMARY KEY,
  forum_key    text NOT NULL,
  number       integer NOT NULL CHECK (number >= 1),
  kind         text NOT NULL CHECK (kind IN ('Recommendation', 'Commitment')),
  text_vi      text NOT NULL CHECK (length(text_vi) BETWEEN 1 AND 1000),
  text_en      text CHECK (length(text_en) <= 1000),
  stated_by    text NOT NULL CHECK (length(stated_by) BETWEEN 1 AND 300),
  owner        text NOT NULL CHECK (length(owner) BETWEEN 1 AND 300),
  due_on       text,
  session_code text,
  moment       integer CHECK (moment >= 0),
  source_title text,
  source_url   text,
  recorded_at  bigint NOT NULL,
  recorded_by  uuid REFERENCES person (id),
  version      integer NOT NULL,
  UNIQUE (forum_key, number),
  CHECK (moment IS NULL OR session_code IS NOT NULL)
);
CREATE TABLE commitment_report (
  id            uuid PRIMARY KEY,
  commitment_id uuid NOT NULL REFERENCES forum_commitment (id),
  number        integer NOT NULL CHECK (number >= 1),
  state         text NOT NULL CHECK (state IN ('Stated', 'Accepted', 'InProgress', 'Done', 'Dropped')),
  note          text NOT NULL CHECK (length(note) BETWEEN 1 AND 1000),
  source_title  text,
  source_url    text,
  reported_at   bigint NOT NULL,
  reported_by   uuid REFERENCES person (id),
  UNIQUE (commitment_id, number)
);
CREATE TRIGGER forum_commitment_is_not_deleted BEFORE DELETE ON forum_commitment FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER commitment_report_is_not_changed BEFORE UPDATE OR DELETE ON commitment_report FOR EACH ROW EXECUTE FUNCTION is_not_changed();
CREATE TRIGGER forum_commitment_is_public AFTER INSERT OR UPDATE ON forum_commitment FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
CREATE TRIGGER commitment_report_is_public AFTER INSERT ON commitment_report FOR EACH STATEMENT EXECUTE FUNCTION public_has_changed();
