-- Configuration: types of items, items, and the dated relations between them, services, people and organizations; and what an incident says is broken.

CREATE SEQUENCE "ci_type_number" START 1001;
CREATE TABLE "ci_type" (
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
  "key" text NOT NULL,
  "name" text NOT NULL,
  "icon" text,
  "fields" jsonb NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "ci_type" (number);
CREATE INDEX ON "ci_type" (created_at, id);
CREATE INDEX ON "ci_type" (org_id, created_at, id);
ALTER TABLE "ci_type" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ci_type" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "ci_type" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "ci_type" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "ci_type_number" TO evenkeel_app;

CREATE SEQUENCE "ci_number" START 1001;
CREATE TABLE "ci" (
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
  "type_id" uuid REFERENCES "ci_type"(id) NOT NULL,
  "attrs" jsonb NOT NULL,
  "owner_id" uuid REFERENCES "person"(id),
  "team_id" uuid REFERENCES "team"(id),
  "supplier_id" uuid REFERENCES "organization"(id),
  "site_id" uuid REFERENCES "site"(id),
  "asset_tag" text,
  "serial_number" text,
  "bought_on" text,
  "cost_minor" integer CHECK ("cost_minor" BETWEEN 0 AND 2000000000),
  "currency" text,
  "end_of_support" text,
  "warranty_until" text,
  "verified_at" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "ci" (number);
CREATE INDEX ON "ci" (created_at, id);
CREATE INDEX ON "ci" (org_id, created_at, id);
CREATE INDEX ON "ci" ("type_id");
CREATE INDEX ON "ci" ("owner_id");
CREATE INDEX ON "ci" ("team_id");
CREATE INDEX ON "ci" ("supplier_id");
CREATE INDEX ON "ci" ("site_id");
ALTER TABLE "ci" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ci" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "ci" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "ci" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "ci_number" TO evenkeel_app;

CREATE SEQUENCE "relation_number" START 1001;
CREATE TABLE "relation" (
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
  "from_record" text CHECK ("from_record" IN ('ci', 'service', 'person', 'organization')) NOT NULL,
  "from_id" uuid NOT NULL,
  "to_record" text CHECK ("to_record" IN ('ci', 'service', 'person', 'organization')) NOT NULL,
  "to_id" uuid NOT NULL,
  "kind" text CHECK ("kind" IN ('depends_on', 'runs_on', 'part_of', 'supported_by', 'supplied_by', 'connected_to')) NOT NULL,
  "role" text CHECK ("role" IN ('series', 'alternate')) NOT NULL,
  "group_name" text,
  "at_least" integer CHECK ("at_least" BETWEEN 1 AND 1000),
  "standby" text CHECK ("standby" IN ('hot', 'warm')),
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "source" text CHECK ("source" IN ('person', 'import', 'monitoring', 'incident', 'service_map')) NOT NULL,
  "source_name" text,
  "confidence" double precision CHECK ("confidence" BETWEEN 0 AND 1) NOT NULL,
  "confirmed_at" timestamptz(3) NOT NULL,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "relation" (number);
CREATE INDEX ON "relation" (created_at, id);
CREATE INDEX ON "relation" (org_id, created_at, id);
ALTER TABLE "relation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "relation" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "relation" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "relation" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "relation_number" TO evenkeel_app;

CREATE UNIQUE INDEX ci_type_key ON "ci_type" (org_id, key);
CREATE UNIQUE INDEX ci_key ON "ci" (org_id, key);
CREATE INDEX ON "ci" USING gin (aliases);
-- Walks go from either end; what a walk reads stands in the index.
CREATE INDEX relation_from ON "relation" (from_id, valid_from) INCLUDE (to_id);
CREATE INDEX relation_to ON "relation" (to_id, valid_from) INCLUDE (from_id);
-- Two that say the same at the same moment: the rule sees neither, the index one.
CREATE UNIQUE INDEX relation_open ON "relation" (from_id, to_id, kind) WHERE valid_to IS NULL;

ALTER TABLE incident ADD COLUMN ci_ids uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX ON incident USING gin (ci_ids);
