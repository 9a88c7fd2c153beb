-- What came after an assessment is told by when it came, not by a list of what was there.
ALTER TABLE "change" ADD COLUMN "assessed_at" timestamptz(3), ADD COLUMN "times_set_at" timestamptz(3);
UPDATE "change" SET "assessed_at" = updated_at WHERE state NOT IN ('draft', 'submitted');
ALTER TABLE "change" DROP COLUMN "seen_conflicts";
