/** Fills a grown graph with changes to come, changes that were done, and windows, straight by SQL: what the bench of changes asks about. Rows have no journal; nothing but reading is measured on them. */
import { rule } from '../src/model/actor.ts'
import { graphOf, type Impact } from '../src/practices/change/look.ts'
import { change } from '../src/practices/change/record.ts'
import { changeWindow } from '../src/practices/change/window.ts'
import { person } from '../src/practices/people/person.ts'
import type { Store } from '../src/store/store.ts'
import type { FilledGraph } from './graph-fill.ts'

export interface ChangesShape {
  /** Scheduled over the next half year; as many were done in the last nine weeks. */
  readonly changes: number
  readonly windows: number
  /** Different places that changes touch, each with the closure that the product finds. */
  readonly places: number
  /** Who does them. */
  readonly people: number
}
export const fullChanges: ChangesShape = { changes: 10_000, windows: 1000, places: 600, people: 200 }
export const smokeChanges: ChangesShape = { changes: 300, windows: 40, places: 30, people: 10 }

/** Of ten places so many lie in each layer; machines and what runs on them are changed most. */
const mix = ['machine', 'machine', 'machine', 'workload', 'workload', 'workload', 'application', 'application', 'host', 'service'] as const

interface Place {
  readonly layer: string
  readonly serviceIds: readonly string[]
  readonly ciIds: readonly string[]
  readonly impact: Impact
}

/** Numbers of the changes to come begin here; the n-th is `CHG-${firstNumber + n}`. */
export const firstNumber = 1_000_000

/** Layer of the place that the n-th change touches. */
export const layerOf = (n: number): string => mix[n % mix.length] ?? 'machine'

/** What was filled before is taken as it is. Two in five lie in the nights of Saturdays, as they do; chance comes from the numbers, so it is repeatable. */
export async function fillChanges(store: Store, g: FilledGraph, shape: ChangesShape): Promise<void> {
  if (await store.read(g.me, (s) => s.count(change, {}, 2)) > 1) return
  const places = await placesOf(store, g, shape.places)
  const people = await store.write(rule('bench'), async (s) => {
    const made: string[] = []
    for (let n = 0; n < shape.people; n++) made.push((await s.create(person, { orgId: g.me.orgId, name: `Engineer ${n}`, email: `engineer${n}@example.org`, role: 'agent' })).id)
    // One of each by the door: the rows that are copied.
    await s.create(change, { orgId: g.me.orgId, title: 'New version', remediation: 'Put the old one back.', testEvidence: 'Tried in the lab.', communicationPlan: 'The desk, a day before.' })
    await s.create(changeWindow, { orgId: g.me.orgId, name: 'Maintenance', scope: { everything: true }, startsAt: s.now(), endsAt: new Date(Date.parse(s.now()) + 1000).toISOString() })
    return made
  })
  await store.db.owner(async (tx) => {
    await tx.query('CREATE TEMP TABLE place AS SELECT nth - 1 AS nth, what AS p FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS x(what, nth)', [JSON.stringify(places)])
    await tx.query('CREATE UNIQUE INDEX ON place (nth)')
    await tx.query('ANALYZE place')
    await tx.query(copiesSql(shape, true), [people])
    await tx.query(copiesSql(shape, false), [people])
    await tx.query(windowsSql(shape.windows), [g.ids['service'] ?? []])
    await tx.query('ANALYZE')
  })
  // As autovacuum has done where nobody writes half a million relations in a minute: an index that must look at each row for who may see it costs twice as much.
  for (const table of ['relation', 'ci', 'service', 'change', '"window"']) await store.db.ownerPool.query(`VACUUM ${table}`)
}

/** Places spread over each layer, each with what stands on it as the product finds it. */
async function placesOf(store: Store, g: FilledGraph, count: number): Promise<readonly Place[]> {
  const places: Place[] = []
  for (let n = 0; n < count; n++) {
    const layer = layerOf(n)
    const list = g.ids[layer] ?? []
    // One to three things next to each other; services one by one.
    const ids = Array.from({ length: layer === 'service' ? 1 : 1 + (n % 3) }, (_, k) => list[(n * 7919 + k) % list.length] ?? '')
    const [serviceIds, ciIds] = layer === 'service' ? [ids, []] : [[], ids]
    places.push({ layer, serviceIds, ciIds, impact: await store.read(g.me, async (s): Promise<Impact> => {
      const graph = await graphOf(s, { serviceIds, ciIds, teamId: null })
      return { asOf: s.now(), serviceIds: [...graph.services.keys()], reached: graph.above.slice(0, 200), count: graph.above.length }
    }) })
  }
  return places
}

// From a function in FROM a row is made once; as `(f(x)).*` it would be made again for each column.
const copiesSql = ({ changes, places }: ChangesShape, isToCome: boolean): string => `
INSERT INTO change SELECT made.* FROM (SELECT to_jsonb(c) AS base FROM change c WHERE state = 'draft' LIMIT 1) b, generate_series(0, ${changes - 1}) n
JOIN place ON place.nth = n % ${places}
CROSS JOIN LATERAL (SELECT ${isToCome
    ? `date_trunc('day', now()) + make_interval(days => CASE WHEN n % 5 < 2 THEN (6 - extract(dow FROM now())::int + 7) % 7 + 7 * (n % 26) ELSE 1 + n % 182 END) + make_interval(mins => 1200 + 30 * (hashint4(n) & 15))`
    : `now() - make_interval(mins => 90 + (n * 7919) % (63 * 1440))`} AS at, make_interval(mins => 30 + 30 * (hashint4(n + 1) & 7)) AS takes) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::change, b.base || jsonb_build_object('id', gen_random_uuid(), 'number', 'CHG-' || (${isToCome ? firstNumber : firstNumber * 2} + n), 'title', 'New version of ' || (place.p ->> 'layer') || ' ' || n,
  'state', '${isToCome ? 'scheduled' : 'closed'}', 'service_ids', place.p -> 'serviceIds', 'ci_ids', place.p -> 'ciIds', 'impact', place.p -> 'impact', 'risk_score', n % 90, 'risk_level', (ARRAY['minor', 'minor', 'significant', 'major'])[1 + n % 4],
  'implementer_id', ($1::uuid[])[1 + n % cardinality($1::uuid[])], 'planned_start', t.at, 'planned_end', t.at + t.takes, 'busy_until', t.at + t.takes + interval '30 minutes', 'back_out_seconds', 1800, 'submitted_at', t.at - interval '9 days', 'assessed_at', t.at - interval '8 days',
  'times_set_at', t.at - interval '9 days', 'authorised_at', t.at - interval '7 days', 'round', 1${isToCome ? '' : `, 'actual_start', t.at, 'actual_end', t.at + t.takes, 'result', CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'success' END`})) made`

/** Seven in ten are maintenance in some hours of each week, two in ten freezes of a few days, the rest business events; each about one to five services, a freeze of everything among them. */
const windowsSql = (count: number): string => `
INSERT INTO "window" SELECT made.* FROM (SELECT to_jsonb(w) AS base FROM "window" w LIMIT 1) b, generate_series(0, ${count - 1}) n
CROSS JOIN LATERAL (SELECT CASE WHEN n % 10 < 7 THEN 'maintenance' WHEN n % 10 < 9 THEN 'freeze' ELSE 'business_event' END AS kind) k
CROSS JOIN LATERAL (SELECT CASE k.kind WHEN 'maintenance' THEN now() - interval '30 days' ELSE date_trunc('day', now()) + make_interval(days => (n * 37) % 182) END AS at) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::"window", b.base || jsonb_build_object('id', gen_random_uuid(), 'number', 'WIN-' || (${firstNumber} + n), 'name', initcap(replace(k.kind, '_', ' ')) || ' ' || n, 'kind', k.kind, 'is_hard', n % 20 = 7,
  'scope', CASE WHEN n % 100 = 8 THEN '{"everything": true}'::jsonb ELSE jsonb_build_object('serviceIds', (SELECT jsonb_agg(DISTINCT ($1::uuid[])[1 + abs(hashint4(n * 8 + i)) % cardinality($1::uuid[])]) FROM generate_series(1, 1 + n % 5) i)) END,
  'starts_at', t.at, 'ends_at', t.at + CASE k.kind WHEN 'maintenance' THEN interval '400 days' ELSE interval '3 days' END,
  'hours', CASE WHEN k.kind = 'maintenance' THEN jsonb_build_object('zone', 'Europe/Berlin', 'hours', jsonb_build_object((ARRAY['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])[1 + n % 7], '[["00:00", "06:00"], ["20:00", "24:00"]]'::jsonb)) END)) made`
