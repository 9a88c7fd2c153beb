-- Measures: dashboards that people put together, and definitions of their own.

CREATE SEQUENCE "dashboard_number" START 1001;
CREATE TABLE "dashboard" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "name" text NOT NULL,
  "tiles" jsonb NOT NULL,
  "audience" text CHECK ("audience" IN ('me', 'everybody')) NOT NULL,
  "owner_id" uuid REFERENCES "person"(id),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "dashboard" (number);
CREATE INDEX ON "dashboard" (created_at, id);
CREATE INDEX ON "dashboard" (org_id, created_at, id);
CREATE INDEX ON "dashboard" ("owner_id");
ALTER TABLE "dashboard" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dashboard" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "dashboard" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "dashboard" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "dashboard_number" TO evenkeel_app;

CREATE SEQUENCE "custom_measure_number" START 1001;
CREATE TABLE "custom_measure" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "name" text NOT NULL,
  "question" text NOT NULL,
  "definition" jsonb NOT NULL,
  "definition_version" integer CHECK ("definition_version" BETWEEN 1 AND 100000) NOT NULL,
  "unit" text CHECK ("unit" IN ('count', 'share', 'seconds', 'minutes', 'rate')) NOT NULL,
  "better" text CHECK ("better" IN ('higher', 'lower', 'neither')) NOT NULL,
  "maturity_days" integer CHECK ("maturity_days" BETWEEN 0 AND 400) NOT NULL,
  "least" integer CHECK ("least" BETWEEN 0 AND 1000000),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "custom_measure" (number);
CREATE INDEX ON "custom_measure" (created_at, id);
CREATE INDEX ON "custom_measure" (org_id, created_at, id);
ALTER TABLE "custom_measure" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "custom_measure" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "custom_measure" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "custom_measure" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "custom_measure_number" TO evenkeel_app;
