-- How many ends there are is told, not taken from a sample: where all that was counted stood on one, the planner had each step of a walk read the
-- whole table, and did so for the half million relations that an import wrote after it, until they were counted again. A node has three or four relations.
ALTER TABLE relation ALTER COLUMN from_id SET (n_distinct = -0.3), ALTER COLUMN to_id SET (n_distinct = -0.3);
-- Nor is there anything to count in a few: uncounted, it plans by the size of the table.
ALTER TABLE relation SET (autovacuum_analyze_threshold = 5000, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = 5000);
