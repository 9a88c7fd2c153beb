-- How many incidents name a change as their cause: kept on the change by its own journal, so that measures can ask of all changes how many they made.
ALTER TABLE "change" ADD COLUMN "caused_incidents" integer CHECK ("caused_incidents" BETWEEN 0 AND 1000000) NOT NULL DEFAULT 0;
UPDATE "change" c SET caused_incidents = (SELECT count(*) FROM incident i WHERE i.caused_by_change_id = c.id AND i.state <> 'cancelled')
  WHERE EXISTS (SELECT 1 FROM incident i WHERE i.caused_by_change_id = c.id AND i.state <> 'cancelled');
ALTER TABLE "change" ALTER COLUMN "caused_incidents" DROP DEFAULT;

ALTER TABLE change_fact ADD COLUMN "caused_incidents" integer CHECK ("caused_incidents" BETWEEN 0 AND 2000000000) NOT NULL DEFAULT 0;
ALTER TABLE change_fact ALTER COLUMN "caused_incidents" DROP DEFAULT;
ALTER TABLE change_fact_past ADD COLUMN "caused_incidents" integer CHECK ("caused_incidents" BETWEEN 0 AND 2000000000) NOT NULL DEFAULT 0;
ALTER TABLE change_fact_past ALTER COLUMN "caused_incidents" DROP DEFAULT;
