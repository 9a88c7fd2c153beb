-- How causes are looked for, and what known errors were worth.

CREATE SEQUENCE "known_error_use_number" START 1001;
CREATE TABLE "known_error_use" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "note" text NOT NULL,
  "problem_id" uuid REFERENCES "problem"(id) NOT NULL,
  "incident_id" uuid REFERENCES "incident"(id) NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "known_error_use" (number);
CREATE INDEX ON "known_error_use" (created_at, id);
CREATE INDEX ON "known_error_use" (org_id, created_at, id);
CREATE INDEX ON "known_error_use" ("problem_id", state);
CREATE INDEX ON "known_error_use" ("incident_id");
ALTER TABLE "known_error_use" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "known_error_use" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "known_error_use" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "known_error_use" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "known_error_use_number" TO evenkeel_app;

CREATE SEQUENCE "worksheet_number" START 1001;
CREATE TABLE "worksheet" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "title" text NOT NULL,
  "problem_id" uuid REFERENCES "problem"(id) NOT NULL,
  "kind" text CHECK ("kind" IN ('timeline', 'kepner_tregoe', 'cause_tree', 'pareto')) NOT NULL,
  "content" jsonb NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "worksheet" (number);
CREATE INDEX ON "worksheet" (created_at, id);
CREATE INDEX ON "worksheet" (org_id, created_at, id);
CREATE INDEX ON "worksheet" ("problem_id");
ALTER TABLE "worksheet" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "worksheet" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "worksheet" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "worksheet" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "worksheet_number" TO evenkeel_app;
