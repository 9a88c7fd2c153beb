-- Names as machines have them. The words of a text know `vh-03` only as a word and a negative number, and `vh-03.example.org` only in one piece; so
-- names, keys and aliases of items, names and keys of services, and numbers of records are found by what was typed in one piece, as their beginning.

-- The pieces between blanks, in small letters, without the marks of a sentence around them.
CREATE FUNCTION search_pieces(VARIADIC texts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT p), '{}')) FROM unnest(texts) t, regexp_split_to_table(lower(t), '\s+') w, btrim(w, '()[]{}<>"''.,;:!?') p WHERE p <> ''
$$;
-- Asked often and written seldom: kept in order at once.
CREATE INDEX ci_search_pieces ON ci USING gin (search_pieces(VARIADIC ARRAY[name, key] || aliases)) WITH (fastupdate = off);
-- Its aliases are for the operation alone.
CREATE INDEX service_search_pieces ON service USING gin (search_pieces(name, key)) WITH (fastupdate = off);
CREATE INDEX search_entry_number_begins ON search_entry (number text_pattern_ops) WHERE id = record_id;

-- As for `search_found`: the match is no operator that row-level security lets an index answer, so a function asks as the owner and gives ids only.
DO $$ BEGIN
  EXECUTE format('CREATE POLICY whole ON ci FOR SELECT TO %I USING (true)', current_user);
  EXECUTE format('CREATE POLICY whole ON service FOR SELECT TO %I USING (true)', current_user);
END $$;
-- `pieces` is a query whose pieces are quoted, such as `'vh-03':*`; `number_begins` is null or the beginning of a number in capitals.
CREATE FUNCTION search_named(pieces text, number_begins text, kinds text[], most integer) RETURNS TABLE (of_record_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  sees_all boolean := coalesce(current_setting('evenkeel.all', true) = 'on', false);
  own_org uuid := nullif(current_setting('evenkeel.org', true), '')::uuid;
BEGIN
  IF 'ci' = ANY (kinds) THEN
    RETURN QUERY SELECT c.id FROM ci c WHERE search_pieces(VARIADIC ARRAY[c.name, c.key] || c.aliases) @@ pieces::tsquery AND (sees_all OR c.org_id = own_org OR c.shared) LIMIT most;
  END IF;
  IF 'service' = ANY (kinds) THEN
    RETURN QUERY SELECT s.id FROM service s WHERE search_pieces(s.name, s.key) @@ pieces::tsquery AND (sees_all OR s.org_id = own_org OR s.shared) LIMIT most;
  END IF;
  IF number_begins IS NOT NULL THEN
    -- Planned for this beginning, which the index answers only where it is known.
    RETURN QUERY EXECUTE format($q$SELECT e.record_id FROM search_entry e WHERE e.number LIKE %L AND e.id = e.record_id AND e.record = ANY ($1) AND ($2 OR e.org_id = $3 OR e.shared)
      AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR e.requester_id = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid) OR e.shared) ORDER BY e.number LIMIT $4$q$, number_begins || '%')
      USING kinds, sees_all, own_org, most;
  END IF;
END $$;
REVOKE ALL ON FUNCTION search_named(text, text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_named(text, text, text[], integer) TO evenkeel_app;
