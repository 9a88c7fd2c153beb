-- Timers of many records in one call: a clock for each of a hundred incidents is one statement instead of a hundred.
CREATE FUNCTION enqueue_many(jobs jsonb, said_at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenkeel_quiet, pg_catalog, graphile_worker AS $$
BEGIN
  -- As far ahead by the queue's clock as by the caller's.
  PERFORM graphile_worker.add_jobs(ARRAY(
    SELECT ROW(x.task, x.payload, NULL, now() + (x.at - said_at), x.attempts::smallint, x.key, NULL, NULL)::graphile_worker.job_spec
    FROM ROWS FROM (jsonb_to_recordset(jobs) AS (task text, payload json, key text, at timestamptz, attempts integer)) WITH ORDINALITY AS x(task, payload, key, at, attempts, place) ORDER BY x.place));
END $$;
REVOKE ALL ON FUNCTION enqueue_many(jsonb, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_many(jsonb, timestamptz) TO evenkeel_app;
