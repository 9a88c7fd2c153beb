-- The core: journal, search, idempotency, seals, queue door. Big tables are partitioned by time from the start.

CREATE TABLE journal (
  seq bigint GENERATED ALWAYS AS IDENTITY,
  record text NOT NULL,
  record_id uuid NOT NULL,
  org_id uuid NOT NULL,
  requester_id uuid,
  version integer NOT NULL,
  at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'token', 'rule')),
  actor_id uuid,
  actor_name text NOT NULL,
  verb text NOT NULL,
  audience text NOT NULL CHECK (audience IN ('public', 'internal')),
  reason text,
  changes jsonb NOT NULL,
  before jsonb NOT NULL,
  input jsonb NOT NULL,
  effects jsonb NOT NULL,
  correlation_id uuid NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  CHECK (at <= recorded_at + interval '5 minutes')
) PARTITION BY RANGE (recorded_at);
CREATE TABLE journal_rest PARTITION OF journal DEFAULT;
CREATE INDEX journal_seq ON journal (seq);
CREATE INDEX journal_record ON journal (record_id, version);
CREATE INDEX journal_time ON journal (org_id, recorded_at);
ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON journal USING (
  ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid))
  AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR requester_id = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))
  AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR audience = 'public'));
-- Appending is part of a move whose own row was checked; a customer's public comment may be journaled beside internal facts.
CREATE POLICY append ON journal FOR INSERT WITH CHECK (
  (SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid));
-- SELECT and INSERT only: nobody under this role can change or remove a journal row.
GRANT SELECT, INSERT ON journal TO evenkeel_app;

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();

-- A seal covers all journal rows up to a sequence: a removed tail of a record's chain shows here.
CREATE TABLE journal_seal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_seq bigint NOT NULL,
  to_seq bigint NOT NULL,
  rows bigint NOT NULL,
  root text NOT NULL,
  prev text NOT NULL,
  hash text NOT NULL,
  sealed_at timestamptz(3) NOT NULL
);

CREATE TABLE search_entry (
  id uuid PRIMARY KEY,
  record text NOT NULL,
  record_id uuid NOT NULL,
  org_id uuid NOT NULL,
  shared boolean NOT NULL DEFAULT false,
  requester_id uuid,
  audience text NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  body tsvector NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX search_entry_body ON search_entry USING gin (body) WITH (fastupdate = on);
CREATE INDEX search_entry_record ON search_entry (record_id);
ALTER TABLE search_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON search_entry FOR SELECT USING (
  ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)
  AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR requester_id = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid) OR shared)
  AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR audience = 'public'));
CREATE POLICY add ON search_entry FOR INSERT WITH CHECK ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid));
CREATE POLICY change ON search_entry FOR UPDATE USING ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) WITH CHECK ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid));
CREATE POLICY remove ON search_entry FOR DELETE USING ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON search_entry TO evenkeel_app;

-- An answer given to a request that carried an Idempotency-Key; kept 24 hours, then the worker removes it.
CREATE TABLE idempotency (
  actor_id uuid NOT NULL,
  key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
  request_hash text NOT NULL,
  status integer,
  body jsonb,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (actor_id, key)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO evenkeel_app;

-- Attached bytes, by content: equal files are kept once. Who may read them is decided by the attachment row that names the hash.
CREATE TABLE blob (
  sha256 text PRIMARY KEY,
  bytes bytea NOT NULL,
  at timestamptz(3) NOT NULL
);
GRANT SELECT, INSERT ON blob TO evenkeel_app;

-- The queue's own tables belong to the owner; this is the application's only door to them.
CREATE FUNCTION enqueue(task text, payload json, job_key text DEFAULT NULL, run_at timestamptz DEFAULT NULL, attempts integer DEFAULT 25)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, graphile_worker AS $$
BEGIN
  PERFORM graphile_worker.add_job(task, payload := enqueue.payload, run_at := enqueue.run_at, max_attempts := attempts, job_key := enqueue.job_key);
END $$;
CREATE FUNCTION dequeue(key text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, graphile_worker AS $$
BEGIN
  PERFORM graphile_worker.remove_job(key);
END $$;
REVOKE ALL ON FUNCTION enqueue(text, json, text, timestamptz, integer), dequeue(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue(text, json, text, timestamptz, integer), dequeue(text) TO evenkeel_app;
