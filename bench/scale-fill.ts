/** Fills a database with a grown operation in a few set-based statements a month: incidents of two years, ten journal rows each, facts, steps, clocks and words. */
import pg from 'pg'

export interface FillOptions {
  /** As its owner; migrated, with teams, services, customers and people in it, and one incident whose clocks have been computed. */
  readonly url: string
  readonly incidents: number
  /** ISO 8601 UTC; the last incident opens here, the first two years before. */
  readonly until: string
  readonly say: (line: string) => void
}

export interface Filled {
  readonly seconds: number
  readonly journalRows: number
  readonly sizeBytes: number
}

const months = 24
const spanDays = 730

/**
 * Hash and previous hash of each row fit together, but only rows made through the door have hashes that cover their content: a
 * million lives are written by one statement a table and month. Everything else is as if people had worked for two years: each
 * step is recorded when it happens, so that every record has ten states of knowledge.
 */
export async function fill({ url, incidents, until, say }: FillOptions): Promise<Filled> {
  const from = performance.now()
  const client = new pg.Client({ connectionString: url, application_name: 'evenkeel bench', options: '-c timezone=UTC -c work_mem=64MB' })
  await client.connect()
  try {
    await client.query(`SELECT set_config('evenkeel.all', 'on', false), set_config('evenkeel.internal', 'on', false)`)
    await client.query(prepareSql(until))
    const perMonth = Math.ceil(incidents / months)
    for (let m = 0; m < months; m++) {
      await client.query('BEGIN')
      await client.query(livesSql(m * perMonth, Math.min((m + 1) * perMonth, incidents), incidents, until))
      for (const sql of [incidentSql, journalSql, stepSql, factSql, pastSql, searchSql, obligationSql]) await client.query(sql)
      await client.query('DROP TABLE life, step')
      await client.query('COMMIT')
      say(`month ${m + 1} of ${months}, ${((performance.now() - from) / 1000).toFixed(0)} s`)
    }
    await client.query(`SELECT setval('incident_number', ${incidents + 5000})`)
    await client.query(`INSERT INTO fact_mark (record, seq, version) VALUES ('incident', 0, 1) ON CONFLICT DO NOTHING`)
    await client.query(`UPDATE fact_mark SET seq = (SELECT max(seq) FROM journal) WHERE record = 'incident'`)
    for (const t of ['incident', 'journal', 'incident_fact', 'incident_fact_past', 'incident_step', 'search_entry', 'obligation']) await client.query(`VACUUM (ANALYZE) "${t}"`)
    const { rows: [r] } = await client.query<{ n: string; b: string }>(`SELECT (SELECT count(*) FROM journal WHERE record = 'incident') AS n, pg_database_size(current_database()) AS b`)
    return { seconds: (performance.now() - from) / 1000, journalRows: Number(r?.n ?? 0), sizeBytes: Number(r?.b ?? 0) }
  } finally {
    await client.end()
  }
}

// A partition for each month that has passed, as an operation of two years has them.
const prepareSql = (until: string): string => `
DO $$ DECLARE m date; BEGIN
  FOR m IN SELECT generate_series(date_trunc('month', '${until}'::timestamptz - interval '${spanDays} days'), date_trunc('month', '${until}'::timestamptz) - interval '1 month', interval '1 month')::date LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF journal FOR VALUES FROM (%L) TO (%L)', 'journal_' || to_char(m, 'YYYY_MM'), m, (m + interval '1 month')::date);
  END LOOP;
END $$;
CREATE TEMP TABLE one_team AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM team;
CREATE TEMP TABLE one_service AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM service;
CREATE TEMP TABLE one_org AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM organization WHERE kind = 'customer';
CREATE TEMP TABLE one_person AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, name FROM person WHERE role IN ('agent', 'manager');
CREATE TEMP TABLE clock AS SELECT kind, facts, budget_seconds, agreement_number, inputs_hash FROM obligation WHERE record_id = (SELECT record_id FROM obligation LIMIT 1);
CREATE TEMP TABLE word AS SELECT n - 1 AS n, w FROM unnest(ARRAY['booking','login','printer','network','mail','payment','gateway','database','storage','certificate','backup','queue','report','portal','search','invoice','warehouse','scanner','terminal','crane','customs','pager','calendar','directory','firewall','proxy','cluster','batch','export','mobile']) WITH ORDINALITY AS x(w, n);
ANALYZE one_team; ANALYZE one_service; ANALYZE one_org; ANALYZE one_person; ANALYZE word;
`

/** 0 to 1, the same for the same incident and purpose. */
const chance = (seed: number): string => `((hashint8extended(i, ${seed}) & 16777215)::float8 / 16777216)`
const pick = (table: string, seed: number): string => `(SELECT id FROM ${table} WHERE n = (hashint8extended(i, ${seed}) & 1048575) % (SELECT count(*) FROM ${table}))`
const word = (seed: number): string => `(SELECT w FROM word WHERE n = (hashint8extended(i, ${seed}) & 1048575) % 30)`

const livesSql = (first: number, end: number, of: number, until: string): string => `
CREATE TEMP TABLE life AS
SELECT i, (lpad(to_hex((extract(epoch FROM opened) * 1000)::bigint), 12, '0') || '7' || substr(md5('a' || i), 1, 3) || 'a' || substr(md5('b' || i), 1, 15))::uuid AS id,
  'INC-' || (5000 + i) AS number, opened, seconds, org, team1, CASE WHEN ${chance(5)} < 0.35 THEN team2 ELSE team1 END AS team2, service, person, who.name AS person_name, impact, urgency, priority, via, category,
  reopened, major, initcap(w1) || ' ' || CASE WHEN ${chance(6)} < 0.3 THEN 'timeout' WHEN ${chance(6)} < 0.6 THEN 'error' ELSE 'slow' END || ' at ' || w2 || ' ' || (i % 997) AS title,
  'Since this morning ' || w1 || ' and ' || w2 || ' fail for some users. Reference ref' || i || '. ' || w3 || ' was looked at first; nothing was found there.' AS description
FROM (SELECT i, date_trunc('milliseconds', '${until}'::timestamptz - interval '${spanDays} days' + (i + ${chance(1)}) / ${of} * interval '${spanDays} days') AS opened,
    (600 - ln(1 - ${chance(2)} * 0.9999) * (ARRAY[14400, 28800, 86400, 216000, 432000])[priority] * CASE WHEN ${chance(3)} < 0.01 THEN 30 ELSE 1 END)::int AS seconds, impact, urgency, priority,
    ${pick('one_org', 11)} AS org, ${pick('one_team', 12)} AS team1, ${pick('one_team', 13)} AS team2, ${pick('one_service', 14)} AS service, ${pick('one_person', 15)} AS person,
    (ARRAY['web', 'phone', 'mail', 'chat', 'monitoring', 'api'])[1 + (hashint8extended(i, 16) & 1023) % 6] AS via, 'Category ' || (hashint8extended(i, 17) & 1023) % 25 AS category,
    ${chance(18)} < 0.06 AS reopened, ${chance(19)} < 0.004 AS major, ${word(21)} AS w1, ${word(22)} AS w2, ${word(23)} AS w3
  FROM (SELECT i, impact, urgency, least(5, greatest(1, impact + urgency - 2)) AS priority FROM (SELECT i, 1 + floor(4 * sqrt(${chance(8)}))::int AS impact, 1 + floor(4 * sqrt(${chance(9)}))::int AS urgency FROM generate_series(${first}::bigint, ${end - 1}) i) a) b) c
JOIN one_person who ON who.id = c.person;
CREATE TEMP TABLE step AS
SELECT i, k, at, lead(at) OVER (PARTITION BY i ORDER BY k) AS until,
  (ARRAY['create', 'take', 'comment', 'assign', 'take', 'pause', 'resume', 'resolve', 'settle', 'close'])[k] AS verb,
  (ARRAY['assigned', 'in_progress', 'in_progress', 'assigned', 'in_progress', 'pending', 'in_progress', 'resolved', 'resolved', 'closed'])[k] AS state
FROM (SELECT i, k, date_trunc('milliseconds', opened + CASE WHEN k <= 8 THEN (k - 1) / 7.0 * seconds WHEN k = 9 THEN seconds + 5 ELSE seconds + 259200 END * interval '1 second') AS at FROM life, generate_series(1, 10) k) x
WHERE at <= '${until}'::timestamptz;
CREATE UNIQUE INDEX ON step (i, k);
ANALYZE life; ANALYZE step;
`

/** The life of a record up to step `s.k`: what incident, facts and past facts share. */
const at = (k: number): string => `CASE WHEN s.k >= ${k} THEN (SELECT at FROM step x WHERE x.i = l.i AND x.k = ${k}) END`
const lived = `SELECT l.*, s.k, s.at, s.until, s.state, CASE WHEN s.k >= 4 THEN l.team2 ELSE l.team1 END AS team, ${at(2)} AS first_action, ${at(8)} AS resolved, ${at(10)} AS closed FROM life l JOIN step s USING (i)`
const isLast = 'until IS NULL'
const responseMet = `CASE WHEN k >= 9 THEN seconds < 14400 * priority END`
const resolutionMet = `CASE WHEN k >= 9 THEN seconds < 36000 * priority END`
const code = `CASE WHEN k >= 8 THEN (ARRAY['fixed', 'workaround', 'known_error', 'user_helped', 'cleared_itself'])[1 + i % 5] END`
const hash = (i: string, k: string): string => `md5(${i} || ':' || ${k}) || md5(${k} || ':' || ${i})`

const incidentSql = `INSERT INTO incident (id, number, org_id, state, state_since, version, created_at, created_by, updated_at, team_id, assignee_id, tags, title, description, service_id, category, impact, urgency, priority,
  is_priority_overridden, reported_via, is_major, major_since, escalation_level, first_action_at, resolved_at, closed_at, resolution_code, resolution, reopen_count, response_met, resolution_met, last_news_at, chain)
SELECT id, number, org, state, at, k, opened, 'Bench', at, team, CASE WHEN k > 1 THEN person END, '{}', title, description, service, category, impact, urgency, priority, false, via, major, CASE WHEN major THEN opened END, 0, first_action, resolved, closed,
  ${code}, CASE WHEN k >= 8 THEN 'Restarted what hung.' END, reopened::int, ${responseMet}, ${resolutionMet}, first_action, ${hash('i', 'k')} FROM (${lived}) z WHERE ${isLast} ORDER BY i`

const journalSql = `INSERT INTO journal (record, record_id, org_id, version, at, recorded_at, actor_kind, actor_id, actor_name, verb, audience, changes, before, input, effects, correlation_id, prev_hash, hash)
SELECT 'incident', l.id, l.org, s.k, s.at, s.at, 'person', l.person, l.person_name, s.verb, CASE WHEN s.k IN (4, 9) THEN 'internal' ELSE 'public' END,
  CASE WHEN s.k = 1 THEN jsonb_build_object('id', l.id, 'number', l.number, 'orgId', l.org, 'state', s.state, 'stateSince', s.at, 'version', 1, 'createdAt', s.at, 'createdBy', l.person_name, 'updatedAt', s.at, 'teamId', l.team1,
    'tags', '[]'::jsonb, 'title', l.title, 'description', l.description, 'serviceId', l.service, 'category', l.category, 'impact', l.impact, 'urgency', l.urgency, 'priority', l.priority, 'reportedVia', l.via, 'isMajor', l.major)
    ELSE jsonb_build_object('state', s.state, 'stateSince', s.at, 'version', s.k, 'updatedAt', s.at) END,
  CASE WHEN s.k = 1 THEN '{}'::jsonb ELSE jsonb_build_object('version', s.k - 1) END, '{}', '[]', l.id, CASE WHEN s.k = 1 THEN '' ELSE ${hash('s.i', '(s.k - 1)')} END, ${hash('s.i', 's.k')}
FROM life l JOIN step s USING (i) ORDER BY s.at`

const stepSql = `INSERT INTO incident_step (record_id, org_id, version, at, until, known_from, until_known_from, verb, state, team_id, service_id, priority, pending_reason, seconds)
SELECT l.id, l.org, s.k, s.at, s.until, s.at, s.until, s.verb, s.state, CASE WHEN s.k >= 4 THEN l.team2 ELSE l.team1 END, l.service, l.priority, CASE WHEN s.k = 6 THEN 'user' END, extract(epoch FROM s.until - s.at)
FROM life l JOIN step s USING (i) ORDER BY s.i, s.k`

const factColumns = `record_id, org_id, number, version, known_from, state, state_group, opened_at, first_action_at, first_resolved_at, resolved_at, closed_at, ended_at,
  first_action_seconds, first_resolve_seconds, resolve_seconds, close_seconds, end_seconds, waiting_seconds, life_seconds, service_id, category, first_category, impact, urgency, priority, first_priority, priority_changes,
  team_id, first_team_id, end_team_id, teams, handovers, returns, reopenings, pauses, was_misrouted, was_recategorised, is_from_monitoring, is_major, was_cancelled, was_merged, reported_via, resolution_code, response_met, resolution_met,
  effort_minutes, steps, external`
const factValues = `id, org, number, k, at, state, CASE WHEN k >= 8 THEN 'done' WHEN k = 6 THEN 'waiting' ELSE 'open' END, opened, first_action, resolved, resolved, closed, resolved,
  extract(epoch FROM first_action - opened), extract(epoch FROM resolved - opened), extract(epoch FROM resolved - opened), extract(epoch FROM closed - opened), extract(epoch FROM resolved - opened),
  CASE WHEN k >= 7 THEN seconds / 7.0 ELSE 0 END, extract(epoch FROM at - opened), service, category, category, impact, urgency, priority, priority, 0,
  team, team1, CASE WHEN k >= 8 THEN team END, CASE WHEN k >= 4 AND team1 <> team2 THEN 2 ELSE 1 END, CASE WHEN k >= 4 AND team1 <> team2 THEN 1 ELSE 0 END, 0, CASE WHEN k >= 8 THEN reopened::int ELSE 0 END, CASE WHEN k >= 6 THEN 1 ELSE 0 END, i % 50 = 0, i % 30 = 0, via = 'monitoring', major, false, i % 200 = 0, via,
  ${code}, ${responseMet}, ${resolutionMet}, CASE WHEN i % 3 = 0 THEN seconds / 240 END, k, '{}'::jsonb`
const factSql = `INSERT INTO incident_fact (${factColumns}) SELECT ${factValues} FROM (${lived}) z WHERE ${isLast} ORDER BY i`
const pastSql = `INSERT INTO incident_fact_past (${factColumns}, known_to) SELECT ${factValues}, until FROM (${lived}) z WHERE NOT (${isLast}) ORDER BY i, k`

const searchSql = `INSERT INTO search_entry (id, record, record_id, org_id, audience, number, title, body, at)
SELECT id, 'incident', id, org, 'public', number, title, setweight(to_tsvector('simple', number || ' ' || title), 'A') || setweight(to_tsvector('simple', description), 'B') || setweight(to_tsvector('simple', category), 'C'), opened FROM life ORDER BY i`

const obligationSql = `INSERT INTO obligation (record_id, kind, record, org_id, state, due_at, sort_at, is_tightest, budget_seconds, agreement_number, facts, inputs_hash)
SELECT z.id, c.kind, 'incident', z.org, CASE WHEN z.k >= 8 OR (z.k >= 2 AND c.kind = 'response') THEN 'met' ELSE 'running' END, z.opened + coalesce(c.budget_seconds, 86400) * interval '1 second',
  CASE WHEN z.k >= 8 OR (z.k >= 2 AND c.kind = 'response') THEN '2999-12-31'::timestamptz ELSE z.opened + coalesce(c.budget_seconds, 86400) * interval '1 second' END, c.kind = 'resolution', c.budget_seconds, c.agreement_number, c.facts, c.inputs_hash
FROM (${lived}) z CROSS JOIN clock c WHERE ${isLast} ORDER BY z.i`
