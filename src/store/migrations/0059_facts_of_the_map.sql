-- Facts of observed changes, releases, items and discrepancies: what measures ask about them; and on each item when it was last looked at and how many differences stand unexplained.

ALTER TABLE ci
  ADD COLUMN "compared_at" timestamptz(3),
  ADD COLUMN "differences" integer CHECK ("differences" BETWEEN 0 AND 1000000) NOT NULL DEFAULT 0;
ALTER TABLE ci ALTER COLUMN "differences" DROP DEFAULT;

CREATE TABLE "observed_change_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "source" text NOT NULL,
  "integration_id" uuid,
  "environment" text,
  "started_at" timestamptz(3) NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "answer_seconds" double precision,
  "service_id" uuid,
  "ci_id" uuid,
  "change_id" uuid,
  "is_unauthorised" boolean,
  "is_by_person" boolean NOT NULL,
  "was_dismissed" boolean NOT NULL,
  "accusations" integer CHECK ("accusations" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "observed_change_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "observed_change_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "observed_change_fact" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "observed_change_fact" TO evenkeel_app;

CREATE TABLE "observed_change_fact_past" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "known_to" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "source" text NOT NULL,
  "integration_id" uuid,
  "environment" text,
  "started_at" timestamptz(3) NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "answer_seconds" double precision,
  "service_id" uuid,
  "ci_id" uuid,
  "change_id" uuid,
  "is_unauthorised" boolean,
  "is_by_person" boolean NOT NULL,
  "was_dismissed" boolean NOT NULL,
  "accusations" integer CHECK ("accusations" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "observed_change_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "observed_change_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "observed_change_fact_past" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "observed_change_fact_past" TO evenkeel_app;

CREATE TABLE "observed_change_step" (
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
  "service_id" uuid,
  "is_unauthorised" boolean,
  "seconds" double precision,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "observed_change_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "observed_change_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "observed_change_step" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "observed_change_step" TO evenkeel_app;

CREATE TABLE "release_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "opened_at" timestamptz(3) NOT NULL,
  "began_at" timestamptz(3),
  "early_life_at" timestamptz(3),
  "accepted_at" timestamptz(3),
  "withdrawn_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "service_ids" uuid[] NOT NULL,
  "service_id" uuid,
  "team_id" uuid,
  "owner_id" uuid,
  "units" integer CHECK ("units" BETWEEN 0 AND 2000000000) NOT NULL,
  "changes" integer CHECK ("changes" BETWEEN 0 AND 2000000000) NOT NULL,
  "stops" integer CHECK ("stops" BETWEEN 0 AND 2000000000) NOT NULL,
  "was_stopped" boolean NOT NULL,
  "was_withdrawn" boolean NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "release_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "release_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "release_fact" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "release_fact" TO evenkeel_app;

CREATE TABLE "release_fact_past" (
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
  "began_at" timestamptz(3),
  "early_life_at" timestamptz(3),
  "accepted_at" timestamptz(3),
  "withdrawn_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "service_ids" uuid[] NOT NULL,
  "service_id" uuid,
  "team_id" uuid,
  "owner_id" uuid,
  "units" integer CHECK ("units" BETWEEN 0 AND 2000000000) NOT NULL,
  "changes" integer CHECK ("changes" BETWEEN 0 AND 2000000000) NOT NULL,
  "stops" integer CHECK ("stops" BETWEEN 0 AND 2000000000) NOT NULL,
  "was_stopped" boolean NOT NULL,
  "was_withdrawn" boolean NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "release_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "release_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "release_fact_past" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "release_fact_past" TO evenkeel_app;

CREATE TABLE "release_step" (
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
ALTER TABLE "release_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "release_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "release_step" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "release_step" TO evenkeel_app;

CREATE TABLE "ci_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "type_id" uuid NOT NULL,
  "team_id" uuid,
  "site_id" uuid,
  "supplier_id" uuid,
  "opened_at" timestamptz(3) NOT NULL,
  "live_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "compared_at" timestamptz(3),
  "verified_at" timestamptz(3),
  "end_seconds" double precision,
  "differences" integer CHECK ("differences" BETWEEN 0 AND 2000000000) NOT NULL,
  "looks" integer CHECK ("looks" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "ci_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ci_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "ci_fact" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ci_fact" TO evenkeel_app;

CREATE TABLE "ci_fact_past" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "known_to" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "type_id" uuid NOT NULL,
  "team_id" uuid,
  "site_id" uuid,
  "supplier_id" uuid,
  "opened_at" timestamptz(3) NOT NULL,
  "live_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "compared_at" timestamptz(3),
  "verified_at" timestamptz(3),
  "end_seconds" double precision,
  "differences" integer CHECK ("differences" BETWEEN 0 AND 2000000000) NOT NULL,
  "looks" integer CHECK ("looks" BETWEEN 0 AND 2000000000) NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "ci_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ci_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "ci_fact_past" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ci_fact_past" TO evenkeel_app;

CREATE TABLE "ci_step" (
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
  "type_id" uuid NOT NULL,
  "team_id" uuid,
  "site_id" uuid,
  "supplier_id" uuid,
  "verified_at" timestamptz(3),
  "differences" integer CHECK ("differences" BETWEEN 0 AND 2000000000) NOT NULL,
  "is_look" boolean NOT NULL,
  "seconds" double precision,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "ci_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ci_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "ci_step" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ci_step" TO evenkeel_app;

CREATE TABLE "discrepancy_fact" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "kind" text NOT NULL,
  "field" text,
  "source_id" uuid,
  "ci_id" uuid,
  "opened_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "answer_seconds" double precision,
  "is_explained" boolean NOT NULL,
  "is_taken" boolean NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id")
);
ALTER TABLE "discrepancy_fact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "discrepancy_fact" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "discrepancy_fact" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "discrepancy_fact" TO evenkeel_app;

CREATE TABLE "discrepancy_fact_past" (
  "record_id" uuid NOT NULL,
  "org_id" uuid NOT NULL,
  "requester_id" uuid,
  "number" text NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "known_from" timestamptz(3) NOT NULL,
  "known_to" timestamptz(3) NOT NULL,
  "state" text NOT NULL,
  "state_group" text NOT NULL,
  "kind" text NOT NULL,
  "field" text,
  "source_id" uuid,
  "ci_id" uuid,
  "opened_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "answer_seconds" double precision,
  "is_explained" boolean NOT NULL,
  "is_taken" boolean NOT NULL,
  "steps" integer CHECK ("steps" BETWEEN 0 AND 2000000000) NOT NULL,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "discrepancy_fact_past" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "discrepancy_fact_past" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "discrepancy_fact_past" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "discrepancy_fact_past" TO evenkeel_app;

CREATE TABLE "discrepancy_step" (
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
  "ci_id" uuid,
  "seconds" double precision,
  PRIMARY KEY ("record_id", "version")
);
ALTER TABLE "discrepancy_step" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "discrepancy_step" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "discrepancy_step" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "discrepancy_step" TO evenkeel_app;

CREATE INDEX ON "observed_change_fact" (started_at);
CREATE INDEX ON "observed_change_fact" (opened_at);
CREATE INDEX ON "observed_change_fact" (ended_at);
CREATE INDEX ON "observed_change_fact" (known_from);
CREATE INDEX ON "observed_change_step" (at);
CREATE INDEX ON "observed_change_fact_past" (known_to, known_from);
CREATE INDEX ON "release_fact" (early_life_at);
CREATE INDEX ON "release_fact" (known_from);
CREATE INDEX ON "release_step" (at);
CREATE INDEX ON "release_fact_past" (known_to, known_from);
CREATE INDEX ON "ci_fact" (opened_at);
CREATE INDEX ON "ci_fact" (known_from);
CREATE INDEX ON "ci_step" (at);
CREATE INDEX ON "ci_fact_past" (known_to, known_from);
CREATE INDEX ON "discrepancy_fact" (opened_at);
CREATE INDEX ON "discrepancy_fact" (ended_at);
CREATE INDEX ON "discrepancy_fact" (known_from);
CREATE INDEX ON "discrepancy_step" (at);
CREATE INDEX ON "discrepancy_fact_past" (known_to, known_from);
