-- Suspects of an incident and rates after changes look for changes by when they began.
CREATE INDEX change_begun ON "change" (actual_start, id) WHERE actual_start IS NOT NULL;
