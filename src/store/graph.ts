/** Walks along the dated relations: the database collects what can be reached, each node once, and the ways are found here, so that a graph with countless ways costs no more than its relations. */
import { type AroundOptions, halfLifeDays, type NodeRecord, nodeRecords, type Reached } from '../model/graph.ts'
import { named, type Tx } from './database.ts'
import { isUuid } from './read.ts'

const usualDepth = 50
const usualMost = 5000
/** Relations read for each node that may be found; where there are more among so few nodes, ways are told by those read. */
const relationsPerNode = 20

/** What is left of a relation's confidence at `$2`: `confidenceAt` of the model in SQL. */
const leftSql = `r.confidence * CASE r.source ${Object.entries(halfLifeDays).map(([source, days]) => `WHEN '${source}' THEN ${days === null ? '1' : `power(0.5, greatest(extract(epoch FROM $2 - r.confirmed_at)::float8, 0) / ${days * 86_400})`}`).join(' ')} ELSE 1 END`

// One look by key each: as an EXISTS the planner would read whole tables for a few.
const unseenSql = `CASE x.record ${nodeRecords.map((record) => `WHEN '${record}' THEN (SELECT n.id FROM "${record}" n WHERE n.id = x.id)`).join(' ')} END IS NULL`

/**
 * Collects ids breadth first: `UNION` drops what was met before, so that each node is gone through once (with a limit of depth, once a
 * depth). Then all relations among them as one text, for half a hundred thousand rows cost more on their way than in the database.
 */
const walkSql = (direction: AroundOptions['direction'], isDeep: boolean): string => {
  const [found, known] = direction === 'above' ? ['from', 'to'] : ['to', 'from']
  const valid = `r.kind <> 'connected_to' AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)`
  return `WITH RECURSIVE reach(id, depth) AS (
      SELECT id, 0 FROM unnest($1::uuid[]) id
      UNION SELECT r.${found}_id, ${isDeep ? '0' : 'reach.depth + 1'} FROM reach JOIN relation r ON r.${known}_id = reach.id WHERE ${valid}${isDeep ? '' : ' AND reach.depth < $5'}),
    met AS MATERIALIZED (${isDeep ? 'SELECT id FROM reach' : 'SELECT id, min(depth) AS depth FROM reach GROUP BY id ORDER BY 2'} LIMIT $3),
    hops AS MATERIALIZED (SELECT r.${known}_id AS via, r.${found}_id AS id, r.${found}_record AS record, ${leftSql} AS left_of
      FROM met JOIN relation r ON r.${known}_id = met.id WHERE ${valid}${isDeep ? '' : ' AND met.depth < $5'} LIMIT $4)
    SELECT string_agg(via || ' ' || id || ' ' || record || ' ' || left_of, ',') AS hops,
      (SELECT string_agg(x.id::text, ',') FROM (SELECT DISTINCT id, record FROM hops) x WHERE ${unseenSql}) AS unseen FROM hops`
}
const sql = { above: [walkSql('above', true), walkSql('above', false)], below: [walkSql('below', true), walkSql('below', false)] } as const

interface Hop {
  readonly id: string
  readonly record: NodeRecord
  readonly left: number
}

/** What is above or below these nodes at an instant, nearest first, within what the transaction's sight allows. Ids that are none are passed over. */
export async function around(tx: Tx, ids: readonly string[], { direction, at, depth = usualDepth, most = usualMost }: AroundOptions & { readonly at: string }): Promise<readonly Reached[]> {
  const starts = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))]
  if (starts.length === 0) return []
  const isDeep = depth >= usualDepth
  const text = sql[direction][isDeep ? 0 : 1]
  const [row] = await tx.query<{ hops: string | null; unseen: string | null }>(text, [starts, at, most + starts.length, (most + starts.length) * relationsPerNode, ...(isDeep ? [] : [depth])], named(text))
  return withoutUnseen(waysAlong(starts, hopsOf(row?.hops ?? null), depth, most), new Set(row?.unseen?.split(',')))
}

/** Relations by the node that they start from. */
function hopsOf(text: string | null): ReadonlyMap<string, readonly Hop[]> {
  const hops = new Map<string, Hop[]>()
  for (const line of text?.split(',') ?? []) {
    const [via = '', id = '', record = '', left = ''] = line.split(' ')
    const list = hops.get(via) ?? []
    if (list.length === 0) hops.set(via, list)
    list.push({ id, record: record as NodeRecord, left: Number(left) })
  }
  return hops
}

/** The shortest way to each node, the surest of those; level by level. */
function waysAlong(starts: readonly string[], hops: ReadonlyMap<string, readonly Hop[]>, depth: number, most: number): readonly Reached[] {
  const started = new Set(starts)
  const known = new Map<string, Reached>()
  let frontier: readonly string[] = starts
  for (let level = 1; level <= depth && frontier.length > 0 && known.size < most; level++) {
    const found = new Map<string, { readonly hop: Hop; readonly via: string; readonly confidence: number }>()
    for (const via of frontier) {
      const sure = known.get(via)?.confidence ?? 1
      for (const hop of hops.get(via) ?? []) {
        if (started.has(hop.id) || known.has(hop.id)) continue
        const confidence = sure * hop.left
        const other = found.get(hop.id)
        if (!other || confidence > other.confidence || (confidence === other.confidence && via < other.via)) found.set(hop.id, { hop, via, confidence })
      }
    }
    // The surest first, then by id, so that the same question has the same answer.
    const next = [...found.values()].sort((a, b) => b.confidence - a.confidence || (a.hop.id < b.hop.id ? -1 : 1)).slice(0, most - known.size)
    for (const { hop, via, confidence } of next) known.set(hop.id, { id: hop.id, record: hop.record, depth: level, confidence, path: [...(known.get(via)?.path ?? [via]), hop.id] })
    frontier = next.map(({ hop }) => hop.id)
  }
  return [...known.values()]
}

/** A relation of one's own may lead to a record that is not, or that the undoing of an import has removed: such nodes are walked through and not shown. */
const withoutUnseen = (reached: readonly Reached[], unseen: ReadonlySet<string>): readonly Reached[] =>
  unseen.size === 0 ? reached : reached.filter((one) => !unseen.has(one.id)).map((one) => ({ ...one, path: one.path.filter((id) => !unseen.has(id)) }))
