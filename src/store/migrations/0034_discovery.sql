-- Discovery: what people decided about clusters; and the clusters themselves, which can be made again from the incidents at any time.

CREATE SEQUENCE "cluster_decision_number" START 1001;
CREATE TABLE "cluster_decision" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "reason" text NOT NULL,
  "kind" text CHECK ("kind" IN ('split', 'merge', 'no_problem', 'snooze')) NOT NULL,
  "anchor_id" uuid REFERENCES "incident"(id) NOT NULL,
  "incident_ids" uuid[] NOT NULL,
  "until" timestamptz(3),
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "cluster_decision" (number);
CREATE INDEX ON "cluster_decision" (created_at, id);
CREATE INDEX ON "cluster_decision" (org_id, created_at, id);
CREATE INDEX ON "cluster_decision" ("anchor_id");
ALTER TABLE "cluster_decision" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cluster_decision" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "cluster_decision" USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = ''));
GRANT SELECT, INSERT, UPDATE ON "cluster_decision" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "cluster_decision_number" TO evenkeel_app;

-- What the words of this operation weigh, as they were learnt when all clusters were made last; and how far the journal was followed since.
CREATE TABLE cluster_learning (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version integer NOT NULL,
  learnt_at timestamptz(3) NOT NULL,
  texts integer NOT NULL,
  counts bytea NOT NULL,
  seq bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON cluster_learning TO evenkeel_app;

-- One text on one set of things, over the time it came again.
CREATE TABLE cluster_node (
  id bigint PRIMARY KEY,
  org_id uuid NOT NULL,
  signature uuid NOT NULL,
  features integer[] NOT NULL,
  keys integer[] NOT NULL,
  setting jsonb NOT NULL,
  first_at timestamptz(3) NOT NULL,
  last_at timestamptz(3) NOT NULL,
  first_id uuid NOT NULL,
  component_id uuid NOT NULL,
  cluster_id uuid NOT NULL
);
CREATE INDEX ON cluster_node (org_id, signature);
CREATE INDEX ON cluster_node (component_id);
CREATE INDEX ON cluster_node (cluster_id);
CREATE INDEX ON cluster_node USING gin (keys);

-- Which incident is of which node; of none where it has no words, was cancelled or is another one told twice.
CREATE TABLE cluster_member (
  incident_id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  node_id bigint,
  at timestamptz(3) NOT NULL,
  version integer NOT NULL
);
CREATE INDEX ON cluster_member (node_id, at);

-- What lists of clusters are sorted by.
CREATE TABLE cluster (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  members integer NOT NULL,
  open integer NOT NULL,
  first_at timestamptz(3) NOT NULL,
  last_at timestamptz(3) NOT NULL,
  hours double precision NOT NULL,
  user_hours double precision NOT NULL,
  problem_ids uuid[] NOT NULL
);
CREATE INDEX ON cluster (org_id, user_hours);

ALTER TABLE cluster_node ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_node FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON cluster_node USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = ''))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '')));
GRANT SELECT, INSERT, UPDATE, DELETE ON cluster_node TO evenkeel_app;

ALTER TABLE cluster_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_member FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON cluster_member USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = ''))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '')));
GRANT SELECT, INSERT, UPDATE, DELETE ON cluster_member TO evenkeel_app;

ALTER TABLE cluster ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON cluster USING (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = ''))) WITH CHECK (((SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '')));
GRANT SELECT, INSERT, UPDATE, DELETE ON cluster TO evenkeel_app;

