-- An incident knows when its users were last told, until when it can come back, and whom management's word went to.
ALTER TABLE incident
  ADD COLUMN last_news_at timestamptz(3),
  ADD COLUMN reopen_until timestamptz(3),
  ADD COLUMN escalated_to_id uuid REFERENCES person(id),
  ADD COLUMN escalation_confirmed_at timestamptz(3);
