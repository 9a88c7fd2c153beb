-- History: imports of a former system's records, what came from where, what was not taken and why.

CREATE SEQUENCE "import_number" START 1001;
CREATE TABLE "import" (
  "id" uuid PRIMARY KEY,
  "number" text NOT NULL,
  "org_id" uuid REFERENCES "organization"(id) NOT NULL,
  "state" text NOT NULL,
  "state_since" timestamptz(3) NOT NULL,
  "version" integer CHECK ("version" BETWEEN 1 AND 2000000000) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "source" text NOT NULL,
  "mapping" jsonb NOT NULL,
  "files" jsonb NOT NULL,
  "is_dry_run" boolean NOT NULL,
  "progress" double precision CHECK ("progress" BETWEEN 0 AND 1) NOT NULL,
  "rows_read" integer CHECK ("rows_read" BETWEEN 0 AND 2000000000) NOT NULL,
  "records_made" integer CHECK ("records_made" BETWEEN 0 AND 2000000000) NOT NULL,
  "records_same" integer CHECK ("records_same" BETWEEN 0 AND 2000000000) NOT NULL,
  "entries_made" integer CHECK ("entries_made" BETWEEN 0 AND 2000000000) NOT NULL,
  "fault_count" integer CHECK ("fault_count" BETWEEN 0 AND 2000000000) NOT NULL,
  "remark_count" integer CHECK ("remark_count" BETWEEN 0 AND 2000000000) NOT NULL,
  "started_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "note" text,
  chain text NOT NULL
);
CREATE UNIQUE INDEX ON "import" (number);
CREATE INDEX ON "import" (created_at, id);
CREATE INDEX ON "import" (org_id, created_at, id);
ALTER TABLE "import" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "import" FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON "import" USING (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '') WITH CHECK (((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)) AND (SELECT coalesce(current_setting('evenkeel.own', true), '')) = '');
GRANT SELECT, INSERT, UPDATE ON "import" TO evenkeel_app;
GRANT USAGE ON SEQUENCE "import_number" TO evenkeel_app;

-- What came from where: the source's own id tells whether a record is here already.
CREATE TABLE imported (
  org_id uuid NOT NULL REFERENCES "organization"(id),
  source text NOT NULL,
  source_id text NOT NULL,
  record text NOT NULL,
  record_id uuid NOT NULL,
  -- The record's version when the import left it: a higher one means that people have worked on it.
  version integer NOT NULL,
  content_hash text NOT NULL,
  import_id uuid NOT NULL,
  PRIMARY KEY (org_id, source, record, source_id)
);
CREATE INDEX ON imported (import_id, record, record_id);
CREATE INDEX ON imported (record_id);
ALTER TABLE imported ENABLE ROW LEVEL SECURITY;
ALTER TABLE imported FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON imported USING ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid));
GRANT SELECT, INSERT ON imported TO evenkeel_app;

CREATE TABLE import_fault (
  import_id uuid NOT NULL,
  n integer NOT NULL,
  org_id uuid NOT NULL,
  line bigint NOT NULL,
  source_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('row', 'record', 'remark')),
  reason text NOT NULL,
  PRIMARY KEY (import_id, n)
);
ALTER TABLE import_fault ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_fault FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON import_fault USING ((SELECT current_setting('evenkeel.all', true)) = 'on' OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid));
GRANT SELECT, INSERT, DELETE ON import_fault TO evenkeel_app;

-- What an undone import took out of the journal: its place and hash stay, so that seals over it can still be checked.
CREATE TABLE journal_removed (
  seq bigint PRIMARY KEY,
  hash text NOT NULL,
  import_id uuid NOT NULL
);

-- Only undoing an import removes journal rows, and only the owner can: the application's role has no DELETE.
CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('evenkeel.undo', true) = 'import' THEN
    INSERT INTO journal_removed (seq, hash, import_id) VALUES (OLD.seq, OLD.hash, current_setting('evenkeel.undo_id')::uuid);
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
