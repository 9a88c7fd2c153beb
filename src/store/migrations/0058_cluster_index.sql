-- Making all clusters anew puts a million nodes into the index of their words. One by one each word is a place of its own to write to; gathered, a
-- place is written to once for many. Whoever has added nodes says so, and they are put in order at once: a search goes through what is only gathered.
ALTER INDEX cluster_node_keys_idx SET (fastupdate = on);
CREATE FUNCTION cluster_keys_settle() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$ SELECT gin_clean_pending_list('cluster_node_keys_idx') $$;
REVOKE ALL ON FUNCTION cluster_keys_settle() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cluster_keys_settle() TO evenkeel_app;
