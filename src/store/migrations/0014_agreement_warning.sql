-- An agreement says at which share of a target somebody is warned.
ALTER TABLE agreement ADD COLUMN warn_ratio double precision CHECK (warn_ratio BETWEEN 0 AND 1);
