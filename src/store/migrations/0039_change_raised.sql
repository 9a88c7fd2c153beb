-- Who wrote a change down: of a change that can hurt, not the only one who agrees to it either.
ALTER TABLE "change" ADD COLUMN "raised_by_id" uuid REFERENCES "person"(id);
CREATE INDEX ON "change" ("raised_by_id");
