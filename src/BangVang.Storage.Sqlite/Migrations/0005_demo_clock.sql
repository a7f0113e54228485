-- How far a demonstration's clock is ahead of the real time, in milliseconds. Empty outside demo mode.
CREATE TABLE demo_clock (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  offset_ms INTEGER NOT NULL CHECK (offset_ms >= 0)
);
CREATE TRIGGER demo_clock_goes_forward BEFORE UPDATE ON demo_clock WHEN NEW.offset_ms < OLD.offset_ms
BEGIN SELECT RAISE(ABORT, 'demo_clock is never moved back'); END;
CREATE TRIGGER demo_clock_is_not_deleted BEFORE DELETE ON demo_clock
BEGIN SELECT RAISE(ABORT, 'demo_clock is never moved back'); END;
