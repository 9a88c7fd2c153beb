-- A NOTIFY inside a transaction makes all commits wait for each other. The queue's functions send one with each job; here a function
-- of the same name in front of the system's own makes them silent, and the application tells workers after its commit.
CREATE SCHEMA evenkeel_quiet;
CREATE FUNCTION evenkeel_quiet.pg_notify(channel text, payload text) RETURNS void LANGUAGE sql IMMUTABLE AS $$ SELECT NULL::void $$;
GRANT USAGE ON SCHEMA evenkeel_quiet TO evenkeel_app;
ALTER FUNCTION enqueue(text, json, text, timestamptz, integer) SET search_path = evenkeel_quiet, pg_catalog, graphile_worker;
