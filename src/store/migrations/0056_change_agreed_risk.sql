-- The risk that those who authorised a change had before them stays beside the risk as it was looked at last.

ALTER TABLE "change" ADD COLUMN "agreed_score" integer CHECK ("agreed_score" BETWEEN 0 AND 100);
ALTER TABLE "change" ADD COLUMN "agreed_level" text CHECK ("agreed_level" IN ('minor', 'significant', 'major'));
