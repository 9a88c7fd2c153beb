-- How often what stands on what was written: what a process laid out of the structure holds while the sum stands. Each connection counts in a slot of
-- its own, or nearly, so that two writers do not wait for each other; whose count is not visible yet has written nothing that is.
CREATE TABLE relation_touch (
  slot smallint PRIMARY KEY,
  times bigint NOT NULL
);
GRANT SELECT ON relation_touch TO evenkeel_app;

CREATE FUNCTION touch_relation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- A confirmation says nothing new of what stands on what.
    IF NOT EXISTS (SELECT FROM replaced o JOIN written n ON n.id = o.id WHERE (o.org_id, o.shared, o.from_id, o.to_id, o.kind, o.role, o.group_name, o.at_least, o.standby, o.valid_from, o.valid_to)
      IS DISTINCT FROM (n.org_id, n.shared, n.from_id, n.to_id, n.kind, n.role, n.group_name, n.at_least, n.standby, n.valid_from, n.valid_to)) THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO relation_touch (slot, times) VALUES (pg_backend_pid() % 256, 1) ON CONFLICT (slot) DO UPDATE SET times = relation_touch.times + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER touch AFTER INSERT OR DELETE OR TRUNCATE ON relation FOR EACH STATEMENT EXECUTE FUNCTION touch_relation();
CREATE TRIGGER touch_changed AFTER UPDATE ON relation REFERENCING OLD TABLE AS replaced NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_relation();
