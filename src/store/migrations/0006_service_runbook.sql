-- A service knows where its runbook is.
ALTER TABLE service ADD COLUMN runbook_url text;
