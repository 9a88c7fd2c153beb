/** Reads the graph in larger pieces: nodes by their ids, the relations among them, live services, and loose ends. */
import type { NodeRecord, RelationKind, RelationSource } from '../model/graph.ts'
import { named, type Row, type Tx } from './database.ts'

/** What is shown of a node. */
export interface GraphNode extends Row {
  readonly id: string
  readonly record: NodeRecord
  readonly number: string
  readonly name: string
  /** Name of its type: of an item its type's, of an organization what it is to the operation, else what it is. */
  readonly type: string
  /** Key of an item's type, the layer of a service; null for people and organizations. */
  readonly layer: string | null
  readonly icon: string | null
  /** Null only where the past was asked for: it was not recorded yet, or its journal may not be seen. */
  readonly state: string | null
  /** A service's tier. */
  readonly tier: string | null
}

/** A relation as it was at an instant. */
export interface GraphRelation extends Row {
  readonly id: string
  readonly number: string
  readonly fromId: string
  readonly toId: string
  readonly kind: RelationKind
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
  /** When it was last confirmed; `confidenceAt` says what is left of it. */
  readonly confidence: number
  readonly confirmedAt: string
  readonly source: RelationSource
  readonly sourceName: string | null
  readonly validFrom: string
  readonly validTo: string | null
}

/** Now, or at the instant `$2` as the journal knows it: null where it was not recorded yet, or where its journal may not be seen. */
type Moment = 'now' | 'then'
const stateSql = (moment: Moment): string => (moment === 'now' ? 't.state'
  : `CASE WHEN t.state_since <= $2 THEN t.state ELSE (SELECT j.changes->>'state' FROM journal j WHERE j.record_id = t.id AND j.at <= $2 AND j.changes ? 'state' ORDER BY j.version DESC LIMIT 1) END`)
const nodeSqlOf = (moment: Moment): Readonly<Record<NodeRecord, string>> => ({
  ci: `SELECT t.id, 'ci' AS record, t.number, t.name, y.name AS type, y.key AS layer, y.icon, ${stateSql(moment)} AS state, NULL AS tier FROM ci t LEFT JOIN ci_type y ON y.id = t.type_id`,
  service: `SELECT t.id, 'service' AS record, t.number, t.name, 'Service' AS type, t.layer, NULL AS icon, ${stateSql(moment)} AS state, t.tier FROM service t`,
  person: `SELECT t.id, 'person' AS record, t.number, t.name, 'Person' AS type, NULL AS layer, NULL AS icon, ${stateSql(moment)} AS state, NULL AS tier FROM person t`,
  organization: `SELECT t.id, 'organization' AS record, t.number, t.name, CASE t.kind WHEN 'supplier' THEN 'Supplier' WHEN 'customer' THEN 'Customer' ELSE 'Own organization' END AS type, NULL AS layer, NULL AS icon, ${stateSql(moment)} AS state, NULL AS tier FROM organization t`,
})
const nodeSql = nodeSqlOf('now')
const allOf = (moment: Moment): string => Object.values(nodeSqlOf(moment)).map((text) => `${text} WHERE t.id = ANY($1::uuid[])`).join(' UNION ALL ')
const nodesSql = { now: allOf('now'), then: allOf('then') }

/** Nodes by their ids, in no order; what is not there or out of sight is absent. `at`: with the states of that instant, all else as it is now. */
export const nodesOf = (tx: Tx, ids: readonly string[], at?: string): Promise<GraphNode[]> =>
  at === undefined ? tx.query<GraphNode>(nodesSql.now, [ids], named(nodesSql.now)) : tx.query<GraphNode>(nodesSql.then, [ids, at], named(nodesSql.then))

const relationList = `r.id, r.number, r.from_id AS "fromId", r.to_id AS "toId", r.kind, r.role, r.group_name AS "groupName", r.at_least AS "atLeast", r.standby,
  r.confidence, r.confirmed_at AS "confirmedAt", r.source, r.source_name AS "sourceName", r.valid_from AS "validFrom", r.valid_to AS "validTo"`
const validAt = (n: number): string => `r.valid_from <= $${n} AND (r.valid_to IS NULL OR r.valid_to > $${n})`
const amongSql = `SELECT ${relationList} FROM relation r WHERE r.from_id = ANY($1::uuid[]) AND r.to_id = ANY($1::uuid[]) AND ${validAt(2)} ORDER BY r.id LIMIT $3`

/** Relations of any kind whose both ends are among these, valid at the instant; at most so many. */
export const relationsAmong = (tx: Tx, ids: readonly string[], at: string, most: number): Promise<GraphRelation[]> => tx.query<GraphRelation>(amongSql, [ids, at, most], named(amongSql))

const liveSql = { now: `${nodeSql.service} WHERE t.state = 'live' ORDER BY t.number LIMIT $1`, then: `${nodeSqlOf('then').service} WHERE ${stateSql('then')} = 'live' ORDER BY t.number LIMIT $1` }

/** Live services, of which impact is told: by number, at most so many; those that were live `at` an instant. */
export const liveServices = (tx: Tx, most: number, at?: string): Promise<GraphNode[]> =>
  at === undefined ? tx.query<GraphNode>(liveSql.now, [most], named(liveSql.now)) : tx.query<GraphNode>(liveSql.then, [most, at], named(liveSql.then))

/** Why something is a loose end of the graph. */
export const looseEnds = {
  no_relation: 'Live items that nothing stands on and that stand on nothing',
  no_owner: 'Live items without an owner',
  not_verified: 'Live items that nobody has verified for long',
  service_no_owner: 'Live services without an owner',
  service_no_agreement: 'Live services without an agreement, not even a default one',
  service_no_relation: 'Live services of which nobody says what they stand on',
  owner_left: 'Live items whose owner has left',
} as const
export type LooseEnd = keyof typeof looseEnds

const related = (end: 'from_id' | 'to_id', other: string): string => `EXISTS (SELECT 1 FROM relation r WHERE r.${end} = t.id AND r.state = 'valid' AND ${other})`
const liveItem = `${nodeSql.ci} WHERE t.state IN ('live', 'maintenance')`
const liveService = `${nodeSql.service} WHERE t.state = 'live'`
const looseSql: Readonly<Record<LooseEnd, string>> = {
  no_relation: `${liveItem} AND NOT ${related('from_id', 'true')} AND NOT ${related('to_id', 'true')}`,
  no_owner: `${liveItem} AND t.owner_id IS NULL`,
  not_verified: `${liveItem} AND (t.verified_at IS NULL OR t.verified_at < $2)`,
  service_no_owner: `${liveService} AND t.owner_id IS NULL`,
  service_no_agreement: `${liveService} AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.state = 'in_force' AND (a.service_id = t.id OR (a.service_id IS NULL AND (a.shared OR a.org_id = t.org_id))))`,
  service_no_relation: `${liveService} AND NOT ${related('from_id', `r.kind <> 'connected_to'`)}`,
  owner_left: `${liveItem} AND EXISTS (SELECT 1 FROM person p WHERE p.id = t.owner_id AND p.state = 'left')`,
}

/** Loose ends of one kind: how many, and the first of them by name. `verifiedBefore` is the instant before which a verification is too old. */
export async function looseEndsOf(tx: Tx, kind: LooseEnd, { verifiedBefore, most }: { readonly verifiedBefore: string; readonly most: number }): Promise<{ readonly count: number; readonly items: readonly GraphNode[] }> {
  const values = kind === 'not_verified' ? [most, verifiedBefore] : [most]
  const found = await tx.query<GraphNode & { count?: number }>(`SELECT x.*, count(*) OVER () AS count FROM (${looseSql[kind]}) x ORDER BY x.name, x.id LIMIT $1`, values)
  return { count: found[0]?.count ?? 0, items: found.map(({ count: _, ...node }) => node) }
}

/** A thing with every way in which it is loose, in the order of `looseEnds`, `circle` last. */
export interface LooseThing extends GraphNode {
  readonly ways: readonly (LooseEnd | 'circle')[]
}

/**
 * Things that are loose in any of these ways, each once however many hold: how many things, and the first of them, those loose in most
 * ways first, then by name. `inCircles` are ids of those that stand on themselves, which no query finds; of `kind` alone: loose in that way,
 * with the others that hold too. Of what is loose in other ways alone nothing is read then.
 */
export async function looseThings(tx: Tx, { kind, verifiedBefore, inCircles, most }: { readonly kind?: LooseEnd | 'circle'; readonly verifiedBefore: string; readonly inCircles: readonly string[]; readonly most: number }): Promise<{ readonly count: number; readonly things: readonly LooseThing[] }> {
  const text = looseThingsSql(kind ?? null)
  const found = await tx.query<LooseThing & { count?: number }>(text, [most, verifiedBefore, inCircles], named(text))
  const order = [...Object.keys(looseEnds), 'circle']
  return { count: found[0]?.count ?? 0, things: found.map(({ count: _, ways, ...node }) => ({ ...node, ways: ways.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)) })) }
}
const inCircleSql = Object.values(nodeSql).map((text) => `${text} WHERE t.id = ANY($3::uuid[])`).join(' UNION ALL ')
const eachWay: readonly (readonly [LooseEnd | 'circle', string])[] = [...Object.entries(looseSql) as [LooseEnd, string][], ['circle', inCircleSql]]
/** Other ways are asked of what is loose in the wanted one alone. */
function looseThingsSql(kind: LooseEnd | 'circle' | null): string {
  const wanted = kind === null ? '' : `WITH wanted AS MATERIALIZED (${kind === 'circle' ? inCircleSql : looseSql[kind]}) `
  const ways = eachWay.map(([way, text]) => (way === kind ? `SELECT x.*, '${way}' AS way FROM wanted x` : `SELECT x.*, '${way}' AS way FROM (${text}) x${kind === null ? '' : ' WHERE x.id IN (SELECT id FROM wanted)'}`))
  return `${wanted}SELECT id, record, number, name, type, layer, icon, state, tier, array_agg(way) AS ways, count(*) OVER () AS count FROM (${ways.join(' UNION ALL ')}) w
    GROUP BY id, record, number, name, type, layer, icon, state, tier ORDER BY count(*) DESC, name, id LIMIT $1`
}
