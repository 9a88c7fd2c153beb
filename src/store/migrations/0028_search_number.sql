-- A record is found by its number too: the words of a text know INC-1042 only as a word and a negative number.
CREATE INDEX search_entry_number ON search_entry (number);
