-- Service reports. A draft is the provider's alone: customers see published ones, also in search.

CREATE SEQUENCE "report_number" START 1001;
CREATE TABLE "report" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "month" text NOT NULL,
  "comment" text,
  "published_at" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "report" (number);
CREATE UNIQUE INDEX ON "report" (org_id, month);
CREATE INDEX ON "report" (created_at, id);
CREATE INDEX ON "report" (org_id, created_at, id);
ALTER TABLE "report" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "report" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "report" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '' AND ((SELECT current_setting('evenkeel.internal', true)) = 'on' OR state = 'published')) WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "report" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "report_number" TO evenkeel_app;
CREATE POLICY published ON search_entry AS RESTRICTIVE FOR SELECT USING (record <> 'report' OR (SELECT current_setting('evenkeel.internal', true)) = 'on' OR EXISTS (SELECT 1 FROM "report" r WHERE r.id = record_id));
