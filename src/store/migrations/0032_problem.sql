-- Problem: what makes incidents happen; and which problem an incident names.
-- Changes come later: what change_id points to is bound there.

CREATE SEQUENCE "problem_number" START 1001;
CREATE TABLE "problem" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "team_id" uuid REFERENCES "team"(id),
  "assignee_id" uuid REFERENCES "person"(id),
  "tags" text[] NOT NULL,
  "title" text NOT NULL,
  "description" text,
  "service_id" uuid REFERENCES "service"(id),
  "ci_ids" uuid[] NOT NULL,
  "category" text,
  "impact" integer CHECK ("impact" BETWEEN 1 AND 4) NOT NULL,
  "urgency" integer CHECK ("urgency" BETWEEN 1 AND 4) NOT NULL,
  "priority" integer CHECK ("priority" BETWEEN 1 AND 5) NOT NULL,
  "origin" text CHECK ("origin" IN ('incidents', 'major', 'trend', 'event', 'supplier', 'improvement', 'review')) NOT NULL,
  "is_proactive" boolean NOT NULL,
  "is_major" boolean NOT NULL,
  "evidence" text,
  "owner_id" uuid REFERENCES "person"(id),
  "cause_statement" text,
  "cause_evidence" text,
  "workaround" text,
  "known_error_since" timestamptz(3),
  "known_error_until" timestamptz(3),
  "solution" text,
  "cost_minor" integer CHECK ("cost_minor" BETWEEN 0 AND 2000000000),
  "currency" text,
  "business_case" text,
  "change_id" uuid,
  "implemented_at" timestamptz(3),
  "observe_until" timestamptz(3),
  "fix_verdict" jsonb,
  "accepted_by_id" uuid REFERENCES "person"(id),
  "review_on" text,
  "review" jsonb,
  "merged_into_id" uuid REFERENCES "problem"(id),
  "cluster_key" text,
  "closed_at" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "problem" (number);
CREATE INDEX ON "problem" (created_at, id);
CREATE INDEX ON "problem" (org_id, created_at, id);
CREATE INDEX ON "problem" ("team_id");
CREATE INDEX ON "problem" ("assignee_id");
CREATE INDEX ON "problem" ("service_id");
CREATE INDEX ON "problem" ("owner_id");
CREATE INDEX ON "problem" ("change_id");
CREATE INDEX ON "problem" ("accepted_by_id");
CREATE INDEX ON "problem" ("merged_into_id");
ALTER TABLE "problem" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "problem" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "problem" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "problem" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "problem_number" TO evenkeel_app;

CREATE INDEX problem_of_service ON problem (service_id, created_at, id);
DROP INDEX problem_service_id_idx;
CREATE INDEX problem_of_cis ON problem USING gin (ci_ids);
-- What the desk is shown while it types.
CREATE INDEX problem_offered ON problem (id) WHERE known_error_since IS NOT NULL AND known_error_until IS NULL;

ALTER TABLE incident ADD COLUMN problem_id uuid REFERENCES problem(id);
CREATE INDEX incident_of_problem ON incident (problem_id, created_at, id) WHERE problem_id IS NOT NULL;
