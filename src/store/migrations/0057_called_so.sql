-- Services and items are also found by the name that people read: among a hundred thousand of them one must not be read for each question.
CREATE INDEX service_name ON service (name);
CREATE INDEX ci_name ON ci (name);
