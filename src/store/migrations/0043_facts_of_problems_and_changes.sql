-- Facts of problems and changes: what measures ask about them, one row for each state of knowledge; and a step for each journal row.

CREATE TABLE "problem_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "origin" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "logged_at" timestamptz(3),
  "known_error_at" timestamptz(3),
  "implemented_at" timestamptz(3),
  "verified_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "known_error_seconds" double precision,
  "end_seconds" double precision,
  "service_id" uuid,
  "team_id" uuid,
  "category" text,
  "priority" integer CHECK ("priority" BETWEEN 0 AND 2000000000),
  "is_proactive" boolean NOT NULL,
  "is_major" boolean NOT NULL,
  "has_workaround" boolean NOT NULL,
  "has_cause" boolean NOT NULL,
  "was_not_found" boolean NOT NULL,
  "was_accepted" boolean NOT NULL,
  "was_merged" boolean NOT NULL,
  "reopenings" integer CHECK ("reopenings" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "problem_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "problem_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "problem_fact" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "problem_fact" TO evenkeel_app;

CREATE TABLE "problem_fact_past" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "known_to" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "origin" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "logged_at" timestamptz(3),
  "known_error_at" timestamptz(3),
  "implemented_at" timestamptz(3),
  "verified_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "known_error_seconds" double precision,
  "end_seconds" double precision,
  "service_id" uuid,
  "team_id" uuid,
  "category" text,
  "priority" integer CHECK ("priority" BETWEEN 0 AND 2000000000),
  "is_proactive" boolean NOT NULL,
  "is_major" boolean NOT NULL,
  "has_workaround" boolean NOT NULL,
  "has_cause" boolean NOT NULL,
  "was_not_found" boolean NOT NULL,
  "was_accepted" boolean NOT NULL,
  "was_merged" boolean NOT NULL,
  "reopenings" integer CHECK ("reopenings" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "problem_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "problem_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "problem_fact_past" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "problem_fact_past" TO evenkeel_app;

CREATE TABLE "problem_step" (
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
  "seconds" double precision,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "problem_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "problem_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "problem_step" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "problem_step" TO evenkeel_app;

CREATE TABLE "change_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "type" text NOT NULL,
  "risk_level" text,
  "demand" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "submitted_at" timestamptz(3),
  "authorised_at" timestamptz(3),
  "planned_start" timestamptz(3),
  "planned_end" timestamptz(3),
  "began_at" timestamptz(3),
  "implemented_at" timestamptz(3),
  "reviewed_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "lead_seconds" double precision,
  "approval_seconds" double precision,
  "service_id" uuid,
  "team_id" uuid,
  "model_id" uuid,
  "result" text,
  "is_reviewed" boolean NOT NULL,
  "is_business_originated" boolean NOT NULL,
  "is_planned_late" boolean NOT NULL,
  "was_in_window" boolean,
  "was_in_time" boolean,
  "was_rejected" boolean NOT NULL,
  "was_cancelled" boolean NOT NULL,
  "deferrals" integer CHECK ("deferrals" BETWEEN 0 AND 2000000000) NOT NULL,
  "assessments" integer CHECK ("assessments" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "change_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "change_fact" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "change_fact" TO evenkeel_app;

CREATE TABLE "change_fact_past" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "known_to" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "type" text NOT NULL,
  "risk_level" text,
  "demand" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "submitted_at" timestamptz(3),
  "authorised_at" timestamptz(3),
  "planned_start" timestamptz(3),
  "planned_end" timestamptz(3),
  "began_at" timestamptz(3),
  "implemented_at" timestamptz(3),
  "reviewed_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "lead_seconds" double precision,
  "approval_seconds" double precision,
  "service_id" uuid,
  "team_id" uuid,
  "model_id" uuid,
  "result" text,
  "is_reviewed" boolean NOT NULL,
  "is_business_originated" boolean NOT NULL,
  "is_planned_late" boolean NOT NULL,
  "was_in_window" boolean,
  "was_in_time" boolean,
  "was_rejected" boolean NOT NULL,
  "was_cancelled" boolean NOT NULL,
  "deferrals" integer CHECK ("deferrals" BETWEEN 0 AND 2000000000) NOT NULL,
  "assessments" integer CHECK ("assessments" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "change_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "change_fact_past" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "change_fact_past" TO evenkeel_app;

CREATE TABLE "change_step" (
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
  "seconds" double precision,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "change_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "change_step" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "change_step" TO evenkeel_app;

CREATE INDEX ON "problem_fact" (opened_at);
CREATE INDEX ON "problem_fact" (ended_at);
CREATE INDEX ON "problem_fact" (implemented_at);
CREATE INDEX ON "problem_fact" (known_from);
CREATE INDEX ON "problem_step" (at);
CREATE INDEX ON "problem_fact_past" (known_to, known_from);
CREATE INDEX ON "change_fact" (opened_at);
CREATE INDEX ON "change_fact" (ended_at);
CREATE INDEX ON "change_fact" (implemented_at);
CREATE INDEX ON "change_fact" (known_from);
CREATE INDEX ON "change_step" (at);
CREATE INDEX ON "change_fact_past" (known_to, known_from);
