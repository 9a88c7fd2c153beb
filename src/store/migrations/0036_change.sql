-- Changes: models, the change itself with its tasks and approvals, and windows in which work is wanted, frozen or would hurt most.

CREATE SEQUENCE "change_model_number" START 1001;
CREATE TABLE "change_model" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "shared" boolean NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "name" text NOT NULL,
  "description" text,
  "is_pre_authorised" boolean NOT NULL,
  "steps" jsonb NOT NULL,
  "remediation" text,
  "test_evidence" text,
  "communication_plan" text,
  "usual_seconds" integer CHECK ("usual_seconds" >= 60),
  "failures_allowed" integer CHECK ("failures_allowed" BETWEEN 1 AND 100) NOT NULL,
  "failures_among" integer CHECK ("failures_among" BETWEEN 1 AND 200) NOT NULL,
  "lost_at" timestamptz(3),
  "lost_because" text,
  "judged_from" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "change_model" (number);
CREATE INDEX ON "change_model" (created_at, id);
CREATE INDEX ON "change_model" (org_id, created_at, id);
ALTER TABLE "change_model" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_model" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "change_model" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "change_model" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "change_model_number" TO evenkeel_app;

CREATE SEQUENCE "change_number" START 1001;
CREATE TABLE "change" (
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
  "type" text CHECK ("type" IN ('normal', 'standard', 'emergency')) NOT NULL,
  "model_id" uuid REFERENCES "change_model"(id),
  "requester_id" uuid REFERENCES "person"(id),
  "team_id" uuid REFERENCES "team"(id),
  "implementer_id" uuid REFERENCES "person"(id),
  "ci_ids" uuid[] NOT NULL,
  "service_ids" uuid[] NOT NULL,
  "supplier_ids" uuid[] NOT NULL,
  "problem_id" uuid REFERENCES "problem"(id),
  "incident_id" uuid REFERENCES "incident"(id),
  "demand" text CHECK ("demand" IN ('none', 'problem', 'incident', 'request', 'forecast', 'end_of_support', 'law', 'business')) NOT NULL,
  "is_business_originated" boolean NOT NULL,
  "wanted_by" text,
  "emergency_reason" text,
  "is_planned_late" boolean NOT NULL,
  "planned_start" timestamptz(3),
  "planned_end" timestamptz(3),
  "back_out_seconds" integer CHECK ("back_out_seconds" >= 0) NOT NULL,
  "busy_until" timestamptz(3),
  "actual_start" timestamptz(3),
  "actual_end" timestamptz(3),
  "remediation" text,
  "point_of_no_return" timestamptz(3),
  "test_evidence" text,
  "communication_plan" text,
  "projected_outages" jsonb NOT NULL,
  "risk_score" integer CHECK ("risk_score" BETWEEN 0 AND 100),
  "risk_level" text CHECK ("risk_level" IN ('minor', 'significant', 'major')),
  "risk_reasons" jsonb NOT NULL,
  "impact" jsonb,
  "conflicts" jsonb,
  "seen_conflicts" jsonb NOT NULL,
  "accepted_conflicts" text,
  "round" integer CHECK ("round" BETWEEN 0 AND 10000) NOT NULL,
  "agenda_on" text,
  "defer_count" integer CHECK ("defer_count" BETWEEN 0 AND 10000) NOT NULL,
  "submitted_at" timestamptz(3),
  "authorised_at" timestamptz(3),
  "authorised_by" text,
  "decider_ids" uuid[] NOT NULL,
  "fell_because" text,
  "documentation_due" timestamptz(3),
  "is_documentation_late" boolean NOT NULL,
  "result" text CHECK ("result" IN ('success', 'partial', 'failed', 'backed_out')),
  "review_text" text,
  "is_reviewed_by_rule" boolean NOT NULL,
  "silence_ids" uuid[] NOT NULL,
  "alerts_outside" integer CHECK ("alerts_outside" BETWEEN 0 AND 1000000) NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "change" (number);
CREATE INDEX ON "change" (created_at, id);
CREATE INDEX ON "change" (org_id, created_at, id);
CREATE INDEX ON "change" ("model_id");
CREATE INDEX ON "change" ("requester_id");
CREATE INDEX ON "change" ("team_id");
CREATE INDEX ON "change" ("implementer_id");
CREATE INDEX ON "change" ("problem_id");
CREATE INDEX ON "change" ("incident_id");
ALTER TABLE "change" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "change" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE ON "change" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "change_number" TO evenkeel_app;

CREATE SEQUENCE "change_task_number" START 1001;
CREATE TABLE "change_task" (
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
  "change_id" uuid REFERENCES "change"(id) NOT NULL,
  "position" integer CHECK ("position" BETWEEN 1 AND 1000) NOT NULL,
  "person_id" uuid REFERENCES "person"(id),
  "planned_seconds" integer CHECK ("planned_seconds" >= 0),
  "note" text,
  "done_at" timestamptz(3),
  "done_by_id" uuid REFERENCES "person"(id),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "change_task" (number);
CREATE INDEX ON "change_task" (created_at, id);
CREATE INDEX ON "change_task" (org_id, created_at, id);
CREATE INDEX ON "change_task" ("change_id");
CREATE INDEX ON "change_task" ("person_id");
CREATE INDEX ON "change_task" ("done_by_id");
ALTER TABLE "change_task" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "change_task" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "change_task" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "change_task" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "change_task_number" TO evenkeel_app;

CREATE SEQUENCE "approval_number" START 1001;
CREATE TABLE "approval" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "change_id" uuid REFERENCES "change"(id) NOT NULL,
  "round" integer CHECK ("round" BETWEEN 1 AND 10000) NOT NULL,
  "step" integer CHECK ("step" BETWEEN 1 AND 20) NOT NULL,
  "quorum" integer CHECK ("quorum" BETWEEN 1 AND 20) NOT NULL,
  "approver_id" uuid REFERENCES "person"(id),
  "role" text CHECK ("role" IN ('agent', 'manager', 'admin')) NOT NULL,
  "via_id" uuid REFERENCES "approval"(id),
  "expires_at" timestamptz(3),
  "decided_by_id" uuid REFERENCES "person"(id),
  "decided_at" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "approval" (number);
CREATE INDEX ON "approval" (created_at, id);
CREATE INDEX ON "approval" (org_id, created_at, id);
CREATE INDEX ON "approval" ("change_id");
CREATE INDEX ON "approval" ("approver_id");
CREATE INDEX ON "approval" ("via_id");
CREATE INDEX ON "approval" ("decided_by_id");
ALTER TABLE "approval" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "approval" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "approval" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "approval" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "approval_number" TO evenkeel_app;

CREATE SEQUENCE "window_number" START 1001;
CREATE TABLE "window" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "shared" boolean NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "name" text NOT NULL,
  "kind" text CHECK ("kind" IN ('maintenance', 'freeze', 'business_event')) NOT NULL,
  "is_hard" boolean NOT NULL,
  "scope" jsonb NOT NULL,
  "starts_at" timestamptz(3) NOT NULL,
  "ends_at" timestamptz(3) NOT NULL,
  "hours" jsonb,
  "reason" text,
  "except_ids" uuid[] NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "window" (number);
CREATE INDEX ON "window" (created_at, id);
CREATE INDEX ON "window" (org_id, created_at, id);
ALTER TABLE "window" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "window" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "window" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "window" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "window_number" TO evenkeel_app;

-- Whose time is taken within a span: asked at every look at a planned change, and few of all changes are to come.
CREATE INDEX change_on_calendar ON "change" (busy_until, planned_start) WHERE state IN ('authorised', 'scheduled', 'implementing');
CREATE INDEX change_of_items ON "change" USING gin (ci_ids);
CREATE INDEX change_of_services ON "change" USING gin (service_ids);
CREATE INDEX window_on_calendar ON "window" (ends_at, starts_at) WHERE state = 'standing';
