-- Site: a building or office where people work and equipment stands.

CREATE SEQUENCE "site_number" START 1001;
CREATE TABLE "site" (
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
  "kind" text CHECK ("kind" IN ('office', 'plant', 'warehouse', 'data_centre', 'shop')) NOT NULL,
  "address" text,
  "zone" text NOT NULL,
  "part_of_id" uuid REFERENCES "site"(id),
  "access" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "site" (number);
CREATE INDEX ON "site" (created_at, id);
CREATE INDEX ON "site" (org_id, created_at, id);
CREATE INDEX ON "site" ("part_of_id");
ALTER TABLE "site" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "site" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "site" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid) OR shared)) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "site" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "site_number" TO evenkeel_app;
