-- The first practices: organization, people, service, incident, agreement; and the tables of the traits.

CREATE SEQUENCE "organization_number" START 1001;
CREATE TABLE "organization" (
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
  "kind" text CHECK ("kind" IN ('provider', 'customer', 'supplier')) NOT NULL,
  "zone" text NOT NULL,
  "note" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "organization" (number);
CREATE INDEX ON "organization" (created_at, id);
CREATE INDEX ON "organization" (org_id, created_at, id);
ALTER TABLE "organization" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "organization" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "organization" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "organization" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "organization_number" TO evenkeel_app;

CREATE SEQUENCE "person_number" START 1001;
CREATE TABLE "person" (
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
  "email" text NOT NULL,
  "phone" text,
  "role" text CHECK ("role" IN ('sender', 'requester', 'customer', 'auditor', 'agent', 'manager', 'admin')) NOT NULL,
  "reach" text CHECK ("reach" IN ('organization', 'all')) NOT NULL,
  "team_ids" uuid[] NOT NULL,
  "zone" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "person" (number);
CREATE INDEX ON "person" (created_at, id);
CREATE INDEX ON "person" (org_id, created_at, id);
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "person" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "person" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "person" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "person_number" TO evenkeel_app;

CREATE SEQUENCE "team_number" START 1001;
CREATE TABLE "team" (
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
  "email" text,
  "webhook_url" text,
  "lead_id" uuid REFERENCES "person"(id),
  "zone" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "team" (number);
CREATE INDEX ON "team" (created_at, id);
CREATE INDEX ON "team" (org_id, created_at, id);
CREATE INDEX ON "team" ("lead_id");
ALTER TABLE "team" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "team" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "team" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "team" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "team_number" TO evenkeel_app;

CREATE SEQUENCE "view_number" START 1001;
CREATE TABLE "view" (
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
  "of" text NOT NULL,
  "query" text NOT NULL,
  "audience" text CHECK ("audience" IN ('me', 'everybody')) NOT NULL,
  "owner_id" uuid REFERENCES "person"(id),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "view" (number);
CREATE INDEX ON "view" (created_at, id);
CREATE INDEX ON "view" (org_id, created_at, id);
CREATE INDEX ON "view" ("owner_id");
ALTER TABLE "view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "view" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "view" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "view" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "view_number" TO evenkeel_app;

CREATE SEQUENCE "service_number" START 1001;
CREATE TABLE "service" (
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
  "tags" text[] NOT NULL,
  "name" text NOT NULL,
  "key" text NOT NULL,
  "aliases" text[] NOT NULL,
  "description" text,
  "tier" text CHECK ("tier" IN ('gold', 'silver', 'bronze', 'supporting')) NOT NULL,
  "layer" text CHECK ("layer" IN ('service', 'application', 'infrastructure', 'supplier')) NOT NULL,
  "owner_id" uuid REFERENCES "person"(id),
  "team_id" uuid REFERENCES "team"(id),
  "depends_on_ids" uuid[] NOT NULL,
  "vital_functions" text[] NOT NULL,
  "dependency_since" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "service" (number);
CREATE INDEX ON "service" (created_at, id);
CREATE INDEX ON "service" (org_id, created_at, id);
CREATE INDEX ON "service" ("owner_id");
CREATE INDEX ON "service" ("team_id");
ALTER TABLE "service" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "service" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "service" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "service" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "service_number" TO evenkeel_app;

CREATE SEQUENCE "incident_number" START 1001;
CREATE TABLE "incident" (
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
  "category" text,
  "impact" integer CHECK ("impact" BETWEEN 1 AND 4) NOT NULL,
  "urgency" integer CHECK ("urgency" BETWEEN 1 AND 4) NOT NULL,
  "priority" integer CHECK ("priority" BETWEEN 1 AND 5) NOT NULL,
  "is_priority_overridden" boolean NOT NULL,
  "reported_via" text CHECK ("reported_via" IN ('web', 'phone', 'mail', 'chat', 'monitoring', 'api')) NOT NULL,
  "noticed_at" timestamptz(3),
  "requester_id" uuid REFERENCES "person"(id),
  "affected_users" integer CHECK ("affected_users" BETWEEN 0 AND 100000000),
  "pending_reason" text CHECK ("pending_reason" IN ('user', 'supplier', 'change', 'schedule')),
  "waiting_for" text,
  "review_at" timestamptz(3),
  "is_major" boolean NOT NULL,
  "major_since" timestamptz(3),
  "lead_id" uuid REFERENCES "person"(id),
  "update_every_seconds" integer CHECK ("update_every_seconds" >= 300),
  "escalation_level" integer CHECK ("escalation_level" BETWEEN 0 AND 9) NOT NULL,
  "first_action_at" timestamptz(3),
  "resolved_at" timestamptz(3),
  "closed_at" timestamptz(3),
  "resolution_code" text CHECK ("resolution_code" IN ('fixed', 'workaround', 'known_error', 'user_helped', 'cleared_itself', 'not_reproducible', 'supplier_fixed')),
  "resolution" text,
  "reopen_count" integer CHECK ("reopen_count" BETWEEN 0 AND 10000) NOT NULL,
  "correlation_key" text,
  "parent_id" uuid REFERENCES "incident"(id),
  "merged_into_id" uuid REFERENCES "incident"(id),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "incident" (number);
CREATE INDEX ON "incident" (created_at, id);
CREATE INDEX ON "incident" (org_id, created_at, id);
CREATE INDEX ON "incident" ("team_id");
CREATE INDEX ON "incident" ("assignee_id");
CREATE INDEX ON "incident" ("service_id");
CREATE INDEX ON "incident" ("requester_id");
CREATE INDEX ON "incident" ("lead_id");
CREATE INDEX ON "incident" ("parent_id");
CREATE INDEX ON "incident" ("merged_into_id");
ALTER TABLE "incident" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "incident" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE ON "incident" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "incident_number" TO evenkeel_app;

CREATE SEQUENCE "outage_number" START 1001;
CREATE TABLE "outage" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "scope" text NOT NULL,
  "service_id" uuid REFERENCES "service"(id) NOT NULL,
  "incident_id" uuid REFERENCES "incident"(id),
  "started_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "degree" double precision CHECK ("degree" BETWEEN 0 AND 1) NOT NULL,
  "is_planned" boolean NOT NULL,
  "evidence" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "outage" (number);
CREATE INDEX ON "outage" (created_at, id);
CREATE INDEX ON "outage" (org_id, created_at, id);
CREATE INDEX ON "outage" ("service_id");
CREATE INDEX ON "outage" ("incident_id");
ALTER TABLE "outage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "outage" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "outage" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "outage" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "outage_number" TO evenkeel_app;

CREATE SEQUENCE "calendar_number" START 1001;
CREATE TABLE "calendar" (
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
  "hours" jsonb NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "calendar" (number);
CREATE INDEX ON "calendar" (created_at, id);
CREATE INDEX ON "calendar" (org_id, created_at, id);
ALTER TABLE "calendar" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "calendar" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "calendar" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "calendar" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "calendar_number" TO evenkeel_app;

CREATE SEQUENCE "agreement_number" START 1001;
CREATE TABLE "agreement" (
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
  "service_id" uuid REFERENCES "service"(id),
  "calendar_id" uuid REFERENCES "calendar"(id) NOT NULL,
  "targets" jsonb NOT NULL,
  "pauses_on" jsonb NOT NULL,
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "standing" text CHECK ("standing" IN ('agreed', 'default')) NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "agreement" (number);
CREATE INDEX ON "agreement" (created_at, id);
CREATE INDEX ON "agreement" (org_id, created_at, id);
CREATE INDEX ON "agreement" ("service_id");
CREATE INDEX ON "agreement" ("calendar_id");
ALTER TABLE "agreement" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "agreement" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "agreement" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "agreement" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "agreement_number" TO evenkeel_app;

CREATE TABLE "obligation" (
  "record_id" uuid NOT NULL,
  "kind" text CHECK ("kind" IN ('response', 'resolution', 'update')) NOT NULL,
  "record" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "requester_id" uuid,
  "state" text NOT NULL,
  "due_at" timestamptz(3),
  "sort_at" timestamptz(3),
  "is_tightest" boolean NOT NULL,
  "budget_seconds" integer CHECK ("budget_seconds" BETWEEN 0 AND 315576000),
  "agreement_number" text,
  "facts" jsonb NOT NULL,
  "inputs_hash" text NOT NULL,
  PRIMARY KEY ("record_id", "kind")
);
CREATE INDEX ON "obligation" (record_id);
ALTER TABLE "obligation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "obligation" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "obligation" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "obligation" TO evenkeel_app;

CREATE SEQUENCE "delivery_number" START 1001;
CREATE TABLE "delivery" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "channel" text CHECK ("channel" IN ('email', 'webhook')) NOT NULL,
  "target" text NOT NULL,
  "subject" text NOT NULL,
  "body" text NOT NULL,
  "about" text NOT NULL,
  "subscription_id" text,
  "attempts" integer CHECK ("attempts" BETWEEN 0 AND 1000) NOT NULL,
  "answer" text,
  "sent_at" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "delivery" (number);
CREATE INDEX ON "delivery" (created_at, id);
CREATE INDEX ON "delivery" (org_id, created_at, id);
ALTER TABLE "delivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "delivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "delivery" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "delivery" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "delivery_number" TO evenkeel_app;

CREATE SEQUENCE "subscription_number" START 1001;
CREATE TABLE "subscription" (
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
  "url" text NOT NULL,
  "secret" text NOT NULL,
  "events" jsonb NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "subscription" (number);
CREATE INDEX ON "subscription" (created_at, id);
CREATE INDEX ON "subscription" (org_id, created_at, id);
ALTER TABLE "subscription" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "subscription" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "subscription" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "subscription" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "subscription_number" TO evenkeel_app;

CREATE TABLE "comment" (
  "id" uuid PRIMARY KEY,
  "record_id" uuid NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "requester_id" uuid,
  "audience" text CHECK ("audience" IN ('public', 'internal')) NOT NULL,
  "body" text NOT NULL,
  "author_id" uuid REFERENCES "person"(id),
  "author_name" text NOT NULL,
  "at" timestamptz(3) NOT NULL
);
CREATE INDEX ON "comment" (record_id);
ALTER TABLE "comment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "comment" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "comment" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)) AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR audience = 'public')) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)) AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR audience = 'public'));
GRANT SELECT, INSERT, UPDATE, DELETE ON "comment" TO evenkeel_app;

CREATE TABLE "watch" (
  "id" uuid PRIMARY KEY,
  "record_id" uuid NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "requester_id" uuid,
  "person_id" uuid REFERENCES "person"(id) NOT NULL,
  "since" timestamptz(3) NOT NULL
);
CREATE INDEX ON "watch" (record_id);
ALTER TABLE "watch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "watch" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "watch" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "watch" TO evenkeel_app;

CREATE TABLE "link" (
  "id" uuid PRIMARY KEY,
  "record_id" uuid NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "requester_id" uuid,
  "relation" text CHECK ("relation" IN ('relates_to', 'duplicate_of', 'parent_of', 'child_of', 'repeat_of', 'caused_by')) NOT NULL,
  "to_record" text NOT NULL,
  "to_id" uuid NOT NULL,
  "to_number" text NOT NULL,
  "since" timestamptz(3) NOT NULL
);
CREATE INDEX ON "link" (record_id);
ALTER TABLE "link" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "link" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "link" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "link" TO evenkeel_app;

CREATE TABLE "attachment" (
  "id" uuid PRIMARY KEY,
  "record_id" uuid NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "requester_id" uuid,
  "audience" text CHECK ("audience" IN ('public', 'internal')) NOT NULL,
  "name" text NOT NULL,
  "media_type" text NOT NULL,
  "sha256" text NOT NULL,
  "size_bytes" integer CHECK ("size_bytes" BETWEEN 0 AND 26214400) NOT NULL,
  "author_name" text NOT NULL,
  "at" timestamptz(3) NOT NULL
);
CREATE INDEX ON "attachment" (record_id);
ALTER TABLE "attachment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "attachment" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "attachment" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)) AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR audience = 'public')) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)) AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR audience = 'public'));
GRANT SELECT, INSERT, UPDATE, DELETE ON "attachment" TO evenkeel_app;

CREATE TABLE "effort" (
  "id" uuid PRIMARY KEY,
  "record_id" uuid NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "requester_id" uuid,
  "person_id" uuid REFERENCES "person"(id),
  "minutes" integer CHECK ("minutes" BETWEEN 1 AND 1440) NOT NULL,
  "what" text,
  "at" timestamptz(3) NOT NULL
);
CREATE INDEX ON "effort" (record_id);
ALTER TABLE "effort" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "effort" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "effort" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' OR "requester_id" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "effort" TO evenkeel_app;

CREATE UNIQUE INDEX person_email ON person (lower(email)) WHERE state = 'active';
CREATE UNIQUE INDEX service_key ON service (org_id, lower(key)) WHERE state <> 'retired';
CREATE UNIQUE INDEX incident_correlation_key ON incident (org_id, md5(correlation_key)) WHERE correlation_key IS NOT NULL AND state NOT IN ('resolved', 'closed', 'cancelled');
CREATE INDEX incident_open ON incident (state, priority, id) WHERE state NOT IN ('closed', 'cancelled');
CREATE INDEX incident_list ON incident (state, created_at, id);
CREATE INDEX obligation_due ON obligation (record, sort_at, record_id) WHERE is_tightest;

