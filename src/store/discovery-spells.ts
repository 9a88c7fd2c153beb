/** The nodes of incidents of equal words on equal things: each is one spell of them, and ends where they rested too long. */
import { restSeconds } from '../analysis/recurrence-likeness.ts'
import type { Row, Tx } from './database.ts'
import { insertNodes } from './discovery-build.ts'
import type { Learning } from './discovery-learning.ts'
import { keysOfItems, keysOfNode, type Occurred, secondsOf } from './discovery-occurrence.ts'

/** An incident whose words or things are new; its signature is null where it says nothing or does not count. */
export interface Entering {
  readonly o: Occurred
  readonly features: Uint32Array
  readonly signature: string | null
}

/** A spell of one signature as it will be after this batch. */
interface Spell {
  readonly id: number
  readonly componentId: string
  firstAt: string
  firstId: string
  lastAt: string
  /** The row to insert; absent where there is one. */
  readonly row?: Readonly<Record<string, unknown>>
  isTouched: boolean
}

/** The node that each belongs to: one of the same words on the same things that did not rest too long, two that it bridges, or a new one. Null where it belongs to none. `gone` are the components that went into another by a bridge. */
export async function nodesFor(tx: Tx, entering: readonly Entering[], learning: Learning): Promise<{ readonly nodeIds: readonly (number | null)[]; readonly gone: readonly string[] }> {
  const keyOf = (orgId: string, signature: string): string => `${orgId} ${signature}`
  const wanted = new Map(entering.flatMap(({ o, signature }) => (signature === null ? [] : [[keyOf(o.orgId, signature), { orgId: o.orgId, signature }]])))
  if (wanted.size === 0) return { nodeIds: entering.map(() => null), gone: [] }
  const spells = new Map<string, Spell[]>()
  const rows = await tx.query<Row & Omit<Spell, 'isTouched'> & { orgId: string; signature: string }>(
    `SELECT n.id, n.org_id AS "orgId", n.signature, n.component_id AS "componentId", n.first_at AS "firstAt", n.first_id AS "firstId", n.last_at AS "lastAt"
     FROM unnest($1::uuid[], $2::uuid[]) AS x(org, signature) JOIN cluster_node n ON n.org_id = x.org AND n.signature = x.signature ORDER BY n.first_at, n.first_id`,
    [[...wanted.values()].map((w) => w.orgId), [...wanted.values()].map((w) => w.signature)], 'discovery_spells')
  for (const { orgId, signature, ...row } of rows) {
    const key = keyOf(orgId, signature)
    spells.set(key, [...spells.get(key) ?? [], { ...row, isTouched: false }])
  }
  const [top] = await tx.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM cluster_node', [], 'discovery_top')
  let lastId = top?.id ?? 0
  const instead = new Map<number, number>()
  const gone: string[] = []
  const found: (number | null)[] = []
  for (const { o, features, signature } of entering) {
    if (signature === null) { found.push(null); continue }
    const key = keyOf(o.orgId, signature)
    const at = secondsOf(o.at)
    const known = spells.get(key) ?? []
    const near = known.filter((n) => at - secondsOf(n.lastAt) <= restSeconds && secondsOf(n.firstAt) - at <= restSeconds)
    // One that is written already stays; which of them began earlier, its component's name will say.
    const [spell, ...bridged] = [...near.filter((n) => n.row === undefined), ...near.filter((n) => n.row !== undefined)]
    if (spell === undefined) {
      const id = ++lastId
      const row = { id, org_id: o.orgId, signature, features: Array.from(features), keys: keysOfNode(features, learning, keysOfItems(o.things)), setting: o.things, component_id: o.id, cluster_id: o.id }
      spells.set(key, [...known, { id, componentId: o.id, firstAt: o.at, firstId: o.id, lastAt: o.at, row, isTouched: true }])
      found.push(id)
      continue
    }
    for (const other of bridged) {
      if (other.row === undefined) await bridge(tx, spell, other)
      instead.set(other.id, spell.id)
      gone.push(other.componentId)
      widen(spell, other.firstAt, other.firstId)
      widen(spell, other.lastAt, other.firstId)
    }
    widen(spell, o.at, o.id)
    spells.set(key, known.filter((n) => !bridged.includes(n)))
    found.push(spell.id)
  }
  await writeSpells(tx, [...spells.values()].flat().filter((n) => n.isTouched))
  const final = (id: number): number => { const to = instead.get(id); return to === undefined ? id : final(to) }
  return { nodeIds: found.map((id) => (id === null ? null : final(id))), gone }
}

/** Its first is the earliest, at one moment the one with the lowest id, as when all are made anew. */
function widen(spell: Spell, at: string, id: string): void {
  if (at < spell.firstAt || (at === spell.firstAt && id < spell.firstId)) { spell.firstAt = at; spell.firstId = id }
  if (at > spell.lastAt) spell.lastAt = at
  spell.isTouched = true
}

/** Two spells that are one: the row of the later goes. */
async function bridge(tx: Tx, spell: Spell, other: Spell): Promise<void> {
  await tx.query('UPDATE cluster_member SET node_id = $2 WHERE node_id = $1', [other.id, spell.id])
  await tx.query('DELETE FROM cluster_node WHERE id = $1', [other.id])
  await tx.query('UPDATE cluster_node SET component_id = $2 WHERE component_id = $1', [other.componentId, spell.componentId])
}

async function writeSpells(tx: Tx, touched: readonly Spell[]): Promise<void> {
  await insertNodes(tx, touched.flatMap(({ row, firstAt, firstId, lastAt }) => (row === undefined ? [] : [{ ...row, first_at: firstAt, last_at: lastAt, first_id: firstId }])))
  const known = touched.filter((n) => n.row === undefined)
  if (known.length === 0) return
  await tx.query(
    'UPDATE cluster_node n SET first_at = x.first_at, first_id = x.first_id, last_at = x.last_at FROM unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::timestamptz[]) AS x(id, first_at, first_id, last_at) WHERE n.id = x.id',
    [known.map((n) => n.id), known.map((n) => n.firstAt), known.map((n) => n.firstId), known.map((n) => n.lastAt)], 'discovery_extend')
}
