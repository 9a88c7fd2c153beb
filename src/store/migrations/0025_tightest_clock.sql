-- The tightest clock of each of some thousand records, read from the index alone: the rows carry a clock's whole inputs and lie far apart.
CREATE INDEX obligation_tightest ON obligation (record_id) INCLUDE (sort_at, record, org_id, requester_id) WHERE is_tightest;
