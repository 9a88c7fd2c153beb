-- Baselines: a part of the graph as it was agreed on; its content is kept among the attached bytes, by the hash.

CREATE SEQUENCE "baseline_number" START 1001;
CREATE TABLE "baseline" (
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
  "note" text,
  "service_ids" uuid[] NOT NULL,
  "ci_ids" uuid[] NOT NULL,
  "taken_at" timestamptz(3) NOT NULL,
  "hash" text NOT NULL,
  "node_count" integer CHECK ("node_count" BETWEEN 0 AND 2000) NOT NULL,
  "relation_count" integer CHECK ("relation_count" BETWEEN 0 AND 1000000) NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "baseline" (number);
CREATE INDEX ON "baseline" (created_at, id);
CREATE INDEX ON "baseline" (org_id, created_at, id);
ALTER TABLE "baseline" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "baseline" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "baseline" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "baseline" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "baseline_number" TO evenkeel_app;
