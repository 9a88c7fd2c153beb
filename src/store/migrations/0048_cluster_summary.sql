-- The summary of a large cluster is computed again once in a while, not with each of its members.
ALTER TABLE cluster ADD COLUMN computed_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE cluster ADD COLUMN is_behind boolean NOT NULL DEFAULT false;
CREATE INDEX cluster_behind ON cluster (computed_at) WHERE is_behind;
