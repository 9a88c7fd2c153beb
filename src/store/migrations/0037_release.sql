-- Releases: changes that go into use together. What a problem raised is a change.

CREATE SEQUENCE "release_number" START 1001;
CREATE TABLE "release" (
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
  "description" text,
  "owner_id" uuid REFERENCES "person"(id),
  "team_id" uuid REFERENCES "team"(id),
  "service_ids" uuid[] NOT NULL,
  "change_ids" uuid[] NOT NULL,
  "units" jsonb NOT NULL,
  "stop_after_failed" integer CHECK ("stop_after_failed" BETWEEN 1 AND 200) NOT NULL,
  "stop_after_incidents" integer CHECK ("stop_after_incidents" BETWEEN 1 AND 10000) NOT NULL,
  "exit_days" integer CHECK ("exit_days" BETWEEN 0 AND 365) NOT NULL,
  "exit_incidents" integer CHECK ("exit_incidents" BETWEEN 0 AND 10000) NOT NULL,
  "planned_start" timestamptz(3),
  "planned_end" timestamptz(3),
  "test_evidence" text,
  "remediation" text,
  "deploying_since" timestamptz(3),
  "early_life_since" timestamptz(3),
  "stopped_because" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "release" (number);
CREATE INDEX ON "release" (created_at, id);
CREATE INDEX ON "release" (org_id, created_at, id);
CREATE INDEX ON "release" ("owner_id");
CREATE INDEX ON "release" ("team_id");
ALTER TABLE "release" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "release" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "release" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "release" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "release_number" TO evenkeel_app;

ALTER TABLE problem ADD FOREIGN KEY (change_id) REFERENCES change(id);
