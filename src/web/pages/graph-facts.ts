/** From what is around a thing to what is drawn: which level each stands on, what stands together, how each is, and the ways between them. Pure. */
import type { Around, Found, GraphNode, GraphRelation } from '../../client/graph.ts'
import { foldRows, groupWords, isGroup, type Group } from '../../kit/graph-fold.ts'
import type { GraphBox, GraphLine } from '../../kit/graph-map.tsx'
import { count, counted, percent } from '../../kit/format.ts'
import { type RelationKind, relationKinds } from '../../model/graph.ts'
import type { OpenWork } from '../data/open-work.ts'
import type { GraphLook } from './graph-ask.ts'

/** A thing with the level it stands on (0 the focus, below 0 what stands on it, above 0 what it stands on) and the way to it. */
export interface Leveled {
  readonly node: GraphNode
  readonly level: number
  /** What is believed of the whole way, 0 to 1; 1 for the focus. */
  readonly confidence: number
  /** Ids from the focus to it, both included. */
  readonly path: readonly string[]
}

/** What the page draws and lists. */
export interface GraphFacts {
  readonly focus: GraphNode
  /** The focus first, then by level. */
  readonly leveled: readonly Leveled[]
  readonly relations: readonly GraphRelation[]
  readonly byId: ReadonlyMap<string, Leveled>
}

/** Levels and ways of what the look shows; null where the focus is not among the nodes. */
export function factsOf(around: Around, look: GraphLook, focusId: string): GraphFacts | null {
  const nodes = new Map(around.nodes.map((n) => [n.id, n]))
  const focus = nodes.get(focusId)
  if (!focus) return null
  const relations = look.kinds.length === 0 ? around.relations : around.relations.filter((r) => look.kinds.includes(r.kind))
  // A walk along some kinds only is not the server's: it is made here of what was found.
  const reached = look.kinds.length === 0 ? around.reached : (['above', 'below'] as const).flatMap((way) => walk(relations, focusId, way, Math.max(look.up, look.down)))
  const byId = new Map<string, Leveled>([[focusId, { node: focus, level: 0, confidence: 1, path: [focusId] }]])
  for (const one of reached) {
    const node = nodes.get(one.id)
    if (!node || byId.has(one.id) || one.depth > (one.direction === 'above' ? look.up : look.down)) continue
    byId.set(one.id, { node, level: one.direction === 'above' ? -one.depth : one.depth, confidence: one.confidence, path: one.path })
  }
  // What is only connected stands beside the focus: no walk goes there.
  for (const r of relations) {
    if (r.kind !== 'connected_to') continue
    const other = r.fromId === focusId ? r.toId : r.toId === focusId ? r.fromId : null
    const node = other === null ? undefined : nodes.get(other)
    if (other !== null && node && !byId.has(other)) byId.set(other, { node, level: 0, confidence: r.confidence, path: [focusId, other] })
  }
  const leveled = [...byId.values()].toSorted((a, b) => Math.abs(a.level) - Math.abs(b.level) || a.level - b.level || (a.node.name < b.node.name ? -1 : 1))
  return { focus, leveled, byId, relations: relations.filter((r) => byId.has(r.fromId) && byId.has(r.toId)) }
}

/** Breadth first, the surest of the shortest ways; `connected_to` carries nothing. */
function walk(relations: readonly GraphRelation[], start: string, direction: Found['direction'], depth: number): readonly Found[] {
  const next = Map.groupBy(relations.filter((r) => r.kind !== 'connected_to'), (r) => (direction === 'above' ? r.toId : r.fromId))
  const found = new Map<string, Found>()
  let frontier: readonly { readonly id: string; readonly confidence: number; readonly path: readonly string[] }[] = [{ id: start, confidence: 1, path: [start] }]
  for (let level = 1; level <= depth && frontier.length > 0; level += 1) {
    const here = new Map<string, Found>()
    for (const at of frontier) {
      for (const r of next.get(at.id) ?? []) {
        const id = direction === 'above' ? r.fromId : r.toId
        const confidence = at.confidence * r.confidence
        if (id === start || found.has(id) || (here.get(id)?.confidence ?? -1) >= confidence) continue
        here.set(id, { id, record: 'ci', depth: level, confidence, path: [...at.path, id], direction })
      }
    }
    for (const [id, one] of here) found.set(id, one)
    frontier = [...here.values()]
  }
  return [...found.values()]
}

/** What is open on things now, by their ids. */
export type WorkOn = ReadonlyMap<string, OpenWork>

/** What is drawn: boxes, lines, words of the bands, and the groups behind the boxes that open. */
export interface GraphPicture {
  readonly boxes: readonly GraphBox[]
  readonly lines: readonly GraphLine[]
  readonly groups: ReadonlyMap<string, Group>
  readonly wordsOfRow: (row: number) => string
}

export function pictureOf(facts: GraphFacts, look: GraphLook, work: WorkOn): GraphPicture {
  const way = new Set(look.chosen === null ? [] : facts.byId.get(look.chosen)?.path)
  const rowOf = look.rows === 'type' ? rowsByType(facts.leveled) : (one: Leveled): number => one.level
  const things = facts.leveled.map((one) => ({ id: one.node.id, row: rowOf(one), kind: kindOf(one.node) }))
  const isKept = (id: string): boolean => id === facts.focus.id || way.has(id) || (work.get(id)?.count ?? 0) > 0
  const { shownIds, groups, groupOf } = foldRows(things, look.openIds, isKept)
  const rows = new Map(things.map((t) => [t.id, t.row]))
  const boxes = [
    ...facts.leveled.filter((one) => shownIds.has(one.node.id)).map((one) => boxOf(one, rows.get(one.node.id) ?? 0, facts, work.get(one.node.id))),
    ...groups.map((g): GraphBox => {
      const words = `${count(g.memberIds.length)} ${g.isRest ? 'more' : ''} ${groupWords(g.kind)}`.replace(/ +/g, ' ')
      return { id: g.id, label: words, note: g.isRest ? 'in the list' : 'choose to open', row: g.row, state: 'calm', isGroup: true, spoken: `${words}, ${g.isRest ? 'shown in the list' : 'a group; opens'}` }
    }),
  ]
  const typeRows = look.rows === 'type' ? new Map(things.map((t) => [t.row, t.kind])) : null
  return {
    boxes, lines: linesOf(facts.relations, groupOf, wayJoints(facts, look.chosen)), groups: new Map(groups.map((g) => [g.id, g])),
    wordsOfRow: (row) => (typeRows ? capital(groupWords(typeRows.get(row) ?? '')) : levelWords(row)),
  }
}

/** What a band by distance is called. */
export const levelWords = (level: number): string =>
  level === 0 ? 'In the middle' : level === -1 ? 'Stands on it' : level < 0 ? `Stands on it by ${-level} steps` : level === 1 ? 'It stands on' : `It stands on by ${level} steps`

/** What things of this kind stand together as. */
export const kindOf = (node: Pick<GraphNode, 'type'>): string => node.type

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** Kinds in the order of their mean distance from the top, so that services stand over servers wherever the focus is. */
function rowsByType(leveled: readonly Leveled[]): (one: Leveled) => number {
  const mean = (some: readonly Leveled[]): number => some.reduce((sum, one) => sum + one.level, 0) / some.length
  const order = [...Map.groupBy(leveled, (one) => kindOf(one.node))].toSorted((a, b) => mean(a[1]) - mean(b[1]) || (a[0] < b[0] ? -1 : 1)).map(([kind]) => kind)
  return (one) => order.indexOf(kindOf(one.node))
}

/** Said of a thing without open work where not all that is open was looked at. */
export const noneSeenOpen = 'nothing seen open, not all was looked at'

/** States of an item that is not in use, in words. */
const itemStates: Readonly<Record<string, string>> = { planned: 'planned', received: 'received', build_test: 'in test', retired: 'retired', disposed: 'disposed of' }

/** How a thing is at the moment that is shown, with its word. */
export function stateOf(node: GraphNode, work: OpenWork | undefined): { readonly state: GraphBox['state']; readonly flag?: string } {
  if (work && work.count > 0) return { state: work.urgent > 0 || work.majors > 0 ? 'broken' : 'worse', flag: counted(work.count, 'incident') }
  if (node.state === null) return { state: 'gone', flag: 'not recorded yet' }
  if (node.state === 'maintenance') return { state: 'held', flag: 'in maintenance' }
  if (node.record === 'ci' && node.state !== 'live') return { state: 'gone', flag: itemStates[node.state] ?? node.state }
  return node.state === 'retired' || node.state === 'left' ? { state: 'gone', flag: node.state } : { state: 'calm' }
}

function boxOf(one: Leveled, row: number, facts: GraphFacts, work: OpenWork | undefined): GraphBox {
  const { node } = one
  const how = stateOf(node, work)
  const tier = node.tier === null || node.tier === 'supporting' ? '' : `, ${node.tier}`
  const note = `${kindOf(node)}${tier}`
  const below = facts.relations.filter((r) => r.fromId === node.id && r.kind !== 'connected_to').length
  const above = facts.relations.filter((r) => r.toId === node.id && r.kind !== 'connected_to').length
  const spoken = [node.name, note, how.flag ?? '', one.level === 0 ? 'in the middle' : `${levelWords(one.level).toLowerCase()}, ${percent(one.confidence)} sure`, `stands on ${below}, carries ${above} of those shown`].filter((w) => w !== '').join(', ')
  return { id: node.id, label: node.name, note, row, ...how, isFocus: node.id === facts.focus.id, spoken }
}

/** From this on a relation is drawn solid, dashed, else dotted; a judgement. */
const sure = 0.75, fading = 0.4
export const surenessOf = (confidence: number): GraphLine['sureness'] => (confidence >= sure ? 'sure' : confidence >= fading ? 'fading' : 'doubtful')

/** "Runs on", "Stands on, 1 of them enough, takes over by itself". */
export function relationWords(r: Pick<GraphRelation, 'kind' | 'role' | 'atLeast' | 'standby' | 'groupName'>): string {
  const kind = relationKinds[r.kind]
  return r.role === 'series' ? kind : `${kind}, one of several${r.groupName === null ? '' : ` (${r.groupName})`}, ${r.atLeast ?? 1} needed${r.standby === 'warm' ? ', must be started' : ''}`
}

function wayJoints(facts: GraphFacts, chosen: string | null): ReadonlySet<string> {
  const path = chosen === null ? [] : facts.byId.get(chosen)?.path ?? []
  return new Set(path.slice(1).flatMap((id, i) => [`${path[i] ?? ''} ${id}`, `${id} ${path[i] ?? ''}`]))
}

/** One line between two boxes however many relations it stands for; the surest of them says how sure it is. */
function linesOf(relations: readonly GraphRelation[], groupOf: ReadonlyMap<string, string>, way: ReadonlySet<string>): readonly GraphLine[] {
  const joined = Map.groupBy(relations, (r) => `${groupOf.get(r.fromId) ?? r.fromId} ${groupOf.get(r.toId) ?? r.toId}`)
  return [...joined].flatMap(([, some]): GraphLine[] => {
    const first = some[0]
    if (!first) return []
    const [from, to] = [groupOf.get(first.fromId) ?? first.fromId, groupOf.get(first.toId) ?? first.toId]
    if (from === to) return []
    const isMany = isGroup(from) || isGroup(to)
    const kinds = [...new Set(some.map((r): RelationKind => r.kind))]
    return [{
      from, to, sureness: surenessOf(Math.max(...some.map((r) => r.confidence))), isLoose: kinds.every((k) => k === 'connected_to'), isAlternate: some.every((r) => r.role === 'alternate'), isWay: !isMany && way.has(`${from} ${to}`),
      words: isMany ? counted(some.length, 'relation') : some.map((r) => (r.role === 'alternate' ? `${relationKinds[r.kind].toLowerCase()}, one of several` : relationKinds[r.kind].toLowerCase())).join('; '),
    }]
  })
}

/** The page's first sentence: of the levels that are shown. */
export function verdictOf({ focus, leveled }: GraphFacts, { up }: GraphLook, isCut: boolean): string {
  const above = leveled.filter((one) => one.level < 0)
  const services = above.filter((one) => one.node.record === 'service').length
  if (up === 0) return `What ${focus.name} stands on`
  if (above.length === 0) return `Nothing that we know of stands on ${focus.name}.`
  return `${isCut ? 'More than ' : ''}${counted(above.length, 'thing stands', 'things stand')} on ${focus.name} within ${counted(up, 'step')}${services === 0 ? ', no service among them.' : `, ${counted(services, 'service')} among them.`}`
}
