-- A million incidents: sight that the planner can reckon with, orders of the list by index, words by index, and which days' facts have changed.

-- Whether a setting is on was compared outside its subquery, and the planner took the comparison for one that one row in two hundred passes: it
-- then read and sorted whole tables where an index gave the first page. As a yes or no of its own it is taken for one in two. The meaning is the same.
CREATE FUNCTION pg_temp.reckonable(condition text) RETURNS text LANGUAGE sql AS $$
  SELECT regexp_replace(regexp_replace(condition,
    $r$\( SELECT current_setting\('evenkeel\.(all|internal)'::text, true\) AS current_setting\) = 'on'::text$r$, $r$( SELECT current_setting('evenkeel.\1'::text, true) = 'on'::text)$r$, 'g'),
    $r$\( SELECT COALESCE\(current_setting\('evenkeel\.own'::text, true\), ''::text\) AS "coalesce"\) = ''::text$r$, $r$( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) = ''::text)$r$, 'g')
$$;
DO $$
DECLARE
  p record;
BEGIN
  FOR p IN SELECT tablename, policyname, pg_temp.reckonable(qual) AS seen, pg_temp.reckonable(with_check) AS kept FROM pg_policies WHERE schemaname = current_schema() LOOP
    EXECUTE format('ALTER POLICY %I ON %I', p.policyname, p.tablename)
      || CASE WHEN p.seen IS NULL THEN '' ELSE format(' USING (%s)', p.seen) END || CASE WHEN p.kept IS NULL THEN '' ELSE format(' WITH CHECK (%s)', p.kept) END;
  END LOOP;
END $$;

CREATE INDEX incident_by_priority ON incident (priority, id);
CREATE INDEX incident_by_state ON incident (state, id);
CREATE INDEX incident_by_updated ON incident (updated_at, id);
CREATE INDEX incident_by_state_since ON incident (state_since, id);
CREATE INDEX incident_of_team ON incident (team_id, created_at, id);
CREATE INDEX incident_of_service ON incident (service_id, created_at, id);
CREATE INDEX incident_of_assignee ON incident (assignee_id, created_at, id);
CREATE INDEX incident_major ON incident (created_at, id) WHERE is_major;
-- Each is the beginning of a longer one now.
DROP INDEX incident_team_id_idx;
DROP INDEX incident_service_id_idx;
DROP INDEX incident_assignee_id_idx;
DROP INDEX IF EXISTS obligation_record_id_idx;

CREATE INDEX incident_fact_unended ON incident_fact (opened_at) WHERE ended_at IS NULL;
CREATE INDEX incident_fact_of_team ON incident_fact (team_id, opened_at);
CREATE INDEX incident_fact_of_service ON incident_fact (service_id, opened_at);
DROP INDEX incident_step_at_idx;
CREATE INDEX incident_step_at ON incident_step (at) INCLUDE (seconds, org_id, requester_id);

-- The match of words is no operator that row-level security lets an index answer. So a function asks the index as the owner and gives ids only; the
-- entries are then read by the application's role, under its policies. What it leaves out by itself, in the words of the policy "sight", only keeps
-- the first so many from being others'. Reports were hidden by a restrictive policy, which would bind the owner too: it is a part of "sight" now.
DROP POLICY published ON search_entry;
ALTER POLICY sight ON search_entry USING (
  ((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)
  AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR requester_id = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid) OR shared)
  AND ((SELECT current_setting('evenkeel.internal', true) = 'on') OR audience = 'public')
  AND (record <> 'report' OR (SELECT current_setting('evenkeel.internal', true) = 'on') OR EXISTS (SELECT 1 FROM report r WHERE r.id = record_id)));
DO $$ BEGIN EXECUTE format('CREATE POLICY whole ON search_entry FOR SELECT TO %I USING (true)', current_user); END $$;
CREATE FUNCTION search_found(words text, kinds text[], most integer) RETURNS TABLE (entry_id uuid, of_record_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  -- Planned for these words: what is rare is asked of the index, what is everywhere is found by looking.
  RETURN QUERY EXECUTE $q$SELECT id, record_id FROM search_entry WHERE body @@ to_tsquery('simple', $1) AND record = ANY ($2)
    AND ((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)
    AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR requester_id = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid) OR shared)
    AND ((SELECT current_setting('evenkeel.internal', true) = 'on') OR audience = 'public') LIMIT $3$q$ USING words, kinds, most;
END $$;
REVOKE ALL ON FUNCTION search_found(text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_found(text, text[], integer) TO evenkeel_app;

-- How often facts that fall on a day (UTC) were written, replaced or removed: numbers kept for a period hold while its days' counts stand.
CREATE TABLE fact_touch (
  facts text NOT NULL,
  on_day date NOT NULL,
  times bigint NOT NULL,
  PRIMARY KEY (facts, on_day)
);
GRANT SELECT ON fact_touch TO evenkeel_app;
SELECT set_config('evenkeel.all', 'on', true), set_config('evenkeel.internal', 'on', true);
INSERT INTO fact_touch (facts, on_day, times)
  SELECT DISTINCT 'incident_fact', (t AT TIME ZONE 'UTC')::date, 1 FROM incident_fact f, unnest(ARRAY[f.opened_at, f.noticed_at, f.first_action_at, f.first_resolved_at, f.resolved_at, f.closed_at, f.ended_at]) t WHERE t IS NOT NULL
  UNION SELECT DISTINCT 'incident_step', (at AT TIME ZONE 'UTC')::date, 1 FROM incident_step;

CREATE FUNCTION touch_days(of_facts text, days date[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  -- In the order of days, so that two writers cannot wait for each other.
  INSERT INTO fact_touch (facts, on_day, times) SELECT of_facts, d, 1 FROM (SELECT DISTINCT d FROM unnest(days) d WHERE d IS NOT NULL ORDER BY d) x
  ON CONFLICT (facts, on_day) DO UPDATE SET times = fact_touch.times + 1
$$;
REVOKE ALL ON FUNCTION touch_days(text, date[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION touch_days(text, date[]) TO evenkeel_app;

CREATE FUNCTION touch_incident_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  days date[] := '{}';
BEGIN
  IF TG_OP <> 'DELETE' THEN
    SELECT array_agg(DISTINCT (t AT TIME ZONE 'UTC')::date) INTO days FROM written w, unnest(ARRAY[w.opened_at, w.noticed_at, w.first_action_at, w.first_resolved_at, w.resolved_at, w.closed_at, w.ended_at]) t;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT days || array_agg(DISTINCT (t AT TIME ZONE 'UTC')::date) INTO days FROM replaced w, unnest(ARRAY[w.opened_at, w.noticed_at, w.first_action_at, w.first_resolved_at, w.resolved_at, w.closed_at, w.ended_at]) t;
  END IF;
  PERFORM touch_days('incident_fact', days);
  RETURN NULL;
END $$;
CREATE TRIGGER touched_by_insert AFTER INSERT ON incident_fact REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_incident_fact();
CREATE TRIGGER touched_by_update AFTER UPDATE ON incident_fact REFERENCING NEW TABLE AS written OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION touch_incident_fact();
CREATE TRIGGER touched_by_delete AFTER DELETE ON incident_fact REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION touch_incident_fact();

CREATE FUNCTION touch_incident_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  days date[] := '{}';
BEGIN
  IF TG_OP <> 'DELETE' THEN SELECT array_agg(DISTINCT (w.at AT TIME ZONE 'UTC')::date) INTO days FROM written w; END IF;
  IF TG_OP <> 'INSERT' THEN SELECT days || array_agg(DISTINCT (w.at AT TIME ZONE 'UTC')::date) INTO days FROM replaced w; END IF;
  PERFORM touch_days('incident_step', days);
  RETURN NULL;
END $$;
CREATE TRIGGER touched_by_insert AFTER INSERT ON incident_step REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_incident_step();
CREATE TRIGGER touched_by_update AFTER UPDATE ON incident_step REFERENCING NEW TABLE AS written OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION touch_incident_step();
CREATE TRIGGER touched_by_delete AFTER DELETE ON incident_step REFERENCING OLD TABLE AS replaced FOR EACH STATEMENT EXECUTE FUNCTION touch_incident_step();

-- Emptied as a whole, as tests and benches do: every day counts as touched.
CREATE FUNCTION touch_all_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE fact_touch SET times = times + 1 WHERE facts = TG_TABLE_NAME;
  RETURN NULL;
END $$;
CREATE TRIGGER touched_by_truncate AFTER TRUNCATE ON incident_fact FOR EACH STATEMENT EXECUTE FUNCTION touch_all_days();
CREATE TRIGGER touched_by_truncate AFTER TRUNCATE ON incident_step FOR EACH STATEMENT EXECUTE FUNCTION touch_all_days();
