-- How many work with a service: the upper end where nobody counted who was hurt. What waits for a second person on an outage.
ALTER TABLE "service" ADD COLUMN "users" integer CHECK ("users" BETWEEN 0 AND 100000000);
ALTER TABLE "outage" ADD COLUMN "proposal" jsonb;
