/** Walks along the dated relations, level by level, so that a graph with countless ways costs no more than its relations. */
import { type AroundOptions, confidenceAt, type NodeRecord, nodeRecords, type Reached, type RelationSource } from '../model/graph.ts'
import { named, type Row, type Tx } from './database.ts'
import { isUuid } from './read.ts'

const usualDepth = 50
const usualMost = 5000
/** Relations read for each node that may still be found; a level with more repeats than that is cut. */
const relationsPerNode = 20

interface Hop extends Row {
  /** The node that this relation leads to. */
  readonly id: string
  readonly record: NodeRecord
  /** The node it comes from, found one level before. */
  readonly via: string
  readonly confidence: number
  readonly confirmedAt: string
  readonly source: RelationSource
}

const levelSql = (direction: AroundOptions['direction']): string => {
  const [found, known] = direction === 'above' ? ['from', 'to'] : ['to', 'from']
  return `SELECT r.${found}_id AS id, r.${found}_record AS record, r.${known}_id AS via, r.confidence, r.confirmed_at AS "confirmedAt", r.source
    FROM relation r WHERE r.${known}_id = ANY($1::uuid[]) AND r.kind <> 'connected_to' AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2) LIMIT $3`
}
const sql = { above: levelSql('above'), below: levelSql('below') }

/** What is above or below these nodes at an instant, nearest first, within what the transaction's sight allows. Ids that are none are passed over. */
export async function around(tx: Tx, ids: readonly string[], { direction, at, depth = usualDepth, most = usualMost }: AroundOptions & { readonly at: string }): Promise<readonly Reached[]> {
  const starts = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))]
  const known = new Map<string, Reached>()
  const started = new Set(starts)
  let frontier: readonly string[] = starts
  for (let level = 1; level <= depth && frontier.length > 0 && known.size < most; level++) {
    const left = most - known.size
    const hops = await tx.query<Hop>(sql[direction], [frontier, at, left * relationsPerNode], named(sql[direction]))
    const found = new Map<string, Reached>()
    for (const hop of hops) {
      if (started.has(hop.id) || known.has(hop.id)) continue
      const before = known.get(hop.via)
      const confidence = (before?.confidence ?? 1) * confidenceAt(hop, at)
      const other = found.get(hop.id)
      if (other && (other.confidence > confidence || (other.confidence === confidence && (other.path[level - 1] ?? '') <= hop.via))) continue
      found.set(hop.id, { id: hop.id, record: hop.record, depth: level, confidence, path: [...(before?.path ?? [hop.via]), hop.id] })
    }
    // The surest first, then by id, so that the same question has the same answer.
    const next = [...found.values()].sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1)).slice(0, left)
    for (const one of next) known.set(one.id, one)
    frontier = next.map((one) => one.id)
  }
  return onlySeen(tx, starts, [...known.values()])
}

const seenSql = (record: NodeRecord): string => `SELECT id FROM "${record}" WHERE id = ANY($1::uuid[])`

/** A relation of one's own may lead to a record that is not, or that the undoing of an import has removed: such nodes are walked through and not shown. */
async function onlySeen(tx: Tx, starts: readonly string[], reached: readonly Reached[]): Promise<readonly Reached[]> {
  const seen = new Set(starts)
  for (const record of nodeRecords) {
    const ids = reached.filter((one) => one.record === record).map((one) => one.id)
    if (ids.length > 0) for (const row of await tx.query<{ id: string }>(seenSql(record), [ids], named(seenSql(record)))) seen.add(row.id)
  }
  if (reached.every((one) => seen.has(one.id))) return reached
  return reached.filter((one) => seen.has(one.id)).map((one) => ({ ...one, path: one.path.filter((id) => seen.has(id)) }))
}
