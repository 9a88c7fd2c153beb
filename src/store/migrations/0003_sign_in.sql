-- Sign-in: passwords, sessions, tokens and set-up links. Only the owner reaches these tables: no policy and no grant lets the
-- application role in. Secrets are kept as hashes only, so a copy of the database signs nobody in.

CREATE TABLE password (
  person_id uuid PRIMARY KEY,
  hash text NOT NULL,
  changed_at timestamptz(3) NOT NULL
);

CREATE TABLE session (
  secret_sha256 text PRIMARY KEY,
  person_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_token (
  id uuid PRIMARY KEY,
  secret_sha256 text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('sender', 'requester', 'customer', 'auditor', 'agent', 'manager', 'admin')),
  reach text NOT NULL CHECK (reach IN ('organization', 'all')),
  org_id uuid NOT NULL,
  created_by uuid,
  created_by_name text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- At most one link is open; making another one closes it.
CREATE TABLE setup_link (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  secret_sha256 text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);

REVOKE ALL ON password, session, api_token, setup_link FROM PUBLIC;

-- The application role has no grant here; the policy says so once more, also for an owner that is no superuser.
ALTER TABLE api_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_token FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_only ON api_token USING ((SELECT current_setting('evenkeel.all', true)) = 'on');
