-- Frozen periods: what a measure said of a month when its late facts had come; and restatements: what changed it afterwards. Neither is ever altered.

CREATE INDEX ON "incident_fact" (known_from);

-- Null org_id: over all organizations.
CREATE TABLE measure_frozen (
  measure text NOT NULL,
  version integer NOT NULL,
  org_id uuid,
  zone text NOT NULL,
  period timestamptz(3) NOT NULL,
  value double precision,
  hits integer,
  used integer NOT NULL,
  eligible integer NOT NULL,
  low double precision,
  high double precision,
  censored integer,
  known_at timestamptz(3) NOT NULL,
  UNIQUE NULLS NOT DISTINCT (measure, version, zone, org_id, period)
);
ALTER TABLE measure_frozen ENABLE ROW LEVEL SECURITY;
ALTER TABLE measure_frozen FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON measure_frozen USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT ON measure_frozen TO evenkeel_app;

CREATE TABLE measure_restatement (
  id uuid PRIMARY KEY,
  measure text NOT NULL,
  version integer NOT NULL,
  org_id uuid,
  zone text NOT NULL,
  period timestamptz(3) NOT NULL,
  at timestamptz(3) NOT NULL,
  was jsonb NOT NULL,
  became jsonb NOT NULL,
  why text NOT NULL,
  -- Numbers of the first of them, and how many there are.
  records text[] NOT NULL,
  record_count integer NOT NULL
);
CREATE INDEX ON measure_restatement (measure, version, zone, org_id, period, id);
CREATE INDEX ON measure_restatement (org_id, id);
ALTER TABLE measure_restatement ENABLE ROW LEVEL SECURITY;
ALTER TABLE measure_restatement FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON measure_restatement USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT ON measure_restatement TO evenkeel_app;

-- How far a measure is frozen, and up to which moment of recording it was looked at for changes.
CREATE TABLE measure_mark (
  measure text NOT NULL,
  version integer NOT NULL,
  zone text NOT NULL,
  through timestamptz(3) NOT NULL,
  checked_at timestamptz(3) NOT NULL,
  fact_version integer NOT NULL,
  PRIMARY KEY (measure, version, zone)
);
GRANT SELECT, INSERT, UPDATE ON measure_mark TO evenkeel_app;
