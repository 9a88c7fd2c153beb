-- Counted and read from indexes alone: how many incidents a team or service has (the columns of sight come along), and which have had no first action yet.
CREATE INDEX incident_of_team_cover ON incident (team_id, created_at, id) INCLUDE (org_id, requester_id);
CREATE INDEX incident_of_service_cover ON incident (service_id, created_at, id) INCLUDE (org_id, requester_id);
DROP INDEX incident_of_team;
DROP INDEX incident_of_service;
CREATE INDEX incident_fact_unanswered ON incident_fact (opened_at) WHERE first_action_at IS NULL;
