-- An organization has five hundred silences at most that still work or will: each is looked at for each new alert. A past from elsewhere is judged as of its own time.
CREATE FUNCTION refuse_many_silences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM silence s WHERE s.org_id = NEW.org_id AND s.state = 'standing' AND s.created_at <= NEW.created_at AND s.ends_at > NEW.created_at) >= 500 THEN
    RAISE EXCEPTION 'more than 500 silences' USING ERRCODE = 'EK001';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER refuse_many_silences BEFORE INSERT ON silence FOR EACH ROW EXECUTE FUNCTION refuse_many_silences();
