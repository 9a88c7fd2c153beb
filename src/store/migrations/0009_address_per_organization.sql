-- An address is unique within its organization, no longer on the installation: a refusal told one customer that another knows somebody.
-- Who signs in with an address that several organizations know is told apart by the password, then by choosing.
DROP INDEX person_email;
CREATE UNIQUE INDEX person_email ON person (org_id, lower(email)) WHERE state = 'active';
CREATE INDEX person_address ON person (email) WHERE state = 'active';
