-- A walk asks of each thing that it meets whether it is there and may be seen: answered from the index, without a look at rows that lie all over the table.
CREATE UNIQUE INDEX ci_sight ON ci (id) INCLUDE (org_id, shared);
