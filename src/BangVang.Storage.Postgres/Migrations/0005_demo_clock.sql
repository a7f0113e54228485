-- How far a demonstration's clock is ahead of the real time, in milliseconds. Empty outside demo mode.
CREATE TABLE demo_clock (
  id        integer PRIMARY KEY CHECK (id = 1),
  offset_ms bigint NOT NULL CHECK (offset_ms >= 0)
);
CREATE FUNCTION goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.offset_ms < OLD.offset_ms THEN RAISE EXCEPTION 'demo_clock is never moved back'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER demo_clock_goes_forward BEFORE UPDATE OR DELETE ON demo_clock FOR EACH ROW EXECUTE FUNCTION goes_forward();
