-- Who is behind a release: of a token who made it, so that nobody approves by themselves what their own program drafted.

ALTER TABLE "release" ADD COLUMN "made_by_id" uuid REFERENCES "person"(id);
CREATE INDEX ON "release" ("made_by_id");
