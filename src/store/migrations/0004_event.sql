-- Ways in: integrations, silences, alerts, and the stream of events behind them.

CREATE SEQUENCE "integration_number" START 1001;
CREATE TABLE "integration" (
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
  "kind" text CHECK ("kind" IN ('alertmanager', 'webhook')) NOT NULL,
  "key_hash" text NOT NULL,
  "mapping" jsonb,
  "service_labels" jsonb NOT NULL,
  "default_service_id" uuid REFERENCES "service"(id),
  "group_by" jsonb NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "integration" (number);
CREATE INDEX ON "integration" (created_at, id);
CREATE INDEX ON "integration" (org_id, created_at, id);
CREATE INDEX ON "integration" ("default_service_id");
ALTER TABLE "integration" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "integration" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "integration" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "integration" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "integration_number" TO evenkeel_app;

CREATE SEQUENCE "silence_number" START 1001;
CREATE TABLE "silence" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "matchers" jsonb NOT NULL,
  "starts_at" timestamptz(3) NOT NULL,
  "ends_at" timestamptz(3) NOT NULL,
  "author" text NOT NULL,
  "comment" text NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "silence" (number);
CREATE INDEX ON "silence" (created_at, id);
CREATE INDEX ON "silence" (org_id, created_at, id);
ALTER TABLE "silence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "silence" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "silence" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "silence" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "silence_number" TO evenkeel_app;

CREATE SEQUENCE "alert_number" START 1001;
CREATE TABLE "alert" (
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
  "severity" text CHECK ("severity" IN ('critical', 'error', 'warning', 'info')) NOT NULL,
  "fingerprint" text NOT NULL,
  "labels" jsonb NOT NULL,
  "annotations" jsonb NOT NULL,
  "generator_url" text,
  "integration_id" uuid REFERENCES "integration"(id),
  "service_id" uuid REFERENCES "service"(id),
  "incident_id" text,
  "incident_key" text NOT NULL,
  "suppressed_by" text,
  "event_id" text,
  "starts_at" timestamptz(3) NOT NULL,
  "ends_at" timestamptz(3),
  "reasons" jsonb NOT NULL,
  "acked_by" text,
  "acked_at" timestamptz(3),
  "outcome" text CHECK ("outcome" IN ('acted', 'no_action', 'false', 'duplicate', 'handed_over')),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "alert" (number);
CREATE INDEX ON "alert" (created_at, id);
CREATE INDEX ON "alert" (org_id, created_at, id);
CREATE INDEX ON "alert" ("integration_id");
CREATE INDEX ON "alert" ("service_id");
ALTER TABLE "alert" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "alert" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "alert" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "alert" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "alert_number" TO evenkeel_app;

CREATE TABLE "alert_pulse" (
  "record_id" uuid NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "received_at" timestamptz(3) NOT NULL,
  "expires_at" timestamptz(3) NOT NULL,
  PRIMARY KEY ("record_id")
);
CREATE INDEX ON "alert_pulse" (record_id);
ALTER TABLE "alert_pulse" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "alert_pulse" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "alert_pulse" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_pulse" TO evenkeel_app;

-- Whose key it is decides where an event goes, so no two integrations may share one.
CREATE UNIQUE INDEX integration_key ON integration (key_hash);
-- Two processes may hear of the same trouble at once: only one alert of a fingerprint is open.
CREATE UNIQUE INDEX alert_open ON alert (integration_id, fingerprint) WHERE state IN ('firing', 'acknowledged');
CREATE INDEX alert_state ON alert (org_id, state, created_at);
CREATE INDEX alert_incident ON alert (incident_id) WHERE incident_id IS NOT NULL;

-- Every event that changed an alert, with what was decided and why. Append only; partitioned by time, for retention by dropping.
CREATE TABLE event (
  id uuid NOT NULL,
  org_id uuid NOT NULL REFERENCES organization(id),
  integration_id uuid,
  source text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  fingerprint text NOT NULL,
  state text NOT NULL CHECK (state IN ('firing', 'resolved')),
  significance text NOT NULL CHECK (significance IN ('informational', 'warning', 'exception')),
  action text NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  received_at timestamptz(3) NOT NULL,
  labels jsonb NOT NULL,
  annotations jsonb NOT NULL,
  reasons jsonb NOT NULL,
  PRIMARY KEY (received_at, id)
) PARTITION BY RANGE (received_at);
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE INDEX event_org ON event (org_id, received_at, id);
CREATE INDEX event_fingerprint ON event (fingerprint, received_at);
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON event USING (
  ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid))
  AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
-- SELECT and INSERT only: nobody under this role can change or remove what came in.
GRANT SELECT, INSERT ON event TO evenkeel_app;
