-- Facts: what measures ask about an incident, computed from its journal, one row for each state of knowledge; and a step for each journal row.

ALTER TABLE "incident"
  ADD COLUMN "response_met" boolean,
  ADD COLUMN "resolution_met" boolean,
  ADD COLUMN "former_number" text,
  ADD COLUMN "external" jsonb;
CREATE INDEX ON "incident" (former_number) WHERE former_number IS NOT NULL;

-- How far each record type's facts have followed the journal, and by which version of their definition.
CREATE TABLE fact_mark (
  record text PRIMARY KEY,
  seq bigint NOT NULL,
  version integer NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON fact_mark TO evenkeel_app;

CREATE TABLE "incident_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "noticed_at" timestamptz(3),
  "first_action_at" timestamptz(3),
  "first_resolved_at" timestamptz(3),
  "resolved_at" timestamptz(3),
  "closed_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "first_action_seconds" double precision,
  "first_resolve_seconds" double precision,
  "resolve_seconds" double precision,
  "close_seconds" double precision,
  "end_seconds" double precision,
  "waiting_seconds" double precision,
  "life_seconds" double precision,
  "service_id" uuid,
  "category" text,
  "first_category" text,
  "impact" integer CHECK ("impact" BETWEEN 0 AND 2000000000),
  "urgency" integer CHECK ("urgency" BETWEEN 0 AND 2000000000),
  "priority" integer CHECK ("priority" BETWEEN 0 AND 2000000000),
  "first_priority" integer CHECK ("first_priority" BETWEEN 0 AND 2000000000),
  "priority_changes" integer CHECK ("priority_changes" BETWEEN 0 AND 2000000000) NOT NULL,
  "team_id" uuid,
  "first_team_id" uuid,
  "end_team_id" uuid,
  "teams" integer CHECK ("teams" BETWEEN 0 AND 2000000000) NOT NULL,
  "handovers" integer CHECK ("handovers" BETWEEN 0 AND 2000000000) NOT NULL,
  "returns" integer CHECK ("returns" BETWEEN 0 AND 2000000000) NOT NULL,
  "reopenings" integer CHECK ("reopenings" BETWEEN 0 AND 2000000000) NOT NULL,
  "pauses" integer CHECK ("pauses" BETWEEN 0 AND 2000000000) NOT NULL,
  "was_misrouted" boolean NOT NULL,
  "was_recategorised" boolean,
  "is_from_monitoring" boolean NOT NULL,
  "is_major" boolean NOT NULL,
  "was_cancelled" boolean NOT NULL,
  "was_merged" boolean NOT NULL,
  "reported_via" text,
  "resolution_code" text,
  "response_met" boolean,
  "resolution_met" boolean,
  "effort_minutes" integer CHECK ("effort_minutes" BETWEEN 0 AND 2000000000),
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  "external" jsonb NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "incident_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "incident_fact" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_fact" TO evenkeel_app;

CREATE TABLE "incident_fact_past" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "known_to" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "noticed_at" timestamptz(3),
  "first_action_at" timestamptz(3),
  "first_resolved_at" timestamptz(3),
  "resolved_at" timestamptz(3),
  "closed_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "first_action_seconds" double precision,
  "first_resolve_seconds" double precision,
  "resolve_seconds" double precision,
  "close_seconds" double precision,
  "end_seconds" double precision,
  "waiting_seconds" double precision,
  "life_seconds" double precision,
  "service_id" uuid,
  "category" text,
  "first_category" text,
  "impact" integer CHECK ("impact" BETWEEN 0 AND 2000000000),
  "urgency" integer CHECK ("urgency" BETWEEN 0 AND 2000000000),
  "priority" integer CHECK ("priority" BETWEEN 0 AND 2000000000),
  "first_priority" integer CHECK ("first_priority" BETWEEN 0 AND 2000000000),
  "priority_changes" integer CHECK ("priority_changes" BETWEEN 0 AND 2000000000) NOT NULL,
  "team_id" uuid,
  "first_team_id" uuid,
  "end_team_id" uuid,
  "teams" integer CHECK ("teams" BETWEEN 0 AND 2000000000) NOT NULL,
  "handovers" integer CHECK ("handovers" BETWEEN 0 AND 2000000000) NOT NULL,
  "returns" integer CHECK ("returns" BETWEEN 0 AND 2000000000) NOT NULL,
  "reopenings" integer CHECK ("reopenings" BETWEEN 0 AND 2000000000) NOT NULL,
  "pauses" integer CHECK ("pauses" BETWEEN 0 AND 2000000000) NOT NULL,
  "was_misrouted" boolean NOT NULL,
  "was_recategorised" boolean,
  "is_from_monitoring" boolean NOT NULL,
  "is_major" boolean NOT NULL,
  "was_cancelled" boolean NOT NULL,
  "was_merged" boolean NOT NULL,
  "reported_via" text,
  "resolution_code" text,
  "response_met" boolean,
  "resolution_met" boolean,
  "effort_minutes" integer CHECK ("effort_minutes" BETWEEN 0 AND 2000000000),
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  "external" jsonb NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "incident_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "incident_fact_past" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_fact_past" TO evenkeel_app;

CREATE TABLE "incident_step" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "at" timestamptz(3) NOT NULL,
  "until" timestamptz(3),
  "known_from" timestamptz(3) NOT NULL,
  "until_known_from" timestamptz(3),
  "verb" text NOT NULL,
  "state" text NOT NULL,
  "team_id" uuid,
  "service_id" uuid,
  "priority" integer CHECK ("priority" BETWEEN 0 AND 2000000000),
  "pending_reason" text,
  "source_state" text,
  "seconds" double precision,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "incident_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "incident_step" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_step" TO evenkeel_app;

CREATE INDEX ON "incident_fact" (opened_at);
CREATE INDEX ON "incident_fact" (first_resolved_at);
CREATE INDEX ON "incident_fact" (ended_at);
CREATE INDEX ON "incident_fact" (closed_at);
CREATE INDEX ON "incident_fact" (org_id, opened_at);
CREATE INDEX ON "incident_step" (at);
CREATE INDEX ON "incident_fact_past" (known_to, known_from);
