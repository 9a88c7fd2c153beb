-- Observed changes, as pipelines tell them; and which change an incident names as its cause.

CREATE SEQUENCE "observed_change_number" START 1001;
CREATE TABLE "observed_change" (
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
  "description" text,
  "source" text CHECK ("source" IN ('pagerduty', 'cloudevents', 'github', 'gitlab', 'webhook', 'person')) NOT NULL,
  "source_key" text,
  "integration_id" uuid REFERENCES "integration"(id),
  "started_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "clock_ahead_seconds" integer CHECK ("clock_ahead_seconds" BETWEEN 0 AND 2000000000),
  "service_ids" uuid[] NOT NULL,
  "ci_ids" uuid[] NOT NULL,
  "unknown_names" jsonb NOT NULL,
  "environment" text,
  "version_name" text,
  "made_by" text,
  "link" text,
  "named_changes" jsonb NOT NULL,
  "change_id" uuid REFERENCES "change"(id),
  "is_by_person" boolean NOT NULL,
  "judgement" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "observed_change" (number);
CREATE INDEX ON "observed_change" (created_at, id);
CREATE INDEX ON "observed_change" (org_id, created_at, id);
CREATE INDEX ON "observed_change" ("integration_id");
CREATE INDEX ON "observed_change" ("change_id");
ALTER TABLE "observed_change" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "observed_change" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "observed_change" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "observed_change" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "observed_change_number" TO evenkeel_app;
CREATE UNIQUE INDEX observed_change_known ON "observed_change" ("integration_id", "source_key");
CREATE INDEX ON "observed_change" (started_at);
CREATE INDEX ON "observed_change" (org_id, started_at);

ALTER TABLE "incident" ADD COLUMN "caused_by_change_id" uuid REFERENCES "change"(id);
ALTER TABLE "incident" ADD COLUMN "caused_by_observed_id" uuid REFERENCES "observed_change"(id);
-- Most incidents name none.
CREATE INDEX ON "incident" ("caused_by_change_id") WHERE "caused_by_change_id" IS NOT NULL;
CREATE INDEX ON "incident" ("caused_by_observed_id") WHERE "caused_by_observed_id" IS NOT NULL;
