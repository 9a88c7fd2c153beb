-- A database as the migrations 0001 to 0006 left it, with records of most kinds, a history, comments, jobs that wait and a token.
-- Written by pg_dump --inserts; only OVERRIDING SYSTEM VALUE was added, without which PostgreSQL 17 and newer refuse the numbers of a partition.
--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: evenkeel_quiet; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA evenkeel_quiet;


--
-- Name: graphile_worker; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA graphile_worker;


--
-- Name: job_spec; Type: TYPE; Schema: graphile_worker; Owner: -
--

CREATE TYPE graphile_worker.job_spec AS (
	identifier text,
	payload json,
	queue_name text,
	run_at timestamp with time zone,
	max_attempts smallint,
	job_key text,
	priority smallint,
	flags text[]
);


--
-- Name: pg_notify(text, text); Type: FUNCTION; Schema: evenkeel_quiet; Owner: -
--

CREATE FUNCTION evenkeel_quiet.pg_notify(channel text, payload text) RETURNS void
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT NULL::void $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: _private_jobs; Type: TABLE; Schema: graphile_worker; Owner: -
--

CREATE TABLE graphile_worker._private_jobs (
    id bigint NOT NULL,
    job_queue_id integer,
    task_id integer NOT NULL,
    payload json DEFAULT '{}'::json NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    max_attempts smallint DEFAULT 25 NOT NULL,
    last_error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    key text,
    locked_at timestamp with time zone,
    locked_by text,
    revision integer DEFAULT 0 NOT NULL,
    flags jsonb,
    is_available boolean GENERATED ALWAYS AS (((locked_at IS NULL) AND (attempts < max_attempts))) STORED NOT NULL,
    CONSTRAINT jobs_key_check CHECK (((length(key) > 0) AND (length(key) <= 512))),
    CONSTRAINT jobs_max_attempts_check CHECK ((max_attempts >= 1))
);


--
-- Name: add_job(text, json, text, timestamp with time zone, integer, text, integer, text[], text); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.add_job(identifier text, payload json DEFAULT NULL::json, queue_name text DEFAULT NULL::text, run_at timestamp with time zone DEFAULT NULL::timestamp with time zone, max_attempts integer DEFAULT NULL::integer, job_key text DEFAULT NULL::text, priority integer DEFAULT NULL::integer, flags text[] DEFAULT NULL::text[], job_key_mode text DEFAULT 'replace'::text) RETURNS graphile_worker._private_jobs
    LANGUAGE plpgsql
    AS $$
declare
  v_job "graphile_worker"._private_jobs;
begin
  if (job_key is null or job_key_mode is null or job_key_mode in ('replace', 'preserve_run_at')) then
    select * into v_job
    from "graphile_worker".add_jobs(
      ARRAY[(
        identifier,
        payload,
        queue_name,
        run_at,
        max_attempts::smallint,
        job_key,
        priority::smallint,
        flags
      )::"graphile_worker".job_spec],
      (job_key_mode = 'preserve_run_at')
    )
    limit 1;
    return v_job;
  elsif job_key_mode = 'unsafe_dedupe' then
    -- Ensure all the tasks exist (insert only missing identifiers so identity is not consumed)
    insert into "graphile_worker"._private_tasks as tasks (identifier)
    select add_job.identifier
    where not exists (
      select 1
      from "graphile_worker"._private_tasks as existing
      where existing.identifier = add_job.identifier
    )
    on conflict do nothing;
    -- Ensure all the queues exist
    if add_job.queue_name is not null then
      insert into "graphile_worker"._private_job_queues as job_queues (queue_name)
      select add_job.queue_name
      where not exists (
        select 1
        from "graphile_worker"._private_job_queues as existing
        where existing.queue_name = add_job.queue_name
      )
      on conflict do nothing;
    end if;
    -- Insert job, but if one already exists then do nothing, even if the
    -- existing job has already started (and thus represents an out-of-date
    -- world state). This is dangerous because it means that whatever state
    -- change triggered this add_job may not be acted upon (since it happened
    -- after the existing job started executing, but no further job is being
    -- scheduled), but it is useful in very rare circumstances for
    -- de-duplication. If in doubt, DO NOT USE THIS.
    insert into "graphile_worker"._private_jobs as jobs (
      job_queue_id,
      task_id,
      payload,
      run_at,
      max_attempts,
      key,
      priority,
      flags
    )
      select
        job_queues.id,
        tasks.id,
        coalesce(add_job.payload, '{}'::json),
        coalesce(add_job.run_at, now()),
        coalesce(add_job.max_attempts::smallint, 25::smallint),
        add_job.job_key,
        coalesce(add_job.priority::smallint, 0::smallint),
        (
          select jsonb_object_agg(flag, true)
          from unnest(add_job.flags) as item(flag)
        )
      from "graphile_worker"._private_tasks as tasks
      left join "graphile_worker"._private_job_queues as job_queues
      on job_queues.queue_name = add_job.queue_name
      where tasks.identifier = add_job.identifier
    on conflict (key)
      -- Bump the updated_at so that there's something to return
      do update set
        revision = jobs.revision + 1,
        updated_at = now()
      returning *
      into v_job;
    if v_job.revision = 0 then
      perform pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":1}');
    end if;
    return v_job;
  else
    raise exception 'Invalid job_key_mode value, expected ''replace'', ''preserve_run_at'' or ''unsafe_dedupe''.' using errcode = 'GWBKM';
  end if;
end;
$$;


--
-- Name: add_jobs(graphile_worker.job_spec[], boolean); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.add_jobs(specs graphile_worker.job_spec[], job_key_preserve_run_at boolean DEFAULT false) RETURNS SETOF graphile_worker._private_jobs
    LANGUAGE plpgsql
    AS $$
begin
  -- Ensure all the tasks exist (insert only missing identifiers so identity is not consumed)
  insert into "graphile_worker"._private_tasks as tasks (identifier)
  select distinct spec.identifier
  from unnest(specs) spec
  where not exists (
    select 1
    from "graphile_worker"._private_tasks as existing
    where existing.identifier = spec.identifier
  )
  on conflict do nothing;
  -- Ensure all the queues exist
  insert into "graphile_worker"._private_job_queues as job_queues (queue_name)
  select distinct spec.queue_name
  from unnest(specs) spec
  where spec.queue_name is not null
  and not exists (
    select 1
    from "graphile_worker"._private_job_queues as existing
    where existing.queue_name = spec.queue_name
  )
  on conflict do nothing;
  -- Ensure any locked jobs have their key cleared - in the case of locked
  -- existing job create a new job instead as it must have already started
  -- executing (i.e. it's world state is out of date, and the fact add_job
  -- has been called again implies there's new information that needs to be
  -- acted upon).
  update "graphile_worker"._private_jobs as jobs
  set
    key = null,
    attempts = jobs.max_attempts,
    updated_at = now()
  from unnest(specs) spec
  where spec.job_key is not null
  and jobs.key = spec.job_key
  and is_available is not true;

  -- WARNING: this count is not 100% accurate; 'on conflict' clause will cause it to be an overestimate
  perform pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":' || array_length(specs, 1)::text || '}');

  -- TODO: is there a risk that a conflict could occur depending on the
  -- isolation level?
  return query insert into "graphile_worker"._private_jobs as jobs (
    job_queue_id,
    task_id,
    payload,
    run_at,
    max_attempts,
    key,
    priority,
    flags
  )
    select
      job_queues.id,
      tasks.id,
      coalesce(spec.payload, '{}'::json),
      coalesce(spec.run_at, now()),
      coalesce(spec.max_attempts, 25),
      spec.job_key,
      coalesce(spec.priority, 0),
      (
        select jsonb_object_agg(flag, true)
        from unnest(spec.flags) as item(flag)
      )
    from unnest(specs) spec
    inner join "graphile_worker"._private_tasks as tasks
    on tasks.identifier = spec.identifier
    left join "graphile_worker"._private_job_queues as job_queues
    on job_queues.queue_name = spec.queue_name
  on conflict (key) do update set
    job_queue_id = excluded.job_queue_id,
    task_id = excluded.task_id,
    payload =
      case
      when json_typeof(jobs.payload) = 'array' and json_typeof(excluded.payload) = 'array' then
        (jobs.payload::jsonb || excluded.payload::jsonb)::json
      else
        excluded.payload
      end,
    max_attempts = excluded.max_attempts,
    run_at = (case
      when job_key_preserve_run_at is true and jobs.attempts = 0 then jobs.run_at
      else excluded.run_at
    end),
    priority = excluded.priority,
    revision = jobs.revision + 1,
    flags = excluded.flags,
    -- always reset error/retry state
    attempts = 0,
    last_error = null,
    updated_at = now()
  where jobs.locked_at is null
  returning *;
end;
$$;


--
-- Name: complete_jobs(bigint[]); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.complete_jobs(job_ids bigint[]) RETURNS SETOF graphile_worker._private_jobs
    LANGUAGE sql
    AS $$
  delete from "graphile_worker"._private_jobs as jobs
    where id = any(job_ids)
    and (
      locked_at is null
    or
      locked_at < now() - interval '4 hours'
    )
    returning *;
$$;


--
-- Name: force_unlock_workers(text[]); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.force_unlock_workers(worker_ids text[]) RETURNS void
    LANGUAGE sql
    AS $$
update "graphile_worker"._private_jobs as jobs
set locked_at = null, locked_by = null
where locked_by = any(worker_ids);
update "graphile_worker"._private_job_queues as job_queues
set locked_at = null, locked_by = null
where locked_by = any(worker_ids);
$$;


--
-- Name: permanently_fail_jobs(bigint[], text); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.permanently_fail_jobs(job_ids bigint[], error_message text DEFAULT NULL::text) RETURNS SETOF graphile_worker._private_jobs
    LANGUAGE sql
    AS $$
  update "graphile_worker"._private_jobs as jobs
    set
      last_error = coalesce(error_message, 'Manually marked as failed'),
      attempts = max_attempts,
      updated_at = now()
    where id = any(job_ids)
    and (
      locked_at is null
    or
      locked_at < NOW() - interval '4 hours'
    )
    returning *;
$$;


--
-- Name: remove_job(text); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.remove_job(job_key text) RETURNS graphile_worker._private_jobs
    LANGUAGE plpgsql STRICT
    AS $$
declare
  v_job "graphile_worker"._private_jobs;
begin
  -- Delete job if not locked
  delete from "graphile_worker"._private_jobs as jobs
    where key = job_key
    and (
      locked_at is null
    or
      locked_at < NOW() - interval '4 hours'
    )
  returning * into v_job;
  if not (v_job is null) then
    perform pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":-1}');
    return v_job;
  end if;
  -- Otherwise prevent job from retrying, and clear the key
  update "graphile_worker"._private_jobs as jobs
  set
    key = null,
    attempts = jobs.max_attempts,
    updated_at = now()
  where key = job_key
  returning * into v_job;
  return v_job;
end;
$$;


--
-- Name: reschedule_jobs(bigint[], timestamp with time zone, integer, integer, integer); Type: FUNCTION; Schema: graphile_worker; Owner: -
--

CREATE FUNCTION graphile_worker.reschedule_jobs(job_ids bigint[], run_at timestamp with time zone DEFAULT NULL::timestamp with time zone, priority integer DEFAULT NULL::integer, attempts integer DEFAULT NULL::integer, max_attempts integer DEFAULT NULL::integer) RETURNS SETOF graphile_worker._private_jobs
    LANGUAGE sql
    AS $$
  update "graphile_worker"._private_jobs as jobs
    set
      run_at = coalesce(reschedule_jobs.run_at, jobs.run_at),
      priority = coalesce(reschedule_jobs.priority::smallint, jobs.priority),
      attempts = coalesce(reschedule_jobs.attempts::smallint, jobs.attempts),
      max_attempts = coalesce(reschedule_jobs.max_attempts::smallint, jobs.max_attempts),
      updated_at = now()
    where id = any(job_ids)
    and (
      locked_at is null
    or
      locked_at < NOW() - interval '4 hours'
    )
    returning *;
$$;


--
-- Name: dequeue(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.dequeue(key text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'graphile_worker'
    AS $$
BEGIN
  PERFORM graphile_worker.remove_job(key);
END $$;


--
-- Name: enqueue(text, json, text, timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.enqueue(task text, payload json, job_key text DEFAULT NULL::text, run_at timestamp with time zone DEFAULT NULL::timestamp with time zone, attempts integer DEFAULT 25) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'evenkeel_quiet', 'pg_catalog', 'graphile_worker'
    AS $$
BEGIN
  PERFORM graphile_worker.add_job(task, payload := enqueue.payload, run_at := enqueue.run_at, max_attempts := attempts, job_key := enqueue.job_key);
END $$;


--
-- Name: journal_is_append_only(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.journal_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;


--
-- Name: _private_job_queues; Type: TABLE; Schema: graphile_worker; Owner: -
--

CREATE TABLE graphile_worker._private_job_queues (
    id integer NOT NULL,
    queue_name text NOT NULL,
    locked_at timestamp with time zone,
    locked_by text,
    is_available boolean GENERATED ALWAYS AS ((locked_at IS NULL)) STORED NOT NULL,
    CONSTRAINT job_queues_queue_name_check CHECK ((length(queue_name) <= 128))
);


--
-- Name: _private_known_crontabs; Type: TABLE; Schema: graphile_worker; Owner: -
--

CREATE TABLE graphile_worker._private_known_crontabs (
    identifier text NOT NULL,
    known_since timestamp with time zone NOT NULL,
    last_execution timestamp with time zone
);


--
-- Name: _private_tasks; Type: TABLE; Schema: graphile_worker; Owner: -
--

CREATE TABLE graphile_worker._private_tasks (
    id integer NOT NULL,
    identifier text NOT NULL,
    CONSTRAINT tasks_identifier_check CHECK ((length(identifier) <= 128))
);


--
-- Name: job_queues_id_seq; Type: SEQUENCE; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_job_queues ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME graphile_worker.job_queues_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: jobs; Type: VIEW; Schema: graphile_worker; Owner: -
--

CREATE VIEW graphile_worker.jobs AS
 SELECT jobs.id,
    job_queues.queue_name,
    tasks.identifier AS task_identifier,
    jobs.priority,
    jobs.run_at,
    jobs.attempts,
    jobs.max_attempts,
    jobs.last_error,
    jobs.created_at,
    jobs.updated_at,
    jobs.key,
    jobs.locked_at,
    jobs.locked_by,
    jobs.revision,
    jobs.flags
   FROM ((graphile_worker._private_jobs jobs
     JOIN graphile_worker._private_tasks tasks ON ((tasks.id = jobs.task_id)))
     LEFT JOIN graphile_worker._private_job_queues job_queues ON ((job_queues.id = jobs.job_queue_id)));


--
-- Name: jobs_id_seq1; Type: SEQUENCE; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_jobs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME graphile_worker.jobs_id_seq1
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: migrations; Type: TABLE; Schema: graphile_worker; Owner: -
--

CREATE TABLE graphile_worker.migrations (
    id integer NOT NULL,
    ts timestamp with time zone DEFAULT now() NOT NULL,
    breaking boolean DEFAULT false NOT NULL
);


--
-- Name: tasks_id_seq; Type: SEQUENCE; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_tasks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME graphile_worker.tasks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: agreement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.agreement (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    shared boolean NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    service_id uuid,
    calendar_id uuid NOT NULL,
    targets jsonb NOT NULL,
    pauses_on jsonb NOT NULL,
    valid_from timestamp(3) with time zone,
    valid_to timestamp(3) with time zone,
    standing text NOT NULL,
    chain text NOT NULL,
    CONSTRAINT agreement_standing_check CHECK ((standing = ANY (ARRAY['agreed'::text, 'default'::text]))),
    CONSTRAINT agreement_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.agreement FORCE ROW LEVEL SECURITY;


--
-- Name: agreement_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.agreement_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: alert; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alert (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    title text NOT NULL,
    severity text NOT NULL,
    fingerprint text NOT NULL,
    labels jsonb NOT NULL,
    annotations jsonb NOT NULL,
    generator_url text,
    integration_id uuid,
    service_id uuid,
    incident_id text,
    incident_key text NOT NULL,
    suppressed_by text,
    event_id text,
    starts_at timestamp(3) with time zone NOT NULL,
    ends_at timestamp(3) with time zone,
    reasons jsonb NOT NULL,
    acked_by text,
    acked_at timestamp(3) with time zone,
    outcome text,
    chain text NOT NULL,
    CONSTRAINT alert_outcome_check CHECK ((outcome = ANY (ARRAY['acted'::text, 'no_action'::text, 'false'::text, 'duplicate'::text, 'handed_over'::text]))),
    CONSTRAINT alert_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'error'::text, 'warning'::text, 'info'::text]))),
    CONSTRAINT alert_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.alert FORCE ROW LEVEL SECURITY;


--
-- Name: alert_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.alert_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: alert_pulse; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alert_pulse (
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    received_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL
);

ALTER TABLE ONLY public.alert_pulse FORCE ROW LEVEL SECURITY;


--
-- Name: api_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_token (
    id uuid NOT NULL,
    secret_sha256 text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    reach text NOT NULL,
    org_id uuid NOT NULL,
    created_by uuid,
    created_by_name text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone,
    last_used_at timestamp(3) with time zone,
    revoked_at timestamp(3) with time zone,
    CONSTRAINT api_token_reach_check CHECK ((reach = ANY (ARRAY['organization'::text, 'all'::text]))),
    CONSTRAINT api_token_role_check CHECK ((role = ANY (ARRAY['sender'::text, 'requester'::text, 'customer'::text, 'auditor'::text, 'agent'::text, 'manager'::text, 'admin'::text])))
);

ALTER TABLE ONLY public.api_token FORCE ROW LEVEL SECURITY;


--
-- Name: attachment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attachment (
    id uuid NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    audience text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    sha256 text NOT NULL,
    size_bytes integer NOT NULL,
    author_name text NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT attachment_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'internal'::text]))),
    CONSTRAINT attachment_size_bytes_check CHECK (((size_bytes >= 0) AND (size_bytes <= 26214400)))
);

ALTER TABLE ONLY public.attachment FORCE ROW LEVEL SECURITY;


--
-- Name: blob; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.blob (
    sha256 text NOT NULL,
    bytes bytea NOT NULL,
    at timestamp(3) with time zone NOT NULL
);


--
-- Name: calendar; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.calendar (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    shared boolean NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    hours jsonb NOT NULL,
    chain text NOT NULL,
    CONSTRAINT calendar_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.calendar FORCE ROW LEVEL SECURITY;


--
-- Name: calendar_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.calendar_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: comment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.comment (
    id uuid NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    audience text NOT NULL,
    body text NOT NULL,
    author_id uuid,
    author_name text NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT comment_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'internal'::text])))
);

ALTER TABLE ONLY public.comment FORCE ROW LEVEL SECURITY;


--
-- Name: delivery; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.delivery (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    channel text NOT NULL,
    target text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    about text NOT NULL,
    subscription_id text,
    attempts integer NOT NULL,
    answer text,
    sent_at timestamp(3) with time zone,
    chain text NOT NULL,
    CONSTRAINT delivery_attempts_check CHECK (((attempts >= 0) AND (attempts <= 1000))),
    CONSTRAINT delivery_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'webhook'::text]))),
    CONSTRAINT delivery_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.delivery FORCE ROW LEVEL SECURITY;


--
-- Name: delivery_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.delivery_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: effort; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.effort (
    id uuid NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    person_id uuid,
    minutes integer NOT NULL,
    what text,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT effort_minutes_check CHECK (((minutes >= 1) AND (minutes <= 1440)))
);

ALTER TABLE ONLY public.effort FORCE ROW LEVEL SECURITY;


--
-- Name: event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event (
    id uuid NOT NULL,
    org_id uuid NOT NULL,
    integration_id uuid,
    source text NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    fingerprint text NOT NULL,
    state text NOT NULL,
    significance text NOT NULL,
    action text NOT NULL,
    occurred_at timestamp(3) with time zone NOT NULL,
    received_at timestamp(3) with time zone NOT NULL,
    labels jsonb NOT NULL,
    annotations jsonb NOT NULL,
    reasons jsonb NOT NULL,
    CONSTRAINT event_significance_check CHECK ((significance = ANY (ARRAY['informational'::text, 'warning'::text, 'exception'::text]))),
    CONSTRAINT event_state_check CHECK ((state = ANY (ARRAY['firing'::text, 'resolved'::text])))
)
PARTITION BY RANGE (received_at);

ALTER TABLE ONLY public.event FORCE ROW LEVEL SECURITY;


--
-- Name: event_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event_rest (
    id uuid NOT NULL,
    org_id uuid NOT NULL,
    integration_id uuid,
    source text NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    fingerprint text NOT NULL,
    state text NOT NULL,
    significance text NOT NULL,
    action text NOT NULL,
    occurred_at timestamp(3) with time zone NOT NULL,
    received_at timestamp(3) with time zone NOT NULL,
    labels jsonb NOT NULL,
    annotations jsonb NOT NULL,
    reasons jsonb NOT NULL,
    CONSTRAINT event_significance_check CHECK ((significance = ANY (ARRAY['informational'::text, 'warning'::text, 'exception'::text]))),
    CONSTRAINT event_state_check CHECK ((state = ANY (ARRAY['firing'::text, 'resolved'::text])))
);


--
-- Name: idempotency; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotency (
    actor_id uuid NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status integer,
    body jsonb,
    at timestamp(3) with time zone NOT NULL,
    CONSTRAINT idempotency_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200)))
);


--
-- Name: incident; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incident (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    team_id uuid,
    assignee_id uuid,
    tags text[] NOT NULL,
    title text NOT NULL,
    description text,
    service_id uuid,
    category text,
    impact integer NOT NULL,
    urgency integer NOT NULL,
    priority integer NOT NULL,
    is_priority_overridden boolean NOT NULL,
    reported_via text NOT NULL,
    noticed_at timestamp(3) with time zone,
    requester_id uuid,
    affected_users integer,
    pending_reason text,
    waiting_for text,
    review_at timestamp(3) with time zone,
    is_major boolean NOT NULL,
    major_since timestamp(3) with time zone,
    lead_id uuid,
    update_every_seconds integer,
    escalation_level integer NOT NULL,
    first_action_at timestamp(3) with time zone,
    resolved_at timestamp(3) with time zone,
    closed_at timestamp(3) with time zone,
    resolution_code text,
    resolution text,
    reopen_count integer NOT NULL,
    correlation_key text,
    parent_id uuid,
    merged_into_id uuid,
    chain text NOT NULL,
    CONSTRAINT incident_affected_users_check CHECK (((affected_users >= 0) AND (affected_users <= 100000000))),
    CONSTRAINT incident_escalation_level_check CHECK (((escalation_level >= 0) AND (escalation_level <= 9))),
    CONSTRAINT incident_impact_check CHECK (((impact >= 1) AND (impact <= 4))),
    CONSTRAINT incident_pending_reason_check CHECK ((pending_reason = ANY (ARRAY['user'::text, 'supplier'::text, 'change'::text, 'schedule'::text]))),
    CONSTRAINT incident_priority_check CHECK (((priority >= 1) AND (priority <= 5))),
    CONSTRAINT incident_reopen_count_check CHECK (((reopen_count >= 0) AND (reopen_count <= 10000))),
    CONSTRAINT incident_reported_via_check CHECK ((reported_via = ANY (ARRAY['web'::text, 'phone'::text, 'mail'::text, 'chat'::text, 'monitoring'::text, 'api'::text]))),
    CONSTRAINT incident_resolution_code_check CHECK ((resolution_code = ANY (ARRAY['fixed'::text, 'workaround'::text, 'known_error'::text, 'user_helped'::text, 'cleared_itself'::text, 'not_reproducible'::text, 'supplier_fixed'::text]))),
    CONSTRAINT incident_update_every_seconds_check CHECK ((update_every_seconds >= 300)),
    CONSTRAINT incident_urgency_check CHECK (((urgency >= 1) AND (urgency <= 4))),
    CONSTRAINT incident_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.incident FORCE ROW LEVEL SECURITY;


--
-- Name: incident_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.incident_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: integration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.integration (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    key_hash text NOT NULL,
    mapping jsonb,
    service_labels jsonb NOT NULL,
    default_service_id uuid,
    group_by jsonb NOT NULL,
    chain text NOT NULL,
    CONSTRAINT integration_kind_check CHECK ((kind = ANY (ARRAY['alertmanager'::text, 'webhook'::text]))),
    CONSTRAINT integration_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.integration FORCE ROW LEVEL SECURITY;


--
-- Name: integration_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.integration_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: journal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal (
    seq bigint NOT NULL,
    record text NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    version integer NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    recorded_at timestamp(3) with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    verb text NOT NULL,
    audience text NOT NULL,
    reason text,
    changes jsonb NOT NULL,
    before jsonb NOT NULL,
    input jsonb NOT NULL,
    effects jsonb NOT NULL,
    correlation_id uuid NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT journal_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'token'::text, 'rule'::text]))),
    CONSTRAINT journal_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'internal'::text]))),
    CONSTRAINT journal_check CHECK ((at <= (recorded_at + '00:05:00'::interval)))
)
PARTITION BY RANGE (recorded_at);

ALTER TABLE ONLY public.journal FORCE ROW LEVEL SECURITY;


--
-- Name: journal_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal_rest (
    seq bigint NOT NULL,
    record text NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    version integer NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    recorded_at timestamp(3) with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    verb text NOT NULL,
    audience text NOT NULL,
    reason text,
    changes jsonb NOT NULL,
    before jsonb NOT NULL,
    input jsonb NOT NULL,
    effects jsonb NOT NULL,
    correlation_id uuid NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT journal_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'token'::text, 'rule'::text]))),
    CONSTRAINT journal_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'internal'::text]))),
    CONSTRAINT journal_check CHECK ((at <= (recorded_at + '00:05:00'::interval)))
);


--
-- Name: journal_seal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal_seal (
    id bigint NOT NULL,
    from_seq bigint NOT NULL,
    to_seq bigint NOT NULL,
    rows bigint NOT NULL,
    root text NOT NULL,
    prev text NOT NULL,
    hash text NOT NULL,
    sealed_at timestamp(3) with time zone NOT NULL
);


--
-- Name: journal_seal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.journal_seal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.journal_seal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: journal_seq_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.journal ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.journal_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: link; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.link (
    id uuid NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    relation text NOT NULL,
    to_record text NOT NULL,
    to_id uuid NOT NULL,
    to_number text NOT NULL,
    since timestamp(3) with time zone NOT NULL,
    CONSTRAINT link_relation_check CHECK ((relation = ANY (ARRAY['relates_to'::text, 'duplicate_of'::text, 'parent_of'::text, 'child_of'::text, 'repeat_of'::text, 'caused_by'::text])))
);

ALTER TABLE ONLY public.link FORCE ROW LEVEL SECURITY;


--
-- Name: migration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.migration (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: obligation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.obligation (
    record_id uuid NOT NULL,
    kind text NOT NULL,
    record text NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    state text NOT NULL,
    due_at timestamp(3) with time zone,
    sort_at timestamp(3) with time zone,
    is_tightest boolean NOT NULL,
    budget_seconds integer,
    agreement_number text,
    facts jsonb NOT NULL,
    inputs_hash text NOT NULL,
    CONSTRAINT obligation_budget_seconds_check CHECK (((budget_seconds >= 0) AND (budget_seconds <= 315576000))),
    CONSTRAINT obligation_kind_check CHECK ((kind = ANY (ARRAY['response'::text, 'resolution'::text, 'update'::text])))
);

ALTER TABLE ONLY public.obligation FORCE ROW LEVEL SECURITY;


--
-- Name: organization; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.organization (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    shared boolean NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    zone text NOT NULL,
    note text,
    chain text NOT NULL,
    CONSTRAINT organization_kind_check CHECK ((kind = ANY (ARRAY['provider'::text, 'customer'::text, 'supplier'::text]))),
    CONSTRAINT organization_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.organization FORCE ROW LEVEL SECURITY;


--
-- Name: organization_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.organization_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: outage; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outage (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    scope text NOT NULL,
    service_id uuid NOT NULL,
    incident_id uuid,
    started_at timestamp(3) with time zone NOT NULL,
    ended_at timestamp(3) with time zone,
    degree double precision NOT NULL,
    is_planned boolean NOT NULL,
    evidence text,
    chain text NOT NULL,
    CONSTRAINT outage_degree_check CHECK (((degree >= (0)::double precision) AND (degree <= (1)::double precision))),
    CONSTRAINT outage_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.outage FORCE ROW LEVEL SECURITY;


--
-- Name: outage_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.outage_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: password; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.password (
    person_id uuid NOT NULL,
    hash text NOT NULL,
    changed_at timestamp(3) with time zone NOT NULL
);


--
-- Name: person; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.person (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    phone text,
    role text NOT NULL,
    reach text NOT NULL,
    team_ids uuid[] NOT NULL,
    zone text,
    chain text NOT NULL,
    CONSTRAINT person_reach_check CHECK ((reach = ANY (ARRAY['organization'::text, 'all'::text]))),
    CONSTRAINT person_role_check CHECK ((role = ANY (ARRAY['sender'::text, 'requester'::text, 'customer'::text, 'auditor'::text, 'agent'::text, 'manager'::text, 'admin'::text]))),
    CONSTRAINT person_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.person FORCE ROW LEVEL SECURITY;


--
-- Name: person_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.person_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: search_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_entry (
    id uuid NOT NULL,
    record text NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    requester_id uuid,
    audience text NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    body tsvector NOT NULL,
    at timestamp(3) with time zone NOT NULL
);

ALTER TABLE ONLY public.search_entry FORCE ROW LEVEL SECURITY;


--
-- Name: service; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.service (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    shared boolean NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    tags text[] NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    aliases text[] NOT NULL,
    description text,
    tier text NOT NULL,
    layer text NOT NULL,
    owner_id uuid,
    team_id uuid,
    depends_on_ids uuid[] NOT NULL,
    vital_functions text[] NOT NULL,
    dependency_since timestamp(3) with time zone,
    chain text NOT NULL,
    runbook_url text,
    CONSTRAINT service_layer_check CHECK ((layer = ANY (ARRAY['service'::text, 'application'::text, 'infrastructure'::text, 'supplier'::text]))),
    CONSTRAINT service_tier_check CHECK ((tier = ANY (ARRAY['gold'::text, 'silver'::text, 'bronze'::text, 'supporting'::text]))),
    CONSTRAINT service_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.service FORCE ROW LEVEL SECURITY;


--
-- Name: service_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.service_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session (
    secret_sha256 text NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL
);


--
-- Name: setup_link; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.setup_link (
    is_only boolean DEFAULT true NOT NULL,
    secret_sha256 text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    used_at timestamp(3) with time zone,
    CONSTRAINT setup_link_is_only_check CHECK (is_only)
);


--
-- Name: silence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.silence (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    matchers jsonb NOT NULL,
    starts_at timestamp(3) with time zone NOT NULL,
    ends_at timestamp(3) with time zone NOT NULL,
    author text NOT NULL,
    comment text NOT NULL,
    chain text NOT NULL,
    CONSTRAINT silence_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.silence FORCE ROW LEVEL SECURITY;


--
-- Name: silence_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.silence_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: subscription; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.subscription (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    secret text NOT NULL,
    events jsonb NOT NULL,
    chain text NOT NULL,
    CONSTRAINT subscription_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.subscription FORCE ROW LEVEL SECURITY;


--
-- Name: subscription_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.subscription_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: team; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.team (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    shared boolean NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    email text,
    webhook_url text,
    lead_id uuid,
    zone text,
    chain text NOT NULL,
    CONSTRAINT team_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.team FORCE ROW LEVEL SECURITY;


--
-- Name: team_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.team_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: view; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.view (
    id uuid NOT NULL,
    number text NOT NULL,
    org_id uuid NOT NULL,
    state text NOT NULL,
    state_since timestamp(3) with time zone NOT NULL,
    version integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    created_by text NOT NULL,
    updated_at timestamp(3) with time zone NOT NULL,
    name text NOT NULL,
    of text NOT NULL,
    query text NOT NULL,
    audience text NOT NULL,
    owner_id uuid,
    chain text NOT NULL,
    CONSTRAINT view_audience_check CHECK ((audience = ANY (ARRAY['me'::text, 'everybody'::text]))),
    CONSTRAINT view_version_check CHECK (((version >= 1) AND (version <= 2000000000)))
);

ALTER TABLE ONLY public.view FORCE ROW LEVEL SECURITY;


--
-- Name: view_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.view_number
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: watch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.watch (
    id uuid NOT NULL,
    record_id uuid NOT NULL,
    org_id uuid NOT NULL,
    requester_id uuid,
    person_id uuid NOT NULL,
    since timestamp(3) with time zone NOT NULL
);

ALTER TABLE ONLY public.watch FORCE ROW LEVEL SECURITY;


--
-- Name: event_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event ATTACH PARTITION public.event_rest DEFAULT;


--
-- Name: journal_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal ATTACH PARTITION public.journal_rest DEFAULT;


--
-- Data for Name: _private_job_queues; Type: TABLE DATA; Schema: graphile_worker; Owner: -
--



--
-- Data for Name: _private_jobs; Type: TABLE DATA; Schema: graphile_worker; Owner: -
--



--
-- Data for Name: _private_known_crontabs; Type: TABLE DATA; Schema: graphile_worker; Owner: -
--



--
-- Data for Name: _private_tasks; Type: TABLE DATA; Schema: graphile_worker; Owner: -
--

INSERT INTO graphile_worker._private_tasks OVERRIDING SYSTEM VALUE VALUES
	(1, 'react'),
	(2, 'react again'),
	(3, 'review incident'),
	(4, 'deliver');


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: graphile_worker; Owner: -
--

INSERT INTO graphile_worker.migrations VALUES
	(1, '2026-11-23 13:07:21.783647+00', true),
	(2, '2026-11-23 13:07:21.831579+00', false),
	(3, '2026-11-23 13:07:21.8543+00', true),
	(4, '2026-11-23 13:07:21.867982+00', false),
	(5, '2026-11-23 13:07:21.870307+00', false),
	(6, '2026-11-23 13:07:21.875055+00', false),
	(7, '2026-11-23 13:07:21.878957+00', false),
	(8, '2026-11-23 13:07:21.888213+00', false),
	(9, '2026-11-23 13:07:21.902958+00', false),
	(10, '2026-11-23 13:07:21.905495+00', false),
	(11, '2026-11-23 13:07:21.934637+00', true),
	(12, '2026-11-23 13:07:22.107993+00', false),
	(13, '2026-11-23 13:07:22.212114+00', true),
	(14, '2026-11-23 13:07:22.223262+00', true),
	(15, '2026-11-23 13:07:22.280272+00', false),
	(16, '2026-11-23 13:07:22.333633+00', true),
	(17, '2026-11-23 13:07:22.363317+00', false),
	(18, '2026-11-23 13:07:22.460569+00', false),
	(19, '2026-11-23 13:07:22.772016+00', true),
	(20, '2026-11-23 13:07:22.81648+00', false);


--
-- Data for Name: agreement; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.agreement VALUES
	('019cfb05-fe80-7005-a44e-c83f2e3a9dd7', 'SLA-1001', '019cfb05-fe80-7001-bded-4874bdc6792d', true, 'in_force', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'a provider begins with defaults', '2026-03-17 09:00:00+00', 'Default targets', NULL, '019cfb05-fe80-7004-96c6-e54222efb5b0', '{"1": {"responseSeconds": 900, "resolutionSeconds": 14400}, "2": {"responseSeconds": 1800, "resolutionSeconds": 28800}, "3": {"responseSeconds": 14400, "resolutionSeconds": 86400}, "4": {"responseSeconds": 28800, "resolutionSeconds": 172800}, "5": {"responseSeconds": null, "resolutionSeconds": null}}', '["user", "schedule"]', NULL, NULL, 'default', 'f069819439c37fb3e0d2ef3e80882dd6bea9e7d61750229a8cc526c60f110dee');


--
-- Data for Name: alert; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alert VALUES
	('019cfb05-fe80-700e-aa49-ec1d7ce40bde', 'ALR-1001', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'firing', '2026-03-17 09:00:00+00', 2, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'Gate down', 'critical', 'ffffffffffffffff', '{"service": "gate", "alertname": "GateDown"}', '{}', NULL, '019cfb05-fe80-700b-b498-ff3ce4d8e9d3', '019cfb05-fe80-700a-8b89-08313dde12b6', '019cfb05-fe80-7012-84e4-2e9513928fe7', 'gate', NULL, NULL, '2026-03-17 08:59:00+00', NULL, '[]', NULL, NULL, NULL, '78ab50de41f7f54631956e8f5b26232c488c0f3ac96b70c50286260301e2c53a');


--
-- Data for Name: alert_pulse; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: api_token; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.api_token VALUES
	('019cfb46-14c0-7019-9cf6-c41637d89537', 'b3b0b7ae6b37c32998748b334bb3ef224adba7f91fc50eb0c264bf0e343a9523', 'script', 'agent', 'all', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 'story', '2026-03-17 10:10:00+00', NULL, NULL, NULL);


--
-- Data for Name: attachment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: blob; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: calendar; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.calendar VALUES
	('019cfb05-fe80-7004-96c6-e54222efb5b0', 'CAL-1001', '019cfb05-fe80-7001-bded-4874bdc6792d', true, 'in_use', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'a provider begins with defaults', '2026-03-17 09:00:00+00', 'Around the clock', '{"zone": "UTC", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}', '2db41c8c16396d95a5a40f769cf8205b4f7423461a3cbf4c1baedcf12d1d0d28'),
	('019cfb05-fe80-700f-a4f2-b456237229fd', 'CAL-1002', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, 'in_use', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'Office', '{"zone": "Europe/Berlin", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}', '19a9b0756611b44cd5668bb0861928757bb221445fc648c7525722ba5a72510c');


--
-- Data for Name: comment; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.comment VALUES
	('019cfb18-4e00-7001-bdc1-f4c33f1a8cd5', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'public', 'We look at it.', NULL, 'story', '2026-03-17 09:20:00+00'),
	('019cfb21-75c0-7001-9e59-e099d28ae65d', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'internal', 'Inside.', NULL, 'story', '2026-03-17 09:30:00+00');


--
-- Data for Name: delivery; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.delivery VALUES
	('019cfb05-fe80-7015-a405-98432ae926ec', 'DLV-1001', '019cfb05-fe80-7001-bded-4874bdc6792d', 'queued', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'the team is told', '2026-03-17 09:00:00+00', 'email', 'platform@example.org', '[INC-1001] P2 new: Gate down', 'INC-1001  Gate down
Priority 2, assigned, Gate and Yard


Opened by ALR-1001.

- service: gate
- alertname: GateDown', 'INC-1001', NULL, 0, NULL, NULL, '14cef4e58ec54cf57b221aa875a006b7c30a76c2ad37d53594b6a817631beac7'),
	('019cfb05-fe80-7018-86de-3cf0addd9a50', 'DLV-1002', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'subscribers are told', '2026-03-17 09:00:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.create INC-1001', '{"id":"4e5b5df6e19d7bf19d36ddbe0f9717b4","type":"incident.create","at":"2026-03-17T09:00:00.000Z","actor":"alerts open incidents v1","reason":null,"version":1,"record":{"id":"019cfb05-fe80-7012-84e4-2e9513928fe7","number":"INC-1001","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"assigned","stateSince":"2026-03-17T09:00:00.000Z","version":1,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"alerts open incidents","updatedAt":"2026-03-17T09:00:00.000Z","teamId":"019cfb05-fe80-7008-a4fa-7717901e88e7","assigneeId":null,"tags":[],"title":"Gate down","description":"Opened by ALR-1001.\n\n- service: gate\n- alertname: GateDown","serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":2,"urgency":1,"priority":2,"isPriorityOverridden":false,"reportedVia":"monitoring","noticedAt":"2026-03-17T08:59:00.000Z","requesterId":null,"affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":null,"resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":0,"correlationKey":"gate","parentId":null,"mergedIntoId":null}}', 'INC-1001', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, 'dfacf8c9cff3f6f01747d149ff79674b1b017903aac421196ba021b4aa25e951'),
	('019cfb05-fe80-701d-81bc-7a18552bc899', 'DLV-1003', '019cfb05-fe80-7001-bded-4874bdc6792d', 'queued', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'the team is told', '2026-03-17 09:00:00+00', 'email', 'platform@example.org', '[INC-1002] P2 new: Scanner broken', 'INC-1002  Scanner broken
Priority 2, new, Gate and Yard', 'INC-1002', NULL, 0, NULL, NULL, '9a5bca80d0743424728ae68a71c0a97e94c5d9a1af6f846ae1c57e9e20d1a0ed'),
	('019cfb05-fe80-701f-ae6e-db177f115efe', 'DLV-1004', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'the requester is told', '2026-03-17 09:00:00+00', 'email', 'rita@example.org', '[INC-1002] Scanner broken', 'We have it and will answer here.', 'INC-1002', NULL, 0, NULL, NULL, '3853d3f63980f5cb38b853591bb8231167ed6b576f1d308add5240efb3c1d8af'),
	('019cfb05-fe80-7021-8feb-ae329e1b719c', 'DLV-1005', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'subscribers are told', '2026-03-17 09:00:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.create INC-1002', '{"id":"43aa145472573261e03bf4fc79be13a5","type":"incident.create","at":"2026-03-17T09:00:00.000Z","actor":"story v1","reason":null,"version":1,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"new","stateSince":"2026-03-17T09:00:00.000Z","version":1,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T09:00:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":null,"resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":0,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, 'f7b4666e2ed47dbfe16d31469377a22c67bdc9ee29aa8a5816d0f4f4ef9eabe6'),
	('019cfb3c-ed00-7003-af21-59d62e11f121', 'DLV-1006', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 09:50:00+00', 1, '2026-03-17 09:50:00+00', 'subscribers are told', '2026-03-17 09:50:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.acknowledge INC-1002', '{"id":"ccf59ec0775d3229211ff41d50921f4f","type":"incident.acknowledge","at":"2026-03-17T09:10:00.000Z","actor":"story v1","reason":null,"version":2,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T09:50:00.000Z","version":6,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T09:50:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":0,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, 'c266e07e98093123cc2178ac4f05de925bc45da68e5e66f5d402f309a4dad49c'),
	('019cfb3c-ed00-7004-be16-f15443365468', 'DLV-1007', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:00:00+00', 1, '2026-03-17 10:00:00+00', 'subscribers are told', '2026-03-17 10:00:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.note INC-1002', '{"id":"b5a243a8f0e34c2ac2de0dccc29dbd28","type":"incident.note","at":"2026-03-17T09:30:00.000Z","actor":"story v1","reason":null,"version":4,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T09:50:00.000Z","version":6,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T09:50:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":0,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, '347718eb2fa1b1ce3f701efa233ecef83f38545cee6fd604ce5619835508b290'),
	('019cfb46-14c0-7008-a4d4-405342628975', 'DLV-1008', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'the requester is told', '2026-03-17 10:10:00+00', 'email', 'rita@example.org', '[INC-1002] Scanner broken', 'We look at it.', 'INC-1002', NULL, 0, NULL, NULL, 'ca1c7f1a214a0004fc7fcd3c91c5087b1beea2e3aa22b65ed1b877bd1c74a9b3'),
	('019cfb46-14c0-7012-afd1-03c34b7fcb33', 'DLV-1012', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'the requester is told', '2026-03-17 10:10:00+00', 'email', 'rita@example.org', '[INC-1002] Scanner broken', 'It works again, as far as we can see.', 'INC-1002', NULL, 0, NULL, NULL, '4b1cdceb3e5a720ba96da690565d1fb8cddd4f3f2d40f88d16ecfbc586a78f4b'),
	('019cfb46-14c0-700b-b220-040076c89249', 'DLV-1009', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'subscribers are told', '2026-03-17 10:10:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.pause INC-1002', '{"id":"8e9e6559c6ee46211ba2901b3e142e61","type":"incident.pause","at":"2026-03-17T09:40:00.000Z","actor":"story v1","reason":null,"version":5,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T10:10:00.000Z","version":8,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T10:10:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":1,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, '83a2d3a1a787722c47854576b5188ba5611128cfda1a1849bec16db007808082'),
	('019cfb46-14c0-7016-a4b8-46c412ab70e5', 'DLV-1014', '019cfb05-fe80-7001-bded-4874bdc6792d', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'the team is told', '2026-03-17 10:10:00+00', 'email', 'platform@example.org', '[INC-1002] P2 reopened: Scanner broken', 'INC-1002  Scanner broken
Priority 2, in progress, Gate and Yard
Reason: again', 'INC-1002', NULL, 0, NULL, NULL, '22f3786c4cbe282da76f43dca1d37db5bf5379bbc725ff38e5e608ffa8646c68'),
	('019cfb46-14c0-7018-99e6-9280c257ce25', 'DLV-1015', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'subscribers are told', '2026-03-17 10:10:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.reopen INC-1002', '{"id":"c27762b2d8c37f1e4367ee6f346ab57e","type":"incident.reopen","at":"2026-03-17T10:10:00.000Z","actor":"story v1","reason":"again","version":8,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T10:10:00.000Z","version":8,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T10:10:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":1,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, '6459256642b766fcf4ae9cb4388eec3277461dcf1e804ec0b99c4e681de56590'),
	('019cfb46-14c0-700e-983b-b1cda7db88f1', 'DLV-1010', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'subscribers are told', '2026-03-17 10:10:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.resume INC-1002', '{"id":"86ac64301f22739f58e3598e350562a4","type":"incident.resume","at":"2026-03-17T09:50:00.000Z","actor":"story v1","reason":null,"version":6,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T10:10:00.000Z","version":8,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T10:10:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":1,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, '554cbf84a642f6f08e52581abc564491ba5e4c88760a3897b6f44d33427a14ea'),
	('019cfb46-14c0-700f-b5d2-9babdf833ce0', 'DLV-1011', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'subscribers are told', '2026-03-17 10:10:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.comment INC-1002', '{"id":"ef675fa9bb22790c1363fcc4c381697e","type":"incident.comment","at":"2026-03-17T09:20:00.000Z","actor":"story v1","reason":null,"version":3,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T10:10:00.000Z","version":8,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T10:10:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":1,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, '5dd9989d3259b726168f5d5ee59e63886fc4f12860108ffc391735c0a9b2df58'),
	('019cfb46-14c0-7014-9ef5-1de01713635d', 'DLV-1013', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'queued', '2026-03-17 10:10:00+00', 1, '2026-03-17 10:10:00+00', 'subscribers are told', '2026-03-17 10:10:00+00', 'webhook', 'https://chat.example.org/hook', 'incident.resolve INC-1002', '{"id":"f6bdd0f3a3d0f039871cfe43be1f927c","type":"incident.resolve","at":"2026-03-17T10:00:00.000Z","actor":"story v1","reason":null,"version":7,"record":{"id":"019cfb05-fe80-701a-8d9a-a1f0438dc7f0","number":"INC-1002","orgId":"019cfb05-fe80-7007-ba64-5f882e6b16f2","state":"in_progress","stateSince":"2026-03-17T10:10:00.000Z","version":8,"createdAt":"2026-03-17T09:00:00.000Z","createdBy":"story","updatedAt":"2026-03-17T10:10:00.000Z","teamId":null,"assigneeId":null,"tags":[],"title":"Scanner broken","description":null,"serviceId":"019cfb05-fe80-700a-8b89-08313dde12b6","category":null,"impact":1,"urgency":2,"priority":2,"isPriorityOverridden":false,"reportedVia":"web","noticedAt":null,"requesterId":"019cfb05-fe80-7009-9cb5-eb760b9ace37","affectedUsers":null,"pendingReason":null,"waitingFor":null,"reviewAt":null,"isMajor":false,"majorSince":null,"leadId":null,"updateEverySeconds":null,"escalationLevel":0,"firstActionAt":"2026-03-17T09:10:00.000Z","resolvedAt":null,"closedAt":null,"resolutionCode":null,"resolution":null,"reopenCount":1,"correlationKey":null,"parentId":null,"mergedIntoId":null}}', 'INC-1002', '019cfb05-fe80-700d-992f-0d58cc3ab308', 0, NULL, NULL, '343154bed2040399d0de0f5be2b37c02e03075904e7259eeb783a3aaa14e6aea');


--
-- Data for Name: effort; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: event_rest; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.event_rest VALUES
	('56077cf0-c4dc-45a3-a703-4140087dddb2', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-700b-b498-ff3ce4d8e9d3', 'prom', 'firing', 'gate', 'ffffffffffffffff', 'firing', 'exception', 'open', '2026-03-17 08:59:00+00', '2026-03-17 08:59:00+00', '{"service": "gate", "alertname": "GateDown"}', '{}', '[]');


--
-- Data for Name: idempotency; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.idempotency VALUES
	('617b3fff-7a1d-42f8-a4b1-b8ee753f063b', 'k', 'h', 201, '{}', '2026-03-17 00:00:00+00');


--
-- Data for Name: incident; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.incident VALUES
	('019cfb05-fe80-7012-84e4-2e9513928fe7', 'INC-1001', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'assigned', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'alerts open incidents', '2026-03-17 09:00:00+00', '019cfb05-fe80-7008-a4fa-7717901e88e7', NULL, '{}', 'Gate down', 'Opened by ALR-1001.

- service: gate
- alertname: GateDown', '019cfb05-fe80-700a-8b89-08313dde12b6', NULL, 2, 1, 2, false, 'monitoring', '2026-03-17 08:59:00+00', NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, 'gate', NULL, NULL, '4e5b5df6e19d7bf19d36ddbe0f9717b482de9eb6d9003d02ae6cc1f71f025ad5'),
	('019cfb05-fe80-701a-8d9a-a1f0438dc7f0', 'INC-1002', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'in_progress', '2026-03-17 10:10:00+00', 8, '2026-03-17 09:00:00+00', 'story', '2026-03-17 10:10:00+00', NULL, NULL, '{}', 'Scanner broken', NULL, '019cfb05-fe80-700a-8b89-08313dde12b6', NULL, 1, 2, 2, false, 'web', NULL, '019cfb05-fe80-7009-9cb5-eb760b9ace37', NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, 0, '2026-03-17 09:10:00+00', NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, 'c27762b2d8c37f1e4367ee6f346ab57e13d8b5bbae8accdb153c623c3af454eb');


--
-- Data for Name: integration; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.integration VALUES
	('019cfb05-fe80-700b-b498-ff3ce4d8e9d3', 'INT-1001', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'enabled', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'prom', 'alertmanager', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, '["service", "service_name", "job"]', NULL, '["alertname"]', 'e77d2723f3c6d5c80474e5717ce465ef8f7a8909f51415565ac4f7204b9caa43');


--
-- Data for Name: journal_rest; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.journal_rest OVERRIDING SYSTEM VALUE VALUES
	(1, 'organization', '019cfb05-fe80-7001-bded-4874bdc6792d', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'set-up v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7001-bded-4874bdc6792d", "kind": "provider", "name": "Nordhavn IT", "note": null, "zone": "UTC", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "active", "number": "ORG-1001", "shared": false, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "set-up", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7000-bc34-9efcabecff3d', '', '6ef275b43c0b684d5288c6d417323a2f0047627aafefc035566c78fc59a615cc'),
	(2, 'person', '019cfb05-fe80-7002-9301-a884836596f1', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'set-up v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7002-9301-a884836596f1", "name": "Ada", "role": "admin", "zone": null, "email": "ada@example.org", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "phone": null, "reach": "all", "state": "active", "number": "PER-1001", "teamIds": [], "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "set-up", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7000-bc34-9efcabecff3d', '', '45e09d7650b2bf2f9fce51eccc3d68a95f608fc945a2e270552f1eab63322fb2'),
	(3, 'calendar', '019cfb05-fe80-7004-96c6-e54222efb5b0', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'a provider begins with defaults v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7004-96c6-e54222efb5b0", "name": "Around the clock", "hours": {"zone": "UTC", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}, "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "in_use", "number": "CAL-1001", "shared": true, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "a provider begins with defaults", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7003-82ce-726875fcbcff', '', '2db41c8c16396d95a5a40f769cf8205b4f7423461a3cbf4c1baedcf12d1d0d28'),
	(4, 'agreement', '019cfb05-fe80-7005-a44e-c83f2e3a9dd7', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'a provider begins with defaults v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7005-a44e-c83f2e3a9dd7", "name": "Default targets", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "in_force", "number": "SLA-1001", "shared": true, "targets": {"1": {"responseSeconds": 900, "resolutionSeconds": 14400}, "2": {"responseSeconds": 1800, "resolutionSeconds": 28800}, "3": {"responseSeconds": 14400, "resolutionSeconds": 86400}, "4": {"responseSeconds": 28800, "resolutionSeconds": 172800}, "5": {"responseSeconds": null, "resolutionSeconds": null}}, "validTo": null, "version": 1, "pausesOn": ["user", "schedule"], "standing": "default", "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "a provider begins with defaults", "serviceId": null, "updatedAt": "2026-03-17T09:00:00.000Z", "validFrom": null, "calendarId": "019cfb05-fe80-7004-96c6-e54222efb5b0", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7003-82ce-726875fcbcff', '', 'f069819439c37fb3e0d2ef3e80882dd6bea9e7d61750229a8cc526c60f110dee'),
	(5, 'organization', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "kind": "customer", "name": "Terminal Ops", "note": null, "zone": "Europe/Berlin", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "active", "number": "ORG-1002", "shared": false, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '4bb14ff73a60ab001d937de5b0c864538be7532c0efae7b6e2f83b53a144422c'),
	(6, 'team', '019cfb05-fe80-7008-a4fa-7717901e88e7', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7008-a4fa-7717901e88e7", "name": "Platform", "zone": null, "email": "platform@example.org", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "active", "leadId": null, "number": "TEM-1001", "shared": true, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "webhookUrl": null}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '4530469b7d17fafd86f88e95d6beeed7a7fe8e4d1381a55eb2ecf95bc82ca3ed'),
	(7, 'person', '019cfb05-fe80-7009-9cb5-eb760b9ace37', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7009-9cb5-eb760b9ace37", "name": "Rita Requester", "role": "requester", "zone": null, "email": "rita@example.org", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "phone": null, "reach": "organization", "state": "active", "number": "PER-1002", "teamIds": [], "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '9a9a5ce19aa589cb277786ce0847e51900601fe48491fd0f5d345466d76d1cf9'),
	(8, 'service', '019cfb05-fe80-700a-8b89-08313dde12b6', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-700a-8b89-08313dde12b6", "key": "gate", "name": "Gate and Yard", "tags": [], "tier": "silver", "layer": "service", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "live", "number": "SVC-1001", "shared": false, "teamId": "019cfb05-fe80-7008-a4fa-7717901e88e7", "aliases": [], "ownerId": null, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "runbookUrl": null, "stateSince": "2026-03-17T09:00:00.000Z", "description": null, "dependsOnIds": [], "vitalFunctions": ["gate-in"], "dependencySince": null}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '22bc0a9332a8aa51b515304f34cf70b674f5d0b1d053174b0d7e74841d010b9d'),
	(9, 'integration', '019cfb05-fe80-700b-b498-ff3ce4d8e9d3', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-700b-b498-ff3ce4d8e9d3", "kind": "alertmanager", "name": "prom", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "enabled", "number": "INT-1001", "groupBy": ["alertname"], "keyHash": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "mapping": null, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "serviceLabels": ["service", "service_name", "job"], "defaultServiceId": null}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', 'e77d2723f3c6d5c80474e5717ce465ef8f7a8909f51415565ac4f7204b9caa43'),
	(10, 'silence', '019cfb05-fe80-700c-92a4-07de589b52ad', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-700c-92a4-07de589b52ad", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "standing", "author": "ada", "endsAt": "2026-03-18T09:00:00.000Z", "number": "SIL-1001", "comment": "planned work", "version": 1, "matchers": [{"name": "job", "value": "x", "isEqual": true, "isRegex": false}], "startsAt": "2026-03-17T09:00:00.000Z", "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '787834e9b593e54e9b2247f9195b870279ffbeb245799d400b5cfa722aa5c170'),
	(11, 'subscription', '019cfb05-fe80-700d-992f-0d58cc3ab308', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-700d-992f-0d58cc3ab308", "url": "https://chat.example.org/hook", "name": "chat", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "on", "events": ["incident.*"], "number": "SUB-1001", "secret": "some secret of length", "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '65c02446f3a2cd04931ee7e3c5407bf54ce71636c8a51838b0e99ac556e188b3'),
	(12, 'alert', '019cfb05-fe80-700e-aa49-ec1d7ce40bde', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-700e-aa49-ec1d7ce40bde", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "firing", "title": "Gate down", "endsAt": null, "labels": {"service": "gate", "alertname": "GateDown"}, "number": "ALR-1001", "ackedAt": null, "ackedBy": null, "eventId": null, "outcome": null, "reasons": [], "version": 1, "severity": "critical", "startsAt": "2026-03-17T08:59:00.000Z", "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "serviceId": "019cfb05-fe80-700a-8b89-08313dde12b6", "updatedAt": "2026-03-17T09:00:00.000Z", "incidentId": null, "stateSince": "2026-03-17T09:00:00.000Z", "annotations": {}, "fingerprint": "ffffffffffffffff", "incidentKey": "gate", "generatorUrl": null, "suppressedBy": null, "integrationId": "019cfb05-fe80-700b-b498-ff3ce4d8e9d3"}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '75edeaf860387ae16548d97809d7d887dd79962a4b3f1c276b9503c4bb1dd3a5'),
	(13, 'calendar', '019cfb05-fe80-700f-a4f2-b456237229fd', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-700f-a4f2-b456237229fd", "name": "Office", "hours": {"zone": "Europe/Berlin", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}, "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "in_use", "number": "CAL-1002", "shared": false, "version": 1, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z"}', '{}', '{}', '[]', '019cfb05-fe80-7006-b25f-f12221a253b9', '', '19a9b0756611b44cd5668bb0861928757bb221445fc648c7525722ba5a72510c'),
	(14, 'incident', '019cfb05-fe80-7012-84e4-2e9513928fe7', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'alerts open incidents v1', 'create', 'public', NULL, '{"id": "019cfb05-fe80-7012-84e4-2e9513928fe7", "tags": [], "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "assigned", "title": "Gate down", "impact": 2, "leadId": null, "number": "INC-1001", "teamId": "019cfb05-fe80-7008-a4fa-7717901e88e7", "isMajor": false, "urgency": 1, "version": 1, "category": null, "closedAt": null, "parentId": null, "priority": 2, "reviewAt": null, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "alerts open incidents", "noticedAt": "2026-03-17T08:59:00.000Z", "serviceId": "019cfb05-fe80-700a-8b89-08313dde12b6", "updatedAt": "2026-03-17T09:00:00.000Z", "assigneeId": null, "majorSince": null, "resolution": null, "resolvedAt": null, "stateSince": "2026-03-17T09:00:00.000Z", "waitingFor": null, "description": "Opened by ALR-1001.\n\n- service: gate\n- alertname: GateDown", "reopenCount": 0, "reportedVia": "monitoring", "requesterId": null, "mergedIntoId": null, "affectedUsers": null, "firstActionAt": null, "pendingReason": null, "correlationKey": "gate", "resolutionCode": null, "escalationLevel": 0, "updateEverySeconds": null, "isPriorityOverridden": false}', '{}', '{"correlateBy": "gate", "teamToAssign": "019cfb05-fe80-7008-a4fa-7717901e88e7"}', '[]', '019cfb05-fe80-7011-abcb-55c3e38d9ebb', '', '4e5b5df6e19d7bf19d36ddbe0f9717b482de9eb6d9003d02ae6cc1f71f025ad5'),
	(15, 'alert', '019cfb05-fe80-700e-aa49-ec1d7ce40bde', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 2, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'alerts open incidents v1', 'link', 'internal', NULL, '{"version": 2, "incidentId": "019cfb05-fe80-7012-84e4-2e9513928fe7"}', '{"version": 1, "incidentId": null}', '{}', '[]', '019cfb05-fe80-7011-abcb-55c3e38d9ebb', '75edeaf860387ae16548d97809d7d887dd79962a4b3f1c276b9503c4bb1dd3a5', '78ab50de41f7f54631956e8f5b26232c488c0f3ac96b70c50286260301e2c53a'),
	(16, 'delivery', '019cfb05-fe80-7015-a405-98432ae926ec', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'the team is told v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7015-a405-98432ae926ec", "body": "INC-1001  Gate down\nPriority 2, assigned, Gate and Yard\n\n\nOpened by ALR-1001.\n\n- service: gate\n- alertname: GateDown", "about": "INC-1001", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "queued", "answer": null, "number": "DLV-1001", "sentAt": null, "target": "platform@example.org", "channel": "email", "subject": "[INC-1001] P2 new: Gate down", "version": 1, "attempts": 0, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "the team is told", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "subscriptionId": null}', '{}', '{}', '[]', '019cfb05-fe80-7014-ab2f-f9ecbc7dea01', '', '14cef4e58ec54cf57b221aa875a006b7c30a76c2ad37d53594b6a817631beac7'),
	(17, 'delivery', '019cfb05-fe80-7018-86de-3cf0addd9a50', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7018-86de-3cf0addd9a50", "body": "{\"id\":\"4e5b5df6e19d7bf19d36ddbe0f9717b4\",\"type\":\"incident.create\",\"at\":\"2026-03-17T09:00:00.000Z\",\"actor\":\"alerts open incidents v1\",\"reason\":null,\"version\":1,\"record\":{\"id\":\"019cfb05-fe80-7012-84e4-2e9513928fe7\",\"number\":\"INC-1001\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"assigned\",\"stateSince\":\"2026-03-17T09:00:00.000Z\",\"version\":1,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"alerts open incidents\",\"updatedAt\":\"2026-03-17T09:00:00.000Z\",\"teamId\":\"019cfb05-fe80-7008-a4fa-7717901e88e7\",\"assigneeId\":null,\"tags\":[],\"title\":\"Gate down\",\"description\":\"Opened by ALR-1001.\\n\\n- service: gate\\n- alertname: GateDown\",\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":2,\"urgency\":1,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"monitoring\",\"noticedAt\":\"2026-03-17T08:59:00.000Z\",\"requesterId\":null,\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":null,\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":0,\"correlationKey\":\"gate\",\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1001", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1002", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.create INC-1001", "version": 1, "attempts": 0, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb05-fe80-7017-8fcc-6787d88e9190', '', 'dfacf8c9cff3f6f01747d149ff79674b1b017903aac421196ba021b4aa25e951'),
	(18, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'story v1', 'create', 'public', NULL, '{"id": "019cfb05-fe80-701a-8d9a-a1f0438dc7f0", "tags": [], "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "new", "title": "Scanner broken", "impact": 1, "leadId": null, "number": "INC-1002", "teamId": null, "isMajor": false, "urgency": 2, "version": 1, "category": null, "closedAt": null, "parentId": null, "priority": 2, "reviewAt": null, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "story", "noticedAt": null, "serviceId": "019cfb05-fe80-700a-8b89-08313dde12b6", "updatedAt": "2026-03-17T09:00:00.000Z", "assigneeId": null, "majorSince": null, "resolution": null, "resolvedAt": null, "stateSince": "2026-03-17T09:00:00.000Z", "waitingFor": null, "description": null, "reopenCount": 0, "reportedVia": "web", "requesterId": "019cfb05-fe80-7009-9cb5-eb760b9ace37", "mergedIntoId": null, "affectedUsers": null, "firstActionAt": null, "pendingReason": null, "correlationKey": null, "resolutionCode": null, "escalationLevel": 0, "updateEverySeconds": null, "isPriorityOverridden": false}', '{}', '{}', '[]', '019cfb05-fe80-7019-bc47-d30c4de24c5c', '', '43aa145472573261e03bf4fc79be13a570e1167ae17c7e2f306e5ffb4e74d87e'),
	(19, 'delivery', '019cfb05-fe80-701d-81bc-7a18552bc899', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'the team is told v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-701d-81bc-7a18552bc899", "body": "INC-1002  Scanner broken\nPriority 2, new, Gate and Yard", "about": "INC-1002", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "queued", "answer": null, "number": "DLV-1003", "sentAt": null, "target": "platform@example.org", "channel": "email", "subject": "[INC-1002] P2 new: Scanner broken", "version": 1, "attempts": 0, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "the team is told", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "subscriptionId": null}', '{}', '{}', '[]', '019cfb05-fe80-701c-8931-e1201ff1cb5a', '', '9a5bca80d0743424728ae68a71c0a97e94c5d9a1af6f846ae1c57e9e20d1a0ed'),
	(20, 'delivery', '019cfb05-fe80-701f-ae6e-db177f115efe', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'the requester is told v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-701f-ae6e-db177f115efe", "body": "We have it and will answer here.", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1004", "sentAt": null, "target": "rita@example.org", "channel": "email", "subject": "[INC-1002] Scanner broken", "version": 1, "attempts": 0, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "the requester is told", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "subscriptionId": null}', '{}', '{}', '[]', '019cfb05-fe80-701e-8aa7-812bf631983f', '', '3853d3f63980f5cb38b853591bb8231167ed6b576f1d308add5240efb3c1d8af'),
	(21, 'delivery', '019cfb05-fe80-7021-8feb-ae329e1b719c', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:00:00+00', '2026-03-17 09:00:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb05-fe80-7021-8feb-ae329e1b719c", "body": "{\"id\":\"43aa145472573261e03bf4fc79be13a5\",\"type\":\"incident.create\",\"at\":\"2026-03-17T09:00:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":1,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"new\",\"stateSince\":\"2026-03-17T09:00:00.000Z\",\"version\":1,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T09:00:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":null,\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":0,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1005", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.create INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T09:00:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb05-fe80-7020-b590-d19425c45d49', '', 'f7b4666e2ed47dbfe16d31469377a22c67bdc9ee29aa8a5816d0f4f4ef9eabe6'),
	(22, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 2, '2026-03-17 09:10:00+00', '2026-03-17 09:10:00+00', 'rule', NULL, 'story v1', 'acknowledge', 'public', NULL, '{"state": "in_progress", "version": 2, "updatedAt": "2026-03-17T09:10:00.000Z", "stateSince": "2026-03-17T09:10:00.000Z", "firstActionAt": "2026-03-17T09:10:00.000Z"}', '{"state": "new", "version": 1, "updatedAt": "2026-03-17T09:00:00.000Z", "stateSince": "2026-03-17T09:00:00.000Z", "firstActionAt": null}', '{}', '[]', '019cfb0f-2640-7000-827a-a180ddc76693', '43aa145472573261e03bf4fc79be13a570e1167ae17c7e2f306e5ffb4e74d87e', 'ccf59ec0775d3229211ff41d50921f4f29a817e5ea8d69a2dab513b574592db7'),
	(23, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 3, '2026-03-17 09:20:00+00', '2026-03-17 09:20:00+00', 'rule', NULL, 'story v1', 'comment', 'public', NULL, '{"version": 3, "updatedAt": "2026-03-17T09:20:00.000Z"}', '{"version": 2, "updatedAt": "2026-03-17T09:10:00.000Z"}', '{"body": "We look at it."}', '[{"op": "insert", "row": {"at": "2026-03-17T09:20:00.000Z", "id": "019cfb18-4e00-7001-bdc1-f4c33f1a8cd5", "body": "We look at it.", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "audience": "public", "authorId": null, "recordId": "019cfb05-fe80-701a-8d9a-a1f0438dc7f0", "authorName": "story", "requesterId": "019cfb05-fe80-7009-9cb5-eb760b9ace37"}, "table": "comment"}]', '019cfb18-4e00-7000-97ae-4d1cd05c603b', 'ccf59ec0775d3229211ff41d50921f4f29a817e5ea8d69a2dab513b574592db7', 'ef675fa9bb22790c1363fcc4c381697e9816d98572b2e82dbc0b566bb1862f62'),
	(24, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 4, '2026-03-17 09:30:00+00', '2026-03-17 09:30:00+00', 'rule', NULL, 'story v1', 'note', 'internal', NULL, '{"version": 4, "updatedAt": "2026-03-17T09:30:00.000Z"}', '{"version": 3, "updatedAt": "2026-03-17T09:20:00.000Z"}', '{"body": "Inside."}', '[{"op": "insert", "row": {"at": "2026-03-17T09:30:00.000Z", "id": "019cfb21-75c0-7001-9e59-e099d28ae65d", "body": "Inside.", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "audience": "internal", "authorId": null, "recordId": "019cfb05-fe80-701a-8d9a-a1f0438dc7f0", "authorName": "story", "requesterId": "019cfb05-fe80-7009-9cb5-eb760b9ace37"}, "table": "comment"}]', '019cfb21-75c0-7000-ba9f-103987eb5bc5', 'ef675fa9bb22790c1363fcc4c381697e9816d98572b2e82dbc0b566bb1862f62', 'b5a243a8f0e34c2ac2de0dccc29dbd2856fd7e6cd8d37f1022fd9ba7eacf5b09'),
	(25, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 5, '2026-03-17 09:40:00+00', '2026-03-17 09:40:00+00', 'rule', NULL, 'story v1', 'pause', 'public', NULL, '{"state": "pending", "version": 5, "updatedAt": "2026-03-17T09:40:00.000Z", "stateSince": "2026-03-17T09:40:00.000Z", "waitingFor": "which gate?", "pendingReason": "user"}', '{"state": "in_progress", "version": 4, "updatedAt": "2026-03-17T09:30:00.000Z", "stateSince": "2026-03-17T09:10:00.000Z", "waitingFor": null, "pendingReason": null}', '{"because": "user", "waitFor": "which gate?"}', '[]', '019cfb2a-9d80-7000-8252-98dbd6730572', 'b5a243a8f0e34c2ac2de0dccc29dbd2856fd7e6cd8d37f1022fd9ba7eacf5b09', '8e9e6559c6ee46211ba2901b3e142e615071cfbe942934cf50c26fdb262a48db'),
	(26, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 6, '2026-03-17 09:50:00+00', '2026-03-17 09:50:00+00', 'rule', NULL, 'story v1', 'resume', 'public', NULL, '{"state": "in_progress", "version": 6, "updatedAt": "2026-03-17T09:50:00.000Z", "stateSince": "2026-03-17T09:50:00.000Z", "waitingFor": null, "pendingReason": null}', '{"state": "pending", "version": 5, "updatedAt": "2026-03-17T09:40:00.000Z", "stateSince": "2026-03-17T09:40:00.000Z", "waitingFor": "which gate?", "pendingReason": "user"}', '{}', '[]', '019cfb33-c540-7000-ac03-b321d766be35', '8e9e6559c6ee46211ba2901b3e142e615071cfbe942934cf50c26fdb262a48db', '86ac64301f22739f58e3598e350562a41ffb98e497abab1257f0ea30b77175db'),
	(27, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 7, '2026-03-17 10:00:00+00', '2026-03-17 10:00:00+00', 'rule', NULL, 'story v1', 'resolve', 'public', NULL, '{"state": "resolved", "version": 7, "updatedAt": "2026-03-17T10:00:00.000Z", "resolution": "Changed the cable.", "resolvedAt": "2026-03-17T10:00:00.000Z", "stateSince": "2026-03-17T10:00:00.000Z", "resolutionCode": "fixed"}', '{"state": "in_progress", "version": 6, "updatedAt": "2026-03-17T09:50:00.000Z", "resolution": null, "resolvedAt": null, "stateSince": "2026-03-17T09:50:00.000Z", "resolutionCode": null}', '{"code": "fixed", "what": "Changed the cable."}', '[]', '019cfb3c-ed00-7002-9b89-279ef35196fe', '86ac64301f22739f58e3598e350562a41ffb98e497abab1257f0ea30b77175db', 'f6bdd0f3a3d0f039871cfe43be1f927c24a8d9e383e51bdee2164c9feec80c3b'),
	(30, 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 8, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'story v1', 'reopen', 'public', 'again', '{"state": "in_progress", "version": 8, "updatedAt": "2026-03-17T10:10:00.000Z", "resolution": null, "resolvedAt": null, "stateSince": "2026-03-17T10:10:00.000Z", "reopenCount": 1, "resolutionCode": null}', '{"state": "resolved", "version": 7, "updatedAt": "2026-03-17T10:00:00.000Z", "resolution": "Changed the cable.", "resolvedAt": "2026-03-17T10:00:00.000Z", "stateSince": "2026-03-17T10:00:00.000Z", "reopenCount": 0, "resolutionCode": "fixed"}', '{}', '[]', '019cfb46-14c0-7001-9229-1708ce70d6bd', 'f6bdd0f3a3d0f039871cfe43be1f927c24a8d9e383e51bdee2164c9feec80c3b', 'c27762b2d8c37f1e4367ee6f346ab57e13d8b5bbae8accdb153c623c3af454eb'),
	(35, 'delivery', '019cfb46-14c0-7012-afd1-03c34b7fcb33', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'the requester is told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-7012-afd1-03c34b7fcb33", "body": "It works again, as far as we can see.", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1012", "sentAt": null, "target": "rita@example.org", "channel": "email", "subject": "[INC-1002] Scanner broken", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "the requester is told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": null}', '{}', '{}', '[]', '019cfb46-14c0-7010-ac21-d86b0a07ba7a', '', '4b1cdceb3e5a720ba96da690565d1fb8cddd4f3f2d40f88d16ecfbc586a78f4b'),
	(36, 'delivery', '019cfb46-14c0-7014-9ef5-1de01713635d', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-7014-9ef5-1de01713635d", "body": "{\"id\":\"f6bdd0f3a3d0f039871cfe43be1f927c\",\"type\":\"incident.resolve\",\"at\":\"2026-03-17T10:00:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":7,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T10:10:00.000Z\",\"version\":8,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T10:10:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":1,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1013", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.resolve INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb46-14c0-7013-aaa7-b86b1ed0e91c', '', '343154bed2040399d0de0f5be2b37c02e03075904e7259eeb783a3aaa14e6aea'),
	(28, 'delivery', '019cfb3c-ed00-7003-af21-59d62e11f121', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 09:50:00+00', '2026-03-17 09:50:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb3c-ed00-7003-af21-59d62e11f121", "body": "{\"id\":\"ccf59ec0775d3229211ff41d50921f4f\",\"type\":\"incident.acknowledge\",\"at\":\"2026-03-17T09:10:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":2,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T09:50:00.000Z\",\"version\":6,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T09:50:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":0,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1006", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.acknowledge INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T09:50:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T09:50:00.000Z", "stateSince": "2026-03-17T09:50:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb33-c540-7001-87a1-d0f255b3c6ce', '', 'c266e07e98093123cc2178ac4f05de925bc45da68e5e66f5d402f309a4dad49c'),
	(29, 'delivery', '019cfb3c-ed00-7004-be16-f15443365468', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:00:00+00', '2026-03-17 10:00:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb3c-ed00-7004-be16-f15443365468", "body": "{\"id\":\"b5a243a8f0e34c2ac2de0dccc29dbd28\",\"type\":\"incident.note\",\"at\":\"2026-03-17T09:30:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":4,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T09:50:00.000Z\",\"version\":6,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T09:50:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":0,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1007", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.note INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:00:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T10:00:00.000Z", "stateSince": "2026-03-17T10:00:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb3c-ed00-7001-b3cd-bed99e5f08d8', '', '347718eb2fa1b1ce3f701efa233ecef83f38545cee6fd604ce5619835508b290'),
	(31, 'delivery', '019cfb46-14c0-7008-a4d4-405342628975', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'the requester is told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-7008-a4d4-405342628975", "body": "We look at it.", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1008", "sentAt": null, "target": "rita@example.org", "channel": "email", "subject": "[INC-1002] Scanner broken", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "the requester is told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": null}', '{}', '{}', '[]', '019cfb46-14c0-7007-844f-68117709232a', '', 'ca1c7f1a214a0004fc7fcd3c91c5087b1beea2e3aa22b65ed1b877bd1c74a9b3'),
	(32, 'delivery', '019cfb46-14c0-700b-b220-040076c89249', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-700b-b220-040076c89249", "body": "{\"id\":\"8e9e6559c6ee46211ba2901b3e142e61\",\"type\":\"incident.pause\",\"at\":\"2026-03-17T09:40:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":5,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T10:10:00.000Z\",\"version\":8,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T10:10:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":1,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1009", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.pause INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb46-14c0-700a-bd42-ebeba6008206', '', '83a2d3a1a787722c47854576b5188ba5611128cfda1a1849bec16db007808082'),
	(37, 'delivery', '019cfb46-14c0-7016-a4b8-46c412ab70e5', '019cfb05-fe80-7001-bded-4874bdc6792d', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'the team is told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-7016-a4b8-46c412ab70e5", "body": "INC-1002  Scanner broken\nPriority 2, in progress, Gate and Yard\nReason: again", "about": "INC-1002", "orgId": "019cfb05-fe80-7001-bded-4874bdc6792d", "state": "queued", "answer": null, "number": "DLV-1014", "sentAt": null, "target": "platform@example.org", "channel": "email", "subject": "[INC-1002] P2 reopened: Scanner broken", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "the team is told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": null}', '{}', '{}', '[]', '019cfb46-14c0-7015-bd59-72998b5a48ca', '', '22f3786c4cbe282da76f43dca1d37db5bf5379bbc725ff38e5e608ffa8646c68'),
	(33, 'delivery', '019cfb46-14c0-700e-983b-b1cda7db88f1', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-700e-983b-b1cda7db88f1", "body": "{\"id\":\"86ac64301f22739f58e3598e350562a4\",\"type\":\"incident.resume\",\"at\":\"2026-03-17T09:50:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":6,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T10:10:00.000Z\",\"version\":8,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T10:10:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":1,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1010", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.resume INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb46-14c0-700c-b3a5-35f32b86810f', '', '554cbf84a642f6f08e52581abc564491ba5e4c88760a3897b6f44d33427a14ea'),
	(34, 'delivery', '019cfb46-14c0-700f-b5d2-9babdf833ce0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-700f-b5d2-9babdf833ce0", "body": "{\"id\":\"ef675fa9bb22790c1363fcc4c381697e\",\"type\":\"incident.comment\",\"at\":\"2026-03-17T09:20:00.000Z\",\"actor\":\"story v1\",\"reason\":null,\"version\":3,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T10:10:00.000Z\",\"version\":8,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T10:10:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":1,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1011", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.comment INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb46-14c0-700d-9623-05447de734a4', '', '5dd9989d3259b726168f5d5ee59e63886fc4f12860108ffc391735c0a9b2df58'),
	(38, 'delivery', '019cfb46-14c0-7018-99e6-9280c257ce25', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 1, '2026-03-17 10:10:00+00', '2026-03-17 10:10:00+00', 'rule', NULL, 'subscribers are told v1', 'create', 'internal', NULL, '{"id": "019cfb46-14c0-7018-99e6-9280c257ce25", "body": "{\"id\":\"c27762b2d8c37f1e4367ee6f346ab57e\",\"type\":\"incident.reopen\",\"at\":\"2026-03-17T10:10:00.000Z\",\"actor\":\"story v1\",\"reason\":\"again\",\"version\":8,\"record\":{\"id\":\"019cfb05-fe80-701a-8d9a-a1f0438dc7f0\",\"number\":\"INC-1002\",\"orgId\":\"019cfb05-fe80-7007-ba64-5f882e6b16f2\",\"state\":\"in_progress\",\"stateSince\":\"2026-03-17T10:10:00.000Z\",\"version\":8,\"createdAt\":\"2026-03-17T09:00:00.000Z\",\"createdBy\":\"story\",\"updatedAt\":\"2026-03-17T10:10:00.000Z\",\"teamId\":null,\"assigneeId\":null,\"tags\":[],\"title\":\"Scanner broken\",\"description\":null,\"serviceId\":\"019cfb05-fe80-700a-8b89-08313dde12b6\",\"category\":null,\"impact\":1,\"urgency\":2,\"priority\":2,\"isPriorityOverridden\":false,\"reportedVia\":\"web\",\"noticedAt\":null,\"requesterId\":\"019cfb05-fe80-7009-9cb5-eb760b9ace37\",\"affectedUsers\":null,\"pendingReason\":null,\"waitingFor\":null,\"reviewAt\":null,\"isMajor\":false,\"majorSince\":null,\"leadId\":null,\"updateEverySeconds\":null,\"escalationLevel\":0,\"firstActionAt\":\"2026-03-17T09:10:00.000Z\",\"resolvedAt\":null,\"closedAt\":null,\"resolutionCode\":null,\"resolution\":null,\"reopenCount\":1,\"correlationKey\":null,\"parentId\":null,\"mergedIntoId\":null}}", "about": "INC-1002", "orgId": "019cfb05-fe80-7007-ba64-5f882e6b16f2", "state": "queued", "answer": null, "number": "DLV-1015", "sentAt": null, "target": "https://chat.example.org/hook", "channel": "webhook", "subject": "incident.reopen INC-1002", "version": 1, "attempts": 0, "createdAt": "2026-03-17T10:10:00.000Z", "createdBy": "subscribers are told", "updatedAt": "2026-03-17T10:10:00.000Z", "stateSince": "2026-03-17T10:10:00.000Z", "subscriptionId": "019cfb05-fe80-700d-992f-0d58cc3ab308"}', '{}', '{}', '[]', '019cfb46-14c0-7017-9d3e-385f0454be9c', '', '6459256642b766fcf4ae9cb4388eec3277461dcf1e804ec0b99c4e681de56590');


--
-- Data for Name: journal_seal; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: link; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: migration; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.migration VALUES
	('0001_core.sql', '4d23f0f4bed28b041b6c51099f35c76e0f6812658d6534e1654965ef165558e3', '2026-11-23 13:07:22.955405+00'),
	('0002_practices.sql', 'b246281b487f31dca8eb9575f5fee5852511b18cb26e3fcbaa07c236870c583f', '2026-11-23 13:07:23.087525+00'),
	('0003_sign_in.sql', '423859c45acab5475e8b943c202a558787746235c229e7aa264dfc92412b9be9', '2026-11-23 13:07:23.512027+00'),
	('0004_event.sql', '828361fd7471ba9aa6d549881662a46c64827ff8e718655f9dc3924e6aa217de', '2026-11-23 13:07:23.595612+00'),
	('0005_quiet_queue.sql', 'b6fff6321b466bc8374bd783865a8cb204ae87fdd1e57c1acd2996bf80e7f851', '2026-11-23 13:07:23.786428+00'),
	('0006_service_runbook.sql', '0e4007e8000244c8c5a12096a950dad19dd731d7d6172defb0e72c0e5207f250', '2026-11-23 13:07:23.802253+00');


--
-- Data for Name: obligation; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.obligation VALUES
	('019cfb05-fe80-7012-84e4-2e9513928fe7', 'response', 'incident', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 'running', '2026-03-17 09:30:00+00', '2026-03-17 09:30:00+00', true, 1800, 'SLA-1001', '{"kind": "response", "facts": [{"at": "2026-03-17T09:00:00.000Z", "by": "alerts open incidents v1", "who": "Platform", "type": "start", "party": "us", "target": "SLA-1001 P2", "recordedAt": "2026-03-17T09:00:00.000Z"}], "targets": [{"key": "SLA-1001 P1", "from": null, "until": null, "budget": {"seconds": 900}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P2", "from": null, "until": null, "budget": {"seconds": 1800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P3", "from": null, "until": null, "budget": {"seconds": 14400}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P4", "from": null, "until": null, "budget": {"seconds": 28800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P5", "from": null, "until": null, "budget": null, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}], "calendars": [{"key": "019cfb05-fe80-7004-96c6-e54222efb5b0", "from": null, "name": "Around the clock", "version": 1, "calendar": {"zone": "UTC", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}}]}', 'b34852cc'),
	('019cfb05-fe80-7012-84e4-2e9513928fe7', 'resolution', 'incident', '019cfb05-fe80-7007-ba64-5f882e6b16f2', NULL, 'running', '2026-03-17 17:00:00+00', '2026-03-17 17:00:00+00', false, 28800, 'SLA-1001', '{"kind": "resolution", "facts": [{"at": "2026-03-17T09:00:00.000Z", "by": "alerts open incidents v1", "who": "Platform", "type": "start", "party": "us", "target": "SLA-1001 P2", "recordedAt": "2026-03-17T09:00:00.000Z"}], "targets": [{"key": "SLA-1001 P1", "from": null, "until": null, "budget": {"seconds": 14400}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P2", "from": null, "until": null, "budget": {"seconds": 28800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P3", "from": null, "until": null, "budget": {"seconds": 86400}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P4", "from": null, "until": null, "budget": {"seconds": 172800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P5", "from": null, "until": null, "budget": null, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}], "calendars": [{"key": "019cfb05-fe80-7004-96c6-e54222efb5b0", "from": null, "name": "Around the clock", "version": 1, "calendar": {"zone": "UTC", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}}]}', 'c0730c2d'),
	('019cfb05-fe80-701a-8d9a-a1f0438dc7f0', 'response', 'incident', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'breached', '2026-03-17 09:30:00+00', '2999-12-31 00:00:00+00', false, 1800, 'SLA-1001', '{"kind": "response", "facts": [{"at": "2026-03-17T09:00:00.000Z", "by": "story v1", "type": "start", "party": "us", "target": "SLA-1001 P2", "recordedAt": "2026-03-17T09:00:00.000Z"}, {"at": "2026-03-17T10:00:00.000Z", "by": "story v1", "type": "stop", "recordedAt": "2026-03-17T10:00:00.000Z"}], "targets": [{"key": "SLA-1001 P1", "from": null, "until": null, "budget": {"seconds": 900}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P2", "from": null, "until": null, "budget": {"seconds": 1800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P3", "from": null, "until": null, "budget": {"seconds": 14400}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P4", "from": null, "until": null, "budget": {"seconds": 28800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}, {"key": "SLA-1001 P5", "from": null, "until": null, "budget": null, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": []}], "calendars": [{"key": "019cfb05-fe80-7004-96c6-e54222efb5b0", "from": null, "name": "Around the clock", "version": 1, "calendar": {"zone": "UTC", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}}]}', 'db63e807'),
	('019cfb05-fe80-701a-8d9a-a1f0438dc7f0', 'resolution', 'incident', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'running', '2026-03-17 17:20:00+00', '2026-03-17 17:20:00+00', true, 28800, 'SLA-1001', '{"kind": "resolution", "facts": [{"at": "2026-03-17T09:00:00.000Z", "by": "story v1", "type": "start", "party": "us", "target": "SLA-1001 P2", "recordedAt": "2026-03-17T09:00:00.000Z"}, {"at": "2026-03-17T09:40:00.000Z", "by": "story v1", "who": "which gate?", "type": "pause", "party": "customer", "reason": "user", "recordedAt": "2026-03-17T09:40:00.000Z"}, {"at": "2026-03-17T09:50:00.000Z", "by": "story v1", "type": "resume", "party": "us", "recordedAt": "2026-03-17T09:50:00.000Z"}, {"at": "2026-03-17T10:00:00.000Z", "by": "story v1", "type": "stop", "recordedAt": "2026-03-17T10:00:00.000Z"}, {"at": "2026-03-17T10:10:00.000Z", "by": "story v1", "type": "reopen", "reason": "again", "recordedAt": "2026-03-17T10:10:00.000Z"}], "targets": [{"key": "SLA-1001 P1", "from": null, "until": null, "budget": {"seconds": 14400}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P2", "from": null, "until": null, "budget": {"seconds": 28800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P3", "from": null, "until": null, "budget": {"seconds": 86400}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P4", "from": null, "until": null, "budget": {"seconds": 172800}, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}, {"key": "SLA-1001 P5", "from": null, "until": null, "budget": null, "calendar": "019cfb05-fe80-7004-96c6-e54222efb5b0", "agreement": {"name": "SLA-1001", "version": 1}, "pauseReasons": ["user", "schedule"]}], "calendars": [{"key": "019cfb05-fe80-7004-96c6-e54222efb5b0", "from": null, "name": "Around the clock", "version": 1, "calendar": {"zone": "UTC", "hours": {"fri": [["00:00", "24:00"]], "mon": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]], "wed": [["00:00", "24:00"]]}}}]}', '2059e31b');


--
-- Data for Name: organization; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.organization VALUES
	('019cfb05-fe80-7001-bded-4874bdc6792d', 'ORG-1001', '019cfb05-fe80-7001-bded-4874bdc6792d', false, 'active', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'set-up', '2026-03-17 09:00:00+00', 'Nordhavn IT', 'provider', 'UTC', NULL, '6ef275b43c0b684d5288c6d417323a2f0047627aafefc035566c78fc59a615cc'),
	('019cfb05-fe80-7007-ba64-5f882e6b16f2', 'ORG-1002', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, 'active', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'Terminal Ops', 'customer', 'Europe/Berlin', NULL, '4bb14ff73a60ab001d937de5b0c864538be7532c0efae7b6e2f83b53a144422c');


--
-- Data for Name: outage; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: password; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.password VALUES
	('019cfb05-fe80-7002-9301-a884836596f1', '$scrypt$ln=15,r=8,p=3$YTBEs846Xjw71bOWVp9Pzg$bCjOsCPqW2xzQc9Ch3KWByusiuHkfYrdIzzFPYZ2jVA', '2026-03-17 09:00:00+00');


--
-- Data for Name: person; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.person VALUES
	('019cfb05-fe80-7002-9301-a884836596f1', 'PER-1001', '019cfb05-fe80-7001-bded-4874bdc6792d', 'active', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'set-up', '2026-03-17 09:00:00+00', 'Ada', 'ada@example.org', NULL, 'admin', 'all', '{}', NULL, '45e09d7650b2bf2f9fce51eccc3d68a95f608fc945a2e270552f1eab63322fb2'),
	('019cfb05-fe80-7009-9cb5-eb760b9ace37', 'PER-1002', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'active', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'Rita Requester', 'rita@example.org', NULL, 'requester', 'organization', '{}', NULL, '9a9a5ce19aa589cb277786ce0847e51900601fe48491fd0f5d345466d76d1cf9');


--
-- Data for Name: search_entry; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.search_entry VALUES
	('019cfb05-fe80-7001-bded-4874bdc6792d', 'organization', '019cfb05-fe80-7001-bded-4874bdc6792d', '019cfb05-fe80-7001-bded-4874bdc6792d', false, NULL, 'public', 'ORG-1001', 'Nordhavn IT', '''-1001'':2A ''it'':4A ''nordhavn'':3A ''org'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7002-9301-a884836596f1', 'person', '019cfb05-fe80-7002-9301-a884836596f1', '019cfb05-fe80-7001-bded-4874bdc6792d', false, NULL, 'public', 'PER-1001', 'Ada', '''-1001'':2A ''ada'':3A ''ada@example.org'':4C ''per'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7004-96c6-e54222efb5b0', 'calendar', '019cfb05-fe80-7004-96c6-e54222efb5b0', '019cfb05-fe80-7001-bded-4874bdc6792d', true, NULL, 'public', 'CAL-1001', 'Around the clock', '''-1001'':2A ''around'':3A ''cal'':1A ''clock'':5A ''the'':4A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7005-a44e-c83f2e3a9dd7', 'agreement', '019cfb05-fe80-7005-a44e-c83f2e3a9dd7', '019cfb05-fe80-7001-bded-4874bdc6792d', true, NULL, 'public', 'SLA-1001', 'Default targets', '''-1001'':2A ''default'':3A ''sla'':1A ''targets'':4A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7007-ba64-5f882e6b16f2', 'organization', '019cfb05-fe80-7007-ba64-5f882e6b16f2', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'ORG-1002', 'Terminal Ops', '''-1002'':2A ''ops'':4A ''org'':1A ''terminal'':3A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7008-a4fa-7717901e88e7', 'team', '019cfb05-fe80-7008-a4fa-7717901e88e7', '019cfb05-fe80-7001-bded-4874bdc6792d', true, NULL, 'public', 'TEM-1001', 'Platform', '''-1001'':2A ''platform'':3A ''platform@example.org'':4C ''tem'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7009-9cb5-eb760b9ace37', 'person', '019cfb05-fe80-7009-9cb5-eb760b9ace37', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'PER-1002', 'Rita Requester', '''-1002'':2A ''per'':1A ''requester'':4A ''rita'':3A ''rita@example.org'':5C', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-700a-8b89-08313dde12b6', 'service', '019cfb05-fe80-700a-8b89-08313dde12b6', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'SVC-1001', 'Gate and Yard', '''-1001'':2A ''and'':4A ''gate'':3A,6A,8B ''gate-in'':7B ''in'':9B ''svc'':1A ''yard'':5A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-700b-b498-ff3ce4d8e9d3', 'integration', '019cfb05-fe80-700b-b498-ff3ce4d8e9d3', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'INT-1001', 'prom', '''-1001'':2A ''int'':1A ''prom'':3A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-700c-92a4-07de589b52ad', 'silence', '019cfb05-fe80-700c-92a4-07de589b52ad', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'SIL-1001', 'planned work', '''-1001'':2A ''planned'':3B ''sil'':1A ''work'':4B', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-700d-992f-0d58cc3ab308', 'subscription', '019cfb05-fe80-700d-992f-0d58cc3ab308', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'SUB-1001', 'chat', '''-1001'':2A ''sub'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-700e-aa49-ec1d7ce40bde', 'alert', '019cfb05-fe80-700e-aa49-ec1d7ce40bde', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'ALR-1001', 'Gate down', '''-1001'':2A ''alr'':1A ''down'':4A ''gate'':3A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-700f-a4f2-b456237229fd', 'calendar', '019cfb05-fe80-700f-a4f2-b456237229fd', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'CAL-1002', 'Office', '''-1002'':2A ''cal'':1A ''office'':3A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7012-84e4-2e9513928fe7', 'incident', '019cfb05-fe80-7012-84e4-2e9513928fe7', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'INC-1001', 'Gate down', '''-1001'':2A,8B ''alertname'':11B ''alr'':7B ''by'':6B ''down'':4A ''gate'':3A,10B ''gatedown'':12B ''inc'':1A ''opened'':5B ''service'':9B', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7015-a405-98432ae926ec', 'delivery', '019cfb05-fe80-7015-a405-98432ae926ec', '019cfb05-fe80-7001-bded-4874bdc6792d', false, NULL, 'public', 'DLV-1001', '[INC-1001] P2 new: Gate down', '''-1001'':2A ''dlv'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7018-86de-3cf0addd9a50', 'delivery', '019cfb05-fe80-7018-86de-3cf0addd9a50', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1002', 'incident.create INC-1001', '''-1002'':2A ''dlv'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-701d-81bc-7a18552bc899', 'delivery', '019cfb05-fe80-701d-81bc-7a18552bc899', '019cfb05-fe80-7001-bded-4874bdc6792d', false, NULL, 'public', 'DLV-1003', '[INC-1002] P2 new: Scanner broken', '''-1003'':2A ''dlv'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-701f-ae6e-db177f115efe', 'delivery', '019cfb05-fe80-701f-ae6e-db177f115efe', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1004', '[INC-1002] Scanner broken', '''-1004'':2A ''dlv'':1A', '2026-03-17 09:00:00+00'),
	('019cfb05-fe80-7021-8feb-ae329e1b719c', 'delivery', '019cfb05-fe80-7021-8feb-ae329e1b719c', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1005', 'incident.create INC-1002', '''-1005'':2A ''dlv'':1A', '2026-03-17 09:00:00+00'),
	('019cfb18-4e00-7001-bdc1-f4c33f1a8cd5', 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'public', 'INC-1002', 'Scanner broken', '''at'':3C ''it'':4C ''look'':2C ''we'':1C', '2026-03-17 09:20:00+00'),
	('019cfb21-75c0-7001-9e59-e099d28ae65d', 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'internal', 'INC-1002', 'Scanner broken', '''inside'':1C', '2026-03-17 09:30:00+00'),
	('019cfb3c-ed00-7003-af21-59d62e11f121', 'delivery', '019cfb3c-ed00-7003-af21-59d62e11f121', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1006', 'incident.acknowledge INC-1002', '''-1006'':2A ''dlv'':1A', '2026-03-17 09:50:00+00'),
	('019cfb3c-ed00-7004-be16-f15443365468', 'delivery', '019cfb3c-ed00-7004-be16-f15443365468', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1007', 'incident.note INC-1002', '''-1007'':2A ''dlv'':1A', '2026-03-17 10:00:00+00'),
	('019cfb05-fe80-701a-8d9a-a1f0438dc7f0', 'incident', '019cfb05-fe80-701a-8d9a-a1f0438dc7f0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, '019cfb05-fe80-7009-9cb5-eb760b9ace37', 'public', 'INC-1002', 'Scanner broken', '''-1002'':2A ''broken'':4A ''inc'':1A ''scanner'':3A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-7008-a4d4-405342628975', 'delivery', '019cfb46-14c0-7008-a4d4-405342628975', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1008', '[INC-1002] Scanner broken', '''-1008'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-700b-b220-040076c89249', 'delivery', '019cfb46-14c0-700b-b220-040076c89249', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1009', 'incident.pause INC-1002', '''-1009'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-700e-983b-b1cda7db88f1', 'delivery', '019cfb46-14c0-700e-983b-b1cda7db88f1', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1010', 'incident.resume INC-1002', '''-1010'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-700f-b5d2-9babdf833ce0', 'delivery', '019cfb46-14c0-700f-b5d2-9babdf833ce0', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1011', 'incident.comment INC-1002', '''-1011'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-7012-afd1-03c34b7fcb33', 'delivery', '019cfb46-14c0-7012-afd1-03c34b7fcb33', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1012', '[INC-1002] Scanner broken', '''-1012'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-7014-9ef5-1de01713635d', 'delivery', '019cfb46-14c0-7014-9ef5-1de01713635d', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1013', 'incident.resolve INC-1002', '''-1013'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-7016-a4b8-46c412ab70e5', 'delivery', '019cfb46-14c0-7016-a4b8-46c412ab70e5', '019cfb05-fe80-7001-bded-4874bdc6792d', false, NULL, 'public', 'DLV-1014', '[INC-1002] P2 reopened: Scanner broken', '''-1014'':2A ''dlv'':1A', '2026-03-17 10:10:00+00'),
	('019cfb46-14c0-7018-99e6-9280c257ce25', 'delivery', '019cfb46-14c0-7018-99e6-9280c257ce25', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, NULL, 'public', 'DLV-1015', 'incident.reopen INC-1002', '''-1015'':2A ''dlv'':1A', '2026-03-17 10:10:00+00');


--
-- Data for Name: service; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.service VALUES
	('019cfb05-fe80-700a-8b89-08313dde12b6', 'SVC-1001', '019cfb05-fe80-7007-ba64-5f882e6b16f2', false, 'live', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', '{}', 'Gate and Yard', 'gate', '{}', NULL, 'silver', 'service', NULL, '019cfb05-fe80-7008-a4fa-7717901e88e7', '{}', '{gate-in}', NULL, '22bc0a9332a8aa51b515304f34cf70b674f5d0b1d053174b0d7e74841d010b9d', NULL);


--
-- Data for Name: session; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.session VALUES
	('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', '019cfb05-fe80-7002-9301-a884836596f1', '2026-03-17 00:00:00+00', '2026-03-31 00:00:00+00');


--
-- Data for Name: setup_link; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: silence; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.silence VALUES
	('019cfb05-fe80-700c-92a4-07de589b52ad', 'SIL-1001', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'standing', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', '[{"name": "job", "value": "x", "isEqual": true, "isRegex": false}]', '2026-03-17 09:00:00+00', '2026-03-18 09:00:00+00', 'ada', 'planned work', '787834e9b593e54e9b2247f9195b870279ffbeb245799d400b5cfa722aa5c170');


--
-- Data for Name: subscription; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.subscription VALUES
	('019cfb05-fe80-700d-992f-0d58cc3ab308', 'SUB-1001', '019cfb05-fe80-7007-ba64-5f882e6b16f2', 'on', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'chat', 'https://chat.example.org/hook', 'some secret of length', '["incident.*"]', '65c02446f3a2cd04931ee7e3c5407bf54ce71636c8a51838b0e99ac556e188b3');


--
-- Data for Name: team; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.team VALUES
	('019cfb05-fe80-7008-a4fa-7717901e88e7', 'TEM-1001', '019cfb05-fe80-7001-bded-4874bdc6792d', true, 'active', '2026-03-17 09:00:00+00', 1, '2026-03-17 09:00:00+00', 'story', '2026-03-17 09:00:00+00', 'Platform', 'platform@example.org', NULL, NULL, NULL, '4530469b7d17fafd86f88e95d6beeed7a7fe8e4d1381a55eb2ecf95bc82ca3ed');


--
-- Data for Name: view; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: watch; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: job_queues_id_seq; Type: SEQUENCE SET; Schema: graphile_worker; Owner: -
--

SELECT pg_catalog.setval('graphile_worker.job_queues_id_seq', 1, false);


--
-- Name: jobs_id_seq1; Type: SEQUENCE SET; Schema: graphile_worker; Owner: -
--

SELECT pg_catalog.setval('graphile_worker.jobs_id_seq1', 27, true);


--
-- Name: tasks_id_seq; Type: SEQUENCE SET; Schema: graphile_worker; Owner: -
--

SELECT pg_catalog.setval('graphile_worker.tasks_id_seq', 4, true);


--
-- Name: agreement_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.agreement_number', 1001, true);


--
-- Name: alert_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.alert_number', 1001, true);


--
-- Name: calendar_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.calendar_number', 1002, true);


--
-- Name: delivery_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.delivery_number', 1015, true);


--
-- Name: incident_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incident_number', 1002, true);


--
-- Name: integration_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.integration_number', 1001, true);


--
-- Name: journal_seal_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.journal_seal_id_seq', 1, false);


--
-- Name: journal_seq_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.journal_seq_seq', 38, true);


--
-- Name: organization_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.organization_number', 1002, true);


--
-- Name: outage_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.outage_number', 1001, false);


--
-- Name: person_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.person_number', 1002, true);


--
-- Name: service_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.service_number', 1001, true);


--
-- Name: silence_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.silence_number', 1001, true);


--
-- Name: subscription_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.subscription_number', 1001, true);


--
-- Name: team_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.team_number', 1001, true);


--
-- Name: view_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.view_number', 1001, false);


--
-- Name: _private_job_queues job_queues_pkey1; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_job_queues
    ADD CONSTRAINT job_queues_pkey1 PRIMARY KEY (id);


--
-- Name: _private_job_queues job_queues_queue_name_key; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_job_queues
    ADD CONSTRAINT job_queues_queue_name_key UNIQUE (queue_name);


--
-- Name: _private_jobs jobs_key_key1; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_jobs
    ADD CONSTRAINT jobs_key_key1 UNIQUE (key);


--
-- Name: _private_jobs jobs_pkey1; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_jobs
    ADD CONSTRAINT jobs_pkey1 PRIMARY KEY (id);


--
-- Name: _private_known_crontabs known_crontabs_pkey; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_known_crontabs
    ADD CONSTRAINT known_crontabs_pkey PRIMARY KEY (identifier);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);


--
-- Name: _private_tasks tasks_identifier_key; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_tasks
    ADD CONSTRAINT tasks_identifier_key UNIQUE (identifier);


--
-- Name: _private_tasks tasks_pkey; Type: CONSTRAINT; Schema: graphile_worker; Owner: -
--

ALTER TABLE ONLY graphile_worker._private_tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);


--
-- Name: agreement agreement_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (id);


--
-- Name: alert alert_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (id);


--
-- Name: alert_pulse alert_pulse_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_pulse
    ADD CONSTRAINT alert_pulse_pkey PRIMARY KEY (record_id);


--
-- Name: api_token api_token_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);


--
-- Name: api_token api_token_secret_sha256_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_secret_sha256_key UNIQUE (secret_sha256);


--
-- Name: attachment attachment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);


--
-- Name: blob blob_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.blob
    ADD CONSTRAINT blob_pkey PRIMARY KEY (sha256);


--
-- Name: calendar calendar_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.calendar
    ADD CONSTRAINT calendar_pkey PRIMARY KEY (id);


--
-- Name: comment comment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.comment
    ADD CONSTRAINT comment_pkey PRIMARY KEY (id);


--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);


--
-- Name: effort effort_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.effort
    ADD CONSTRAINT effort_pkey PRIMARY KEY (id);


--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (received_at, id);


--
-- Name: event_rest event_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_rest
    ADD CONSTRAINT event_rest_pkey PRIMARY KEY (received_at, id);


--
-- Name: idempotency idempotency_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (actor_id, key);


--
-- Name: incident incident_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);


--
-- Name: integration integration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.integration
    ADD CONSTRAINT integration_pkey PRIMARY KEY (id);


--
-- Name: journal_seal journal_seal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_seal
    ADD CONSTRAINT journal_seal_pkey PRIMARY KEY (id);


--
-- Name: link link_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (id);


--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);


--
-- Name: obligation obligation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_pkey PRIMARY KEY (record_id, kind);


--
-- Name: organization organization_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (id);


--
-- Name: outage outage_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outage
    ADD CONSTRAINT outage_pkey PRIMARY KEY (id);


--
-- Name: password password_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password
    ADD CONSTRAINT password_pkey PRIMARY KEY (person_id);


--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);


--
-- Name: search_entry search_entry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_entry
    ADD CONSTRAINT search_entry_pkey PRIMARY KEY (id);


--
-- Name: service service_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (id);


--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (secret_sha256);


--
-- Name: setup_link setup_link_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.setup_link
    ADD CONSTRAINT setup_link_pkey PRIMARY KEY (is_only);


--
-- Name: silence silence_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.silence
    ADD CONSTRAINT silence_pkey PRIMARY KEY (id);


--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (id);


--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);


--
-- Name: view view_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.view
    ADD CONSTRAINT view_pkey PRIMARY KEY (id);


--
-- Name: watch watch_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.watch
    ADD CONSTRAINT watch_pkey PRIMARY KEY (id);


--
-- Name: jobs_main_index; Type: INDEX; Schema: graphile_worker; Owner: -
--

CREATE INDEX jobs_main_index ON graphile_worker._private_jobs USING btree (priority, run_at) INCLUDE (id, task_id, job_queue_id) WHERE (is_available = true);


--
-- Name: jobs_no_queue_index; Type: INDEX; Schema: graphile_worker; Owner: -
--

CREATE INDEX jobs_no_queue_index ON graphile_worker._private_jobs USING btree (priority, run_at) INCLUDE (id, task_id) WHERE ((is_available = true) AND (job_queue_id IS NULL));


--
-- Name: agreement_calendar_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX agreement_calendar_id_idx ON public.agreement USING btree (calendar_id);


--
-- Name: agreement_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX agreement_created_at_id_idx ON public.agreement USING btree (created_at, id);


--
-- Name: agreement_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX agreement_number_idx ON public.agreement USING btree (number);


--
-- Name: agreement_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX agreement_org_id_created_at_id_idx ON public.agreement USING btree (org_id, created_at, id);


--
-- Name: agreement_service_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX agreement_service_id_idx ON public.agreement USING btree (service_id);


--
-- Name: alert_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_created_at_id_idx ON public.alert USING btree (created_at, id);


--
-- Name: alert_incident; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_incident ON public.alert USING btree (incident_id) WHERE (incident_id IS NOT NULL);


--
-- Name: alert_integration_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_integration_id_idx ON public.alert USING btree (integration_id);


--
-- Name: alert_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX alert_number_idx ON public.alert USING btree (number);


--
-- Name: alert_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX alert_open ON public.alert USING btree (integration_id, fingerprint) WHERE (state = ANY (ARRAY['firing'::text, 'acknowledged'::text]));


--
-- Name: alert_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_org_id_created_at_id_idx ON public.alert USING btree (org_id, created_at, id);


--
-- Name: alert_pulse_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_pulse_record_id_idx ON public.alert_pulse USING btree (record_id);


--
-- Name: alert_service_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_service_id_idx ON public.alert USING btree (service_id);


--
-- Name: alert_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_state ON public.alert USING btree (org_id, state, created_at);


--
-- Name: attachment_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attachment_record_id_idx ON public.attachment USING btree (record_id);


--
-- Name: calendar_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX calendar_created_at_id_idx ON public.calendar USING btree (created_at, id);


--
-- Name: calendar_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX calendar_number_idx ON public.calendar USING btree (number);


--
-- Name: calendar_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX calendar_org_id_created_at_id_idx ON public.calendar USING btree (org_id, created_at, id);


--
-- Name: comment_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX comment_record_id_idx ON public.comment USING btree (record_id);


--
-- Name: delivery_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_created_at_id_idx ON public.delivery USING btree (created_at, id);


--
-- Name: delivery_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX delivery_number_idx ON public.delivery USING btree (number);


--
-- Name: delivery_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_org_id_created_at_id_idx ON public.delivery USING btree (org_id, created_at, id);


--
-- Name: effort_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX effort_record_id_idx ON public.effort USING btree (record_id);


--
-- Name: event_fingerprint; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_fingerprint ON ONLY public.event USING btree (fingerprint, received_at);


--
-- Name: event_org; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_org ON ONLY public.event USING btree (org_id, received_at, id);


--
-- Name: event_rest_fingerprint_received_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_rest_fingerprint_received_at_idx ON public.event_rest USING btree (fingerprint, received_at);


--
-- Name: event_rest_org_id_received_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_rest_org_id_received_at_id_idx ON public.event_rest USING btree (org_id, received_at, id);


--
-- Name: incident_assignee_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_assignee_id_idx ON public.incident USING btree (assignee_id);


--
-- Name: incident_correlation_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX incident_correlation_key ON public.incident USING btree (org_id, md5(correlation_key)) WHERE ((correlation_key IS NOT NULL) AND (state <> ALL (ARRAY['resolved'::text, 'closed'::text, 'cancelled'::text])));


--
-- Name: incident_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_created_at_id_idx ON public.incident USING btree (created_at, id);


--
-- Name: incident_lead_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_lead_id_idx ON public.incident USING btree (lead_id);


--
-- Name: incident_list; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_list ON public.incident USING btree (state, created_at, id);


--
-- Name: incident_merged_into_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_merged_into_id_idx ON public.incident USING btree (merged_into_id);


--
-- Name: incident_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX incident_number_idx ON public.incident USING btree (number);


--
-- Name: incident_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_open ON public.incident USING btree (state, priority, id) WHERE (state <> ALL (ARRAY['closed'::text, 'cancelled'::text]));


--
-- Name: incident_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_org_id_created_at_id_idx ON public.incident USING btree (org_id, created_at, id);


--
-- Name: incident_parent_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_parent_id_idx ON public.incident USING btree (parent_id);


--
-- Name: incident_requester_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_requester_id_idx ON public.incident USING btree (requester_id);


--
-- Name: incident_service_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_service_id_idx ON public.incident USING btree (service_id);


--
-- Name: incident_team_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_team_id_idx ON public.incident USING btree (team_id);


--
-- Name: integration_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX integration_created_at_id_idx ON public.integration USING btree (created_at, id);


--
-- Name: integration_default_service_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX integration_default_service_id_idx ON public.integration USING btree (default_service_id);


--
-- Name: integration_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX integration_key ON public.integration USING btree (key_hash);


--
-- Name: integration_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX integration_number_idx ON public.integration USING btree (number);


--
-- Name: integration_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX integration_org_id_created_at_id_idx ON public.integration USING btree (org_id, created_at, id);


--
-- Name: journal_record; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journal_record ON ONLY public.journal USING btree (record_id, version);


--
-- Name: journal_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journal_time ON ONLY public.journal USING btree (org_id, recorded_at);


--
-- Name: journal_rest_org_id_recorded_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journal_rest_org_id_recorded_at_idx ON public.journal_rest USING btree (org_id, recorded_at);


--
-- Name: journal_rest_record_id_version_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journal_rest_record_id_version_idx ON public.journal_rest USING btree (record_id, version);


--
-- Name: journal_seq; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journal_seq ON ONLY public.journal USING btree (seq);


--
-- Name: journal_rest_seq_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journal_rest_seq_idx ON public.journal_rest USING btree (seq);


--
-- Name: link_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX link_record_id_idx ON public.link USING btree (record_id);


--
-- Name: obligation_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX obligation_due ON public.obligation USING btree (record, sort_at, record_id) WHERE is_tightest;


--
-- Name: obligation_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX obligation_record_id_idx ON public.obligation USING btree (record_id);


--
-- Name: organization_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organization_created_at_id_idx ON public.organization USING btree (created_at, id);


--
-- Name: organization_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX organization_number_idx ON public.organization USING btree (number);


--
-- Name: organization_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organization_org_id_created_at_id_idx ON public.organization USING btree (org_id, created_at, id);


--
-- Name: outage_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outage_created_at_id_idx ON public.outage USING btree (created_at, id);


--
-- Name: outage_incident_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outage_incident_id_idx ON public.outage USING btree (incident_id);


--
-- Name: outage_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX outage_number_idx ON public.outage USING btree (number);


--
-- Name: outage_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outage_org_id_created_at_id_idx ON public.outage USING btree (org_id, created_at, id);


--
-- Name: outage_service_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outage_service_id_idx ON public.outage USING btree (service_id);


--
-- Name: person_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_created_at_id_idx ON public.person USING btree (created_at, id);


--
-- Name: person_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX person_email ON public.person USING btree (lower(email)) WHERE (state = 'active'::text);


--
-- Name: person_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX person_number_idx ON public.person USING btree (number);


--
-- Name: person_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_org_id_created_at_id_idx ON public.person USING btree (org_id, created_at, id);


--
-- Name: search_entry_body; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX search_entry_body ON public.search_entry USING gin (body) WITH (fastupdate='on');


--
-- Name: search_entry_record; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX search_entry_record ON public.search_entry USING btree (record_id);


--
-- Name: service_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX service_created_at_id_idx ON public.service USING btree (created_at, id);


--
-- Name: service_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX service_key ON public.service USING btree (org_id, lower(key)) WHERE (state <> 'retired'::text);


--
-- Name: service_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX service_number_idx ON public.service USING btree (number);


--
-- Name: service_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX service_org_id_created_at_id_idx ON public.service USING btree (org_id, created_at, id);


--
-- Name: service_owner_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX service_owner_id_idx ON public.service USING btree (owner_id);


--
-- Name: service_team_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX service_team_id_idx ON public.service USING btree (team_id);


--
-- Name: session_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_expiry ON public.session USING btree (expires_at);


--
-- Name: session_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_person ON public.session USING btree (person_id);


--
-- Name: silence_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX silence_created_at_id_idx ON public.silence USING btree (created_at, id);


--
-- Name: silence_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX silence_number_idx ON public.silence USING btree (number);


--
-- Name: silence_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX silence_org_id_created_at_id_idx ON public.silence USING btree (org_id, created_at, id);


--
-- Name: subscription_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX subscription_created_at_id_idx ON public.subscription USING btree (created_at, id);


--
-- Name: subscription_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX subscription_number_idx ON public.subscription USING btree (number);


--
-- Name: subscription_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX subscription_org_id_created_at_id_idx ON public.subscription USING btree (org_id, created_at, id);


--
-- Name: team_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX team_created_at_id_idx ON public.team USING btree (created_at, id);


--
-- Name: team_lead_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX team_lead_id_idx ON public.team USING btree (lead_id);


--
-- Name: team_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX team_number_idx ON public.team USING btree (number);


--
-- Name: team_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX team_org_id_created_at_id_idx ON public.team USING btree (org_id, created_at, id);


--
-- Name: view_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX view_created_at_id_idx ON public.view USING btree (created_at, id);


--
-- Name: view_number_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX view_number_idx ON public.view USING btree (number);


--
-- Name: view_org_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX view_org_id_created_at_id_idx ON public.view USING btree (org_id, created_at, id);


--
-- Name: view_owner_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX view_owner_id_idx ON public.view USING btree (owner_id);


--
-- Name: watch_record_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX watch_record_id_idx ON public.watch USING btree (record_id);


--
-- Name: event_rest_fingerprint_received_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.event_fingerprint ATTACH PARTITION public.event_rest_fingerprint_received_at_idx;


--
-- Name: event_rest_org_id_received_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.event_org ATTACH PARTITION public.event_rest_org_id_received_at_id_idx;


--
-- Name: event_rest_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.event_pkey ATTACH PARTITION public.event_rest_pkey;


--
-- Name: journal_rest_org_id_recorded_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.journal_time ATTACH PARTITION public.journal_rest_org_id_recorded_at_idx;


--
-- Name: journal_rest_record_id_version_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.journal_record ATTACH PARTITION public.journal_rest_record_id_version_idx;


--
-- Name: journal_rest_seq_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.journal_seq ATTACH PARTITION public.journal_rest_seq_idx;


--
-- Name: journal append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.journal FOR EACH ROW EXECUTE FUNCTION public.journal_is_append_only();


--
-- Name: agreement agreement_calendar_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES public.calendar(id);


--
-- Name: agreement agreement_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: agreement agreement_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.service(id);


--
-- Name: alert alert_integration_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_integration_id_fkey FOREIGN KEY (integration_id) REFERENCES public.integration(id);


--
-- Name: alert alert_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: alert_pulse alert_pulse_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_pulse
    ADD CONSTRAINT alert_pulse_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: alert alert_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.service(id);


--
-- Name: attachment attachment_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: calendar calendar_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.calendar
    ADD CONSTRAINT calendar_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: comment comment_author_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.comment
    ADD CONSTRAINT comment_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.person(id);


--
-- Name: comment comment_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.comment
    ADD CONSTRAINT comment_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: delivery delivery_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: effort effort_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.effort
    ADD CONSTRAINT effort_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: effort effort_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.effort
    ADD CONSTRAINT effort_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: event event_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.event
    ADD CONSTRAINT event_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: incident incident_assignee_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.person(id);


--
-- Name: incident incident_lead_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.person(id);


--
-- Name: incident incident_merged_into_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES public.incident(id);


--
-- Name: incident incident_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: incident incident_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.incident(id);


--
-- Name: incident incident_requester_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES public.person(id);


--
-- Name: incident incident_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.service(id);


--
-- Name: incident incident_team_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: integration integration_default_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.integration
    ADD CONSTRAINT integration_default_service_id_fkey FOREIGN KEY (default_service_id) REFERENCES public.service(id);


--
-- Name: integration integration_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.integration
    ADD CONSTRAINT integration_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: link link_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: obligation obligation_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: organization organization_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: outage outage_incident_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outage
    ADD CONSTRAINT outage_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incident(id);


--
-- Name: outage outage_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outage
    ADD CONSTRAINT outage_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: outage outage_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outage
    ADD CONSTRAINT outage_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.service(id);


--
-- Name: person person_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: service service_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: service service_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);


--
-- Name: service service_team_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: silence silence_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.silence
    ADD CONSTRAINT silence_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: subscription subscription_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: team team_lead_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.person(id);


--
-- Name: team team_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: view view_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.view
    ADD CONSTRAINT view_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: view view_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.view
    ADD CONSTRAINT view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.person(id);


--
-- Name: watch watch_org_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.watch
    ADD CONSTRAINT watch_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(id);


--
-- Name: watch watch_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.watch
    ADD CONSTRAINT watch_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);


--
-- Name: _private_job_queues; Type: ROW SECURITY; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_job_queues ENABLE ROW LEVEL SECURITY;

--
-- Name: _private_jobs; Type: ROW SECURITY; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_jobs ENABLE ROW LEVEL SECURITY;

--
-- Name: _private_known_crontabs; Type: ROW SECURITY; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_known_crontabs ENABLE ROW LEVEL SECURITY;

--
-- Name: _private_tasks; Type: ROW SECURITY; Schema: graphile_worker; Owner: -
--

ALTER TABLE graphile_worker._private_tasks ENABLE ROW LEVEL SECURITY;

--
-- Name: search_entry add; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY add ON public.search_entry FOR INSERT WITH CHECK (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))));


--
-- Name: agreement; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.agreement ENABLE ROW LEVEL SECURITY;

--
-- Name: alert; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.alert ENABLE ROW LEVEL SECURITY;

--
-- Name: alert_pulse; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.alert_pulse ENABLE ROW LEVEL SECURITY;

--
-- Name: api_token; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.api_token ENABLE ROW LEVEL SECURITY;

--
-- Name: journal append; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY append ON public.journal FOR INSERT WITH CHECK (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))));


--
-- Name: attachment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.attachment ENABLE ROW LEVEL SECURITY;

--
-- Name: calendar; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.calendar ENABLE ROW LEVEL SECURITY;

--
-- Name: search_entry change; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY change ON public.search_entry FOR UPDATE USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))));


--
-- Name: comment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.comment ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: effort; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.effort ENABLE ROW LEVEL SECURITY;

--
-- Name: event; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;

--
-- Name: incident; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.incident ENABLE ROW LEVEL SECURITY;

--
-- Name: integration; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.integration ENABLE ROW LEVEL SECURITY;

--
-- Name: journal; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.journal ENABLE ROW LEVEL SECURITY;

--
-- Name: link; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.link ENABLE ROW LEVEL SECURITY;

--
-- Name: obligation; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.obligation ENABLE ROW LEVEL SECURITY;

--
-- Name: organization; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.organization ENABLE ROW LEVEL SECURITY;

--
-- Name: outage; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.outage ENABLE ROW LEVEL SECURITY;

--
-- Name: api_token owner_only; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner_only ON public.api_token USING ((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text));


--
-- Name: person; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;

--
-- Name: search_entry remove; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remove ON public.search_entry FOR DELETE USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))));


--
-- Name: search_entry; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.search_entry ENABLE ROW LEVEL SECURITY;

--
-- Name: service; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.service ENABLE ROW LEVEL SECURITY;

--
-- Name: agreement sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.agreement USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")) OR shared)) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: alert sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.alert USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: alert_pulse sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.alert_pulse USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: attachment sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.attachment USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT current_setting('evenkeel.internal'::text, true) AS current_setting) = 'on'::text) OR (audience = 'public'::text)))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT current_setting('evenkeel.internal'::text, true) AS current_setting) = 'on'::text) OR (audience = 'public'::text))));


--
-- Name: calendar sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.calendar USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")) OR shared)) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: comment sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.comment USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT current_setting('evenkeel.internal'::text, true) AS current_setting) = 'on'::text) OR (audience = 'public'::text)))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT current_setting('evenkeel.internal'::text, true) AS current_setting) = 'on'::text) OR (audience = 'public'::text))));


--
-- Name: delivery sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.delivery USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: effort sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.effort USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif")))));


--
-- Name: event sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.event USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: incident sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.incident USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif")))));


--
-- Name: integration sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.integration USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: journal sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.journal USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT current_setting('evenkeel.internal'::text, true) AS current_setting) = 'on'::text) OR (audience = 'public'::text))));


--
-- Name: link sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.link USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif")))));


--
-- Name: obligation sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.obligation USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif")))));


--
-- Name: organization sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.organization USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")) OR shared)) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: outage sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.outage USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: person sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.person USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: search_entry sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.search_entry FOR SELECT USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")) OR shared) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif")) OR shared) AND ((( SELECT current_setting('evenkeel.internal'::text, true) AS current_setting) = 'on'::text) OR (audience = 'public'::text))));


--
-- Name: service sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.service USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")) OR shared)) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: silence sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.silence USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: subscription sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.subscription USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: team sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.team USING (((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif")) OR shared)) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: view sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.view USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND (( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text)));


--
-- Name: watch sight; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY sight ON public.watch USING ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif"))))) WITH CHECK ((((( SELECT current_setting('evenkeel.all'::text, true) AS current_setting) = 'on'::text) OR (org_id = ( SELECT (NULLIF(current_setting('evenkeel.org'::text, true), ''::text))::uuid AS "nullif"))) AND ((( SELECT COALESCE(current_setting('evenkeel.own'::text, true), ''::text) AS "coalesce") = ''::text) OR (requester_id = ( SELECT (NULLIF(current_setting('evenkeel.own'::text, true), ''::text))::uuid AS "nullif")))));


--
-- Name: silence; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.silence ENABLE ROW LEVEL SECURITY;

--
-- Name: subscription; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.subscription ENABLE ROW LEVEL SECURITY;

--
-- Name: team; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.team ENABLE ROW LEVEL SECURITY;

--
-- Name: view; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.view ENABLE ROW LEVEL SECURITY;

--
-- Name: watch; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.watch ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA evenkeel_quiet; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA evenkeel_quiet TO evenkeel_app;


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA public TO evenkeel_app;


--
-- Name: FUNCTION dequeue(key text); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.dequeue(key text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.dequeue(key text) TO evenkeel_app;


--
-- Name: FUNCTION enqueue(task text, payload json, job_key text, run_at timestamp with time zone, attempts integer); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.enqueue(task text, payload json, job_key text, run_at timestamp with time zone, attempts integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.enqueue(task text, payload json, job_key text, run_at timestamp with time zone, attempts integer) TO evenkeel_app;


--
-- Name: TABLE agreement; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.agreement TO evenkeel_app;


--
-- Name: SEQUENCE agreement_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.agreement_number TO evenkeel_app;


--
-- Name: TABLE alert; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.alert TO evenkeel_app;


--
-- Name: SEQUENCE alert_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.alert_number TO evenkeel_app;


--
-- Name: TABLE alert_pulse; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert_pulse TO evenkeel_app;


--
-- Name: TABLE attachment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.attachment TO evenkeel_app;


--
-- Name: TABLE blob; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.blob TO evenkeel_app;


--
-- Name: TABLE calendar; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.calendar TO evenkeel_app;


--
-- Name: SEQUENCE calendar_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.calendar_number TO evenkeel_app;


--
-- Name: TABLE comment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.comment TO evenkeel_app;


--
-- Name: TABLE delivery; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.delivery TO evenkeel_app;


--
-- Name: SEQUENCE delivery_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.delivery_number TO evenkeel_app;


--
-- Name: TABLE effort; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.effort TO evenkeel_app;


--
-- Name: TABLE event; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.event TO evenkeel_app;


--
-- Name: TABLE idempotency; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency TO evenkeel_app;


--
-- Name: TABLE incident; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.incident TO evenkeel_app;


--
-- Name: SEQUENCE incident_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.incident_number TO evenkeel_app;


--
-- Name: TABLE integration; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.integration TO evenkeel_app;


--
-- Name: SEQUENCE integration_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.integration_number TO evenkeel_app;


--
-- Name: TABLE journal; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.journal TO evenkeel_app;


--
-- Name: TABLE link; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.link TO evenkeel_app;


--
-- Name: TABLE obligation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.obligation TO evenkeel_app;


--
-- Name: TABLE organization; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.organization TO evenkeel_app;


--
-- Name: SEQUENCE organization_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.organization_number TO evenkeel_app;


--
-- Name: TABLE outage; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.outage TO evenkeel_app;


--
-- Name: SEQUENCE outage_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.outage_number TO evenkeel_app;


--
-- Name: TABLE person; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.person TO evenkeel_app;


--
-- Name: SEQUENCE person_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.person_number TO evenkeel_app;


--
-- Name: TABLE search_entry; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_entry TO evenkeel_app;


--
-- Name: TABLE service; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.service TO evenkeel_app;


--
-- Name: SEQUENCE service_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.service_number TO evenkeel_app;


--
-- Name: TABLE silence; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.silence TO evenkeel_app;


--
-- Name: SEQUENCE silence_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.silence_number TO evenkeel_app;


--
-- Name: TABLE subscription; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.subscription TO evenkeel_app;


--
-- Name: SEQUENCE subscription_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.subscription_number TO evenkeel_app;


--
-- Name: TABLE team; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.team TO evenkeel_app;


--
-- Name: SEQUENCE team_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.team_number TO evenkeel_app;


--
-- Name: TABLE view; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.view TO evenkeel_app;


--
-- Name: SEQUENCE view_number; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.view_number TO evenkeel_app;


--
-- Name: TABLE watch; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.watch TO evenkeel_app;


--
-- PostgreSQL database dump complete
--


