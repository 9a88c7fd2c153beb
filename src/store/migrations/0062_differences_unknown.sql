-- How many differences stand on an item is unknown until they were counted: items of before counting know nothing, which is not that there are none.
SELECT set_config('evenkeel.all', 'on', true), set_config('evenkeel.internal', 'on', true);

ALTER TABLE ci ALTER COLUMN "differences" DROP NOT NULL;
ALTER TABLE ci_fact ALTER COLUMN "differences" DROP NOT NULL;
ALTER TABLE ci_fact_past ALTER COLUMN "differences" DROP NOT NULL;
ALTER TABLE ci_step ALTER COLUMN "differences" DROP NOT NULL;

-- The row says what its journal says.
UPDATE ci SET differences = NULL WHERE NOT EXISTS (SELECT FROM journal j WHERE j.record = 'ci' AND j.record_id = ci.id AND j.changes ? 'differences');

-- Those on which something stands are counted by the program, with a line in each one's journal.
SELECT enqueue('count differences of before', '{}', 'count differences of before') WHERE EXISTS (SELECT FROM discrepancy WHERE state = 'raised');

SELECT set_config('evenkeel.all', '', true), set_config('evenkeel.internal', '', true);
