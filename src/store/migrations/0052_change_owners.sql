-- Which owners must agree to a change: so that what must be agreed to is known beside what was asked.

ALTER TABLE "change" ADD COLUMN "asked_owner_ids" uuid[] NOT NULL DEFAULT '{}';
