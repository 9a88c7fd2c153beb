/** Walks along the dated relations: the database collects what can be reached, each node once, and the ways are found here, so that a graph with countless ways costs no more than its relations. */
import { type AroundOptions, confidenceAt, type NodeRecord, nodeRecords, type Reached, type RelationSource, relationSources } from '../model/graph.ts'
import { named, type Tx } from './database.ts'
import { UuidNumbers, wordsOf } from './graph-ids.ts'
import { isUuid } from './read.ts'

const usualDepth = 50
const usualMost = 5000
/** Relations read for each node that may be found; where there are more among so few nodes, ways are told by those read. */
const relationsPerNode = 20

const sources = Object.keys(relationSources) as readonly RelationSource[]
const placeOf = (column: string, list: readonly string[]): string => `int4send(CASE ${column} ${list.map((x, i) => `WHEN '${x}' THEN ${i}`).join(' ')} ELSE -1 END)`

// One look by key each: as an EXISTS the planner would read whole tables for a few.
const unseenSql = `CASE x.record ${nodeRecords.map((record) => `WHEN '${record}' THEN (SELECT n.id FROM "${record}" n WHERE n.id = x.id)`).join(' ')} END IS NULL`

/**
 * Collects ids breadth first: `UNION` drops what was met before, so that each node is gone through once (with a limit of depth, once a
 * depth). Then all relations among them as one row of bytes, for half a hundred thousand rows cost more on their way than in the database.
 * `OFFSET 0` has each node look into the index, whatever the planner thinks how many they are; and it cannot look at the ids, so that it
 * plans once and not for each question: that took longer than most walks.
 */
const walkSql = (direction: AroundOptions['direction'], isDeep: boolean, isSpan = false): string => {
  const [found, known] = direction === 'above' ? ['from', 'to'] : ['to', 'from']
  const hops = (columns: string, node: string): string => `LATERAL (SELECT ${columns} FROM relation r WHERE r.${known}_id = ${node}.id
      AND r.kind <> 'connected_to' AND ${isSpan ? 'r.valid_from < $5' : 'r.valid_from <= $2'} AND (r.valid_to IS NULL OR r.valid_to > $2) OFFSET 0)`
  return `WITH RECURSIVE reach(id, depth) AS (
      SELECT id, 0 FROM unnest((SELECT $1::uuid[])) id
      UNION SELECT r.id, ${isDeep ? '0' : 'reach.depth + 1'} FROM reach CROSS JOIN ${hops(`r.${found}_id AS id`, 'reach')} r${isDeep ? '' : ' WHERE reach.depth < $5'}),
    met AS MATERIALIZED (${isDeep ? 'SELECT id FROM reach' : 'SELECT id, min(depth) AS depth FROM reach GROUP BY id ORDER BY 2'} LIMIT $3),
    hops AS MATERIALIZED (SELECT met.id AS via, r.* FROM met CROSS JOIN ${hops(`r.${found}_id AS id, r.${found}_record AS record, r.confidence, r.confirmed_at, r.source`, 'met')} r${isDeep ? '' : ' WHERE met.depth < $5'} LIMIT $4)
    SELECT string_agg(uuid_send(via) || uuid_send(id) || float8send(confidence) || timestamptz_send(confirmed_at) || ${placeOf('source', sources)} || ${placeOf('record', nodeRecords)}, '') AS hops,
      (SELECT string_agg(x.id::text, ',') FROM (SELECT DISTINCT id, record FROM hops) x WHERE ${unseenSql}) AS unseen FROM hops`
}
const sql = { above: [walkSql('above', true), walkSql('above', false)], below: [walkSql('below', true), walkSql('below', false)] } as const
const spanSql = { above: walkSql('above', true, true), below: walkSql('below', true, true) } as const

/** A relation as a walk goes along it; nodes are numbers. */
interface Hop {
  readonly to: number
  readonly record: NodeRecord
  /** What is believed of it at the moment of the question, 0 to 1. */
  readonly left: number
}

/** What is above or below these nodes at an instant, nearest first, within what the transaction's sight allows. Ids that are none are passed over. */
export async function around(tx: Tx, ids: readonly string[], { direction, at, until, depth = usualDepth, most = usualMost }: AroundOptions & { readonly at: string }): Promise<readonly Reached[]> {
  const starts = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))]
  if (starts.length === 0) return []
  const isDeep = depth >= usualDepth || until !== undefined
  const text = until === undefined ? sql[direction][isDeep ? 0 : 1] : spanSql[direction]
  const [row] = await tx.query<{ hops: Buffer | null; unseen: string | null }>(text, [starts, at, most + starts.length, (most + starts.length) * relationsPerNode, ...(until !== undefined ? [until] : isDeep ? [] : [depth])], named(text))
  if (!row?.hops) return []
  return withoutUnseen(waysAlong(starts, row.hops, { at, depth, most }), new Set(row.unseen?.split(',')))
}

const idBytes = 16
// Both ids, what was believed of it, when, and where it is known from, and the record of the second.
const hopBytes = 2 * idBytes + 8 + 8 + 4 + 4
/** PostgreSQL counts microseconds from the year 2000. */
const epochMs = Date.UTC(2000, 0, 1)

/** Relations by the number of the node that they start from, as `walkSql` writes them. */
function hopsOf(bytes: Buffer, ids: UuidNumbers, at: string): readonly (readonly Hop[])[] {
  const hops: Hop[][] = []
  const words = wordsOf(bytes)
  const sure = sureness(at)
  for (let from = 0; from + hopBytes <= bytes.length; from += hopBytes) {
    const [via, to] = [ids.number(words, from / 4), ids.number(words, (from + idBytes) / 4)]
    const rest = from + 2 * idBytes
    const left = sure(bytes.readDoubleBE(rest), bytes.readBigInt64BE(rest + 8), bytes.readInt32BE(rest + 16))
    const list = hops[via] ??= []
    list.push({ to, record: nodeRecords[bytes.readInt32BE(rest + 20)] ?? 'ci', left })
  }
  return hops
}

/** `confidenceAt`, computed once for all that was confirmed in one moment, as the relations of an import were. */
function sureness(at: string): (confidence: number, microseconds: bigint, source: number) => number {
  const faded = new Map<string, number>()
  return (confidence, microseconds, source) => {
    const key = `${microseconds} ${source}`
    let share = faded.get(key)
    if (share === undefined) {
      share = confidenceAt({ confidence: 1, confirmedAt: new Date(epochMs + Number(microseconds / 1000n)).toISOString(), source: sources[source] ?? 'service_map' }, at)
      faded.set(key, share)
    }
    return confidence * share
  }
}

/** The shortest way to each node, the surest of those; level by level. */
function waysAlong(starts: readonly string[], bytes: Buffer, { at, depth, most }: { readonly at: string; readonly depth: number; readonly most: number }): readonly Reached[] {
  const ids = new UuidNumbers()
  const hops = hopsOf(bytes, ids, at)
  const known: (Reached | undefined)[] = []
  const all: Reached[] = []
  const startOf = new Map(starts.map((id) => [ids.find(id), id]))
  const nameOf = (one: number): string => known[one]?.id ?? startOf.get(one) ?? ''
  const viaOf: (number | undefined)[] = []
  const wayTo = (end: number): readonly string[] => {
    const way: string[] = []
    for (let one: number | undefined = end; one !== undefined; one = viaOf[one]) way.push(nameOf(one))
    return way.reverse()
  }
  let frontier = [...startOf.keys()].filter((one) => one >= 0)
  for (let level = 1; level <= depth && frontier.length > 0 && all.length < most; level++) {
    const found = new Map<number, { readonly hop: Hop; readonly via: number; readonly confidence: number; readonly id: string }>()
    for (const via of frontier) {
      const sure = known[via]?.confidence ?? 1
      for (const hop of hops[via] ?? []) {
        if (startOf.has(hop.to) || known[hop.to]) continue
        const confidence = sure * hop.left
        const other = found.get(hop.to)
        if (!other || confidence > other.confidence || (confidence === other.confidence && nameOf(via) < nameOf(other.via))) found.set(hop.to, { hop, via, confidence, id: other?.id ?? ids.idOf(hop.to) })
      }
    }
    // The surest first, then by id, so that the same question has the same answer.
    const next = [...found.values()].sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1)).slice(0, most - all.length)
    for (const { hop, via, confidence, id } of next) {
      viaOf[hop.to] = via
      // Told when it is asked for: all ways of a chain of twenty thousand would be two hundred million ids.
      const one: Reached = { id, record: hop.record, depth: level, confidence, get path() { return wayTo(hop.to) } }
      known[hop.to] = one
      all.push(one)
    }
    frontier = next.map(({ hop }) => hop.to)
  }
  return all
}

/** A relation of one's own may lead to a record that is not, or that the undoing of an import has removed: such nodes are walked through and not shown. */
const withoutUnseen = (reached: readonly Reached[], unseen: ReadonlySet<string>): readonly Reached[] =>
  unseen.size === 0 ? reached : reached.filter((one) => !unseen.has(one.id)).map((one) => ({ id: one.id, record: one.record, depth: one.depth, confidence: one.confidence, get path() { return one.path.filter((id) => !unseen.has(id)) } }))
