-- Which changes touch these things is answered by the index: under row-level security "has one of these" may not ask an index, and read every row
-- of changes at each look at a plan and each question for suspects. The function asks as the owner, within the sight of who calls it. The planner
-- takes comparing a row with two thousand ids for cheap and would read the table all the same, by any other index too, so it is told not to.

DO $$ BEGIN
  EXECUTE format('CREATE POLICY whole ON "change" FOR SELECT TO %I USING (true)', current_user);
  EXECUTE format('CREATE POLICY whole ON observed_change FOR SELECT TO %I USING (true)', current_user);
END $$;
CREATE FUNCTION change_touching(of_record text, of_column text, wanted uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE found uuid[];
BEGIN
  IF of_record NOT IN ('change', 'observed_change') OR of_column NOT IN ('ci_ids', 'service_ids') THEN RAISE EXCEPTION 'no index of % in %', of_column, of_record; END IF;
  EXECUTE format($q$SELECT array_agg(id) FROM (SELECT * FROM %I WHERE %I && $1 OFFSET 0) x
    WHERE ((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid))
    AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR %s)$q$,
    of_record, of_column, CASE of_record WHEN 'change' THEN $s$requester_id = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)$s$ ELSE 'false' END) INTO found USING wanted;
  RETURN coalesce(found, '{}');
END $$;
REVOKE ALL ON FUNCTION change_touching(text, text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_touching(text, text, uuid[]) TO evenkeel_app;

-- Asked often and written seldom: kept in order at once.
ALTER INDEX change_of_items SET (fastupdate = off);
ALTER INDEX change_of_services SET (fastupdate = off);
CREATE INDEX observed_change_of_items ON observed_change USING gin (ci_ids) WITH (fastupdate = off);
CREATE INDEX observed_change_of_services ON observed_change USING gin (service_ids) WITH (fastupdate = off);
