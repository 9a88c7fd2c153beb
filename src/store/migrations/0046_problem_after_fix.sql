-- What came back after a fix, and when the review of a major problem is due; and the facts that measures ask of them.

ALTER TABLE "problem" ADD COLUMN "recurred_ids" uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE "problem" ADD COLUMN "review_due_at" timestamptz(3);
ALTER TABLE "problem" ADD COLUMN "is_review_late" boolean NOT NULL DEFAULT false;

ALTER TABLE "problem_fact" ADD COLUMN "review_due_at" timestamptz(3), ADD COLUMN "reviewed_at" timestamptz(3), ADD COLUMN "was_reviewed_in_time" boolean, ADD COLUMN "recurrences" integer CHECK ("recurrences" BETWEEN 0 AND 2000000000);
ALTER TABLE "problem_fact_past" ADD COLUMN "review_due_at" timestamptz(3), ADD COLUMN "reviewed_at" timestamptz(3), ADD COLUMN "was_reviewed_in_time" boolean, ADD COLUMN "recurrences" integer CHECK ("recurrences" BETWEEN 0 AND 2000000000);
CREATE INDEX ON "problem_fact" (review_due_at);
