-- An outage knows its phases, whom it hurt and which vital functions.
ALTER TABLE outage
  ADD COLUMN detected_at timestamptz(3),
  ADD COLUMN diagnosed_at timestamptz(3),
  ADD COLUMN repaired_at timestamptz(3),
  ADD COLUMN recovered_at timestamptz(3),
  ADD COLUMN users_affected integer CHECK (users_affected BETWEEN 0 AND 100000000),
  ADD COLUMN vital_functions text[];
