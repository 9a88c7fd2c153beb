-- Walks read all they need of a relation from the index of its end: rows of one walk lie all over the table.
DROP INDEX relation_from;
DROP INDEX relation_to;
CREATE INDEX relation_from ON "relation" (from_id, valid_from) INCLUDE (to_id, to_record, kind, valid_to, confidence, confirmed_at, source, org_id, shared);
CREATE INDEX relation_to ON "relation" (to_id, valid_from) INCLUDE (from_id, from_record, kind, valid_to, confidence, confirmed_at, source, org_id, shared);
