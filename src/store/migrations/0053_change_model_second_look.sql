-- What waits for a second person on a change model.

ALTER TABLE "change_model" ADD COLUMN "proposal" jsonb;
