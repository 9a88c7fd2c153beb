-- Reconciliation: where configuration is imported from, what each source last said of each thing, and the differences that somebody must answer for.

CREATE SEQUENCE "configuration_source_number" START 1001;
CREATE TABLE "configuration_source" (
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
  "format" text CHECK ("format" IN ('csv', 'itop', 'netbox', 'kubernetes', 'prometheus')) NOT NULL,
  "rank" integer CHECK ("rank" BETWEEN 1 AND 100) NOT NULL,
  "field_ranks" jsonb NOT NULL,
  "may_add" boolean NOT NULL,
  "when_gone" text CHECK ("when_gone" IN ('raise', 'retire')) NOT NULL,
  "team_id" uuid REFERENCES "team"(id),
  "last_read_at" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "configuration_source" (number);
CREATE INDEX ON "configuration_source" (created_at, id);
CREATE INDEX ON "configuration_source" (org_id, created_at, id);
CREATE INDEX ON "configuration_source" ("team_id");
ALTER TABLE "configuration_source" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "configuration_source" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "configuration_source" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "configuration_source" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "configuration_source_number" TO evenkeel_app;
CREATE SEQUENCE "discrepancy_number" START 1001;
CREATE TABLE "discrepancy" (
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
  "kind" text CHECK ("kind" IN ('extra', 'missing', 'different', 'ambiguous')) NOT NULL,
  "ci_id" uuid REFERENCES "ci"(id),
  "source_id" uuid REFERENCES "configuration_source"(id),
  "source_key" text,
  "field" text,
  "expected" text,
  "observed" text,
  "is_taken" boolean NOT NULL,
  "explained_by" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "discrepancy" (number);
CREATE INDEX ON "discrepancy" (created_at, id);
CREATE INDEX ON "discrepancy" (org_id, created_at, id);
CREATE INDEX ON "discrepancy" ("ci_id");
CREATE INDEX ON "discrepancy" ("source_id");
ALTER TABLE "discrepancy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "discrepancy" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "discrepancy" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "discrepancy" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "discrepancy_number" TO evenkeel_app;

CREATE UNIQUE INDEX configuration_source_name ON "configuration_source" (org_id, lower(name));
-- One open difference for each place: an import that is repeated tells it once.
CREATE UNIQUE INDEX discrepancy_open ON "discrepancy" (org_id, source_id, kind, source_key, coalesce(field, '')) WHERE state = 'raised' AND source_id IS NOT NULL;
CREATE INDEX discrepancy_of_source ON "discrepancy" (source_id, state);

-- What a source said when it was last read; the next comparison starts from it. No record: it says nothing that the files do not.
CREATE TABLE observation (
  org_id uuid NOT NULL REFERENCES "organization"(id),
  source_id uuid NOT NULL REFERENCES "configuration_source"(id),
  source_key text NOT NULL,
  record text NOT NULL CHECK (record IN ('ci', 'service', 'person', 'organization')),
  node_id uuid NOT NULL,
  fields jsonb NOT NULL,
  first_seen_at timestamptz(3) NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  gone_at timestamptz(3),
  PRIMARY KEY (source_id, source_key)
);
CREATE INDEX ON observation (node_id);
CREATE INDEX ON observation (org_id);
ALTER TABLE observation ENABLE ROW LEVEL SECURITY;
ALTER TABLE observation FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON observation USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT current_setting('evenkeel.internal', true) = 'on'));
GRANT SELECT, INSERT, UPDATE ON observation TO evenkeel_app;
