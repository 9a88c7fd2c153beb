/** Decides what an import does, before it does anything: identify, compare, explain or tell; pure, so that a dry run says exactly what a run would do. */
import { keyOf } from '../service/record.ts'
import { compare, fieldsFor } from './reconcile-fields.ts'
import { identify } from './reconcile-identify.ts'
import type { DiscrepancyKind, ExplainedBy, Known, KnownDiscrepancy, KnownItem, KnownObservation, KnownRelation } from './reconcile-known.ts'
import type { NodeRecord } from '../../model/graph.ts'
import type { FieldValue, Observation, ObservedNode } from './reconcile-observed.ts'
import { type FoundRelation, planRelations } from './reconcile-relations.ts'

/** An item to record. */
export interface NewItem {
  /** `new:` and the node's key, until it has an id. */
  readonly place: string
  readonly key: string
  readonly typeId: string
  readonly aliases: readonly string[]
  readonly state: 'planned' | 'received' | 'build_test' | 'live'
  readonly fields: Readonly<Record<string, FieldValue>>
}

export interface ItemChange {
  readonly item: KnownItem
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly aliases: readonly string[] | null
}

/** A difference to tell, or to note as explained by a change. */
export interface NewDiscrepancy {
  readonly kind: DiscrepancyKind
  readonly sourceKey: string
  readonly ciId: string | null
  readonly field: string | null
  readonly expected: string | null
  readonly observed: string | null
  readonly isTaken: boolean
  readonly explainedBy: string | null
}

/** What a source said, to be kept for the next comparison; `nodeId` may be the place of a new item. */
export interface NewObservation {
  readonly sourceKey: string
  readonly record: ObservedNode['record']
  readonly nodeId: string
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly isChanged: boolean
}

export interface Counts {
  readonly nodes: number
  readonly relations: number
  match: number
  extra: number
  missing: number
  different: number
  ambiguous: number
  explained: number
}

/** More than a tenth of what a source knew is gone. */
export interface Loss {
  readonly what: 'items' | 'relations'
  readonly gone: number
  readonly known: number
}

export interface Plan {
  readonly create: readonly NewItem[]
  readonly change: readonly ItemChange[]
  readonly retire: readonly { readonly item: KnownItem; readonly sourceKey: string }[]
  /** Live there and not yet here; somebody answers for them. */
  readonly goLive: readonly KnownItem[]
  readonly verify: readonly KnownItem[]
  readonly relations: ReturnType<typeof planRelations>
  readonly raise: readonly NewDiscrepancy[]
  /** Told before and seen again with another value. */
  readonly renew: readonly { readonly discrepancy: KnownDiscrepancy; readonly observed: string | null; readonly isTaken: boolean }[]
  /** Told before and as recorded again. */
  readonly settle: readonly KnownDiscrepancy[]
  readonly observations: readonly NewObservation[]
  /** What kind of node an id stands for. */
  recordOf(id: string): NodeRecord
  readonly gone: readonly string[]
  readonly losses: readonly Loss[]
  readonly counts: Counts
  readonly remarks: readonly { readonly line: number; readonly key: string; readonly reason: string }[]
}

export interface PlanOptions {
  /** The instant of the import. */
  readonly at: string
  /** The files hold only a part of what the source knows: nothing is missing. */
  readonly isPart: boolean
  readonly explainedBy: ExplainedBy
}

/** An import that lets go of more than this share of what its source knew is asked about. */
export const mostLostShare = 0.1
// As with relations: verified once a day says the same as at each import.
const dayMs = 24 * 60 * 60_000
const verifyAfterMs = dayMs
const mostAliases = 20
const beforeLive: ReadonlySet<string> = new Set(['planned', 'received', 'build_test'])
const aliasShape = /^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,39}$/u
const mostTextCharacters = 1000

export function plan(observation: Observation, known: Known, options: PlanOptions): Plan {
  const p = draft(observation)
  const identities = identify(observation.nodes.values(), known, options.isPart)
  const items = new Map(known.items.map((i) => [i.id, i]))
  const mine = new Map(known.observations.filter((o) => o.sourceId === known.source.id).map((o) => [o.sourceKey, o]))
  const said = Map.groupBy(known.observations, (o) => o.nodeId)
  const told = new Map(known.discrepancies.map((d) => [placeOf(d), d]))
  const keys = new Set(known.items.map((i) => i.key.toLowerCase()))
  const typeById = new Map([...known.types.values()].map((t) => [t.id, t]))
  const idOf = new Map<string, string>()
  let ownerless = 0
  const leftOut = new Map<string, { n: number; line: number; key: string }>()

  const tell = (d: NewDiscrepancy): void => {
    p.counts[d.kind]++
    if (d.explainedBy !== null) p.counts.explained++
    const before = told.get(placeOf(d))
    // Answered for this value, whatever the answer: the same is not told twice.
    if (before?.observed === d.observed && before.expected === d.expected && before.isTaken === d.isTaken) return
    if (before?.state === 'raised' && d.explainedBy === null) p.renew.push({ discrepancy: before, observed: d.observed, isTaken: d.isTaken })
    else p.raise.push(d)
  }
  // It came about since the source was read last; where it never was, since the item was last found as recorded, or within a day.
  const explain = (item: KnownItem, before: KnownObservation | undefined): string | null =>
    options.explainedBy(item.id, before?.seenAt ?? item.verifiedAt ?? new Date(Date.parse(options.at) - dayMs).toISOString(), options.at)
  const settle = (kind: DiscrepancyKind, sourceKey: string, field: string | null): void => {
    const d = told.get(placeOf({ kind, sourceKey, field }))
    if (d?.state === 'raised' && !d.isTaken) p.settle.push(d)
  }

  for (const n of observation.nodes.values()) {
    const identity = identities.get(n.key) ?? { is: 'unknown' as const }
    if (identity.is === 'ambiguous') {
      if (n.record !== 'ci') p.remarks.push({ line: n.line, key: n.key, reason: `could be any of ${identity.ids.length} of that name; nothing was joined to it` })
      else tell({ kind: 'ambiguous', sourceKey: n.key, ciId: null, field: identity.by, expected: identity.ids.map((id) => items.get(id)?.number ?? id).join(', ').slice(0, mostTextCharacters), observed: n.name, isTaken: false, explainedBy: null })
      continue
    }
    if (identity.is === 'known') {
      idOf.set(n.key, identity.id)
      settle('extra', n.key, null)
      settle('missing', n.key, null)
      const item = items.get(identity.id)
      if (item) known_(n, item)
      else p.observations.push({ sourceKey: n.key, record: n.record, nodeId: identity.id, fields: {}, isChanged: mine.get(n.key)?.nodeId !== identity.id })
    } else if (n.isMention) {
      p.remarks.push({ line: n.line, key: n.key, reason: `"${n.name}" is not known here; nothing was joined to it` })
    } else unknown_(n)
  }

  function known_(n: ObservedNode, item: KnownItem): void {
    const type = typeById.get(item.typeId)
    const before = mine.get(n.key)
    if (!type) return
    if (item.state === 'disposed') { stateOf(n, item, before); return }
    const { fields, left } = fieldsFor(n, type)
    leave(n, left)
    const { learned, differences, matches } = compare(item, fields, said.get(item.id) ?? [], known)
    const changed: Record<string, FieldValue> = { ...learned }
    if (differences.length === 0) p.counts.match++
    for (const d of differences) {
      const earlier = told.get(placeOf({ kind: 'different', sourceKey: n.key, field: d.field }))
      if (d.isTaken) changed[d.field] = d.observed
      // What had changed without a word is back as it was.
      if (d.isTaken && earlier?.state === 'raised' && earlier.isTaken && earlier.expected === String(d.observed)) { p.settle.push(earlier); continue }
      tell({ kind: 'different', sourceKey: n.key, ciId: item.id, field: d.field, expected: short(d.expected), observed: short(d.observed), isTaken: d.isTaken, explainedBy: explain(item, before) })
    }
    const differing = new Set(differences.map((d) => d.field))
    for (const field of Object.keys(fields)) if (!differing.has(field)) settle('different', n.key, field)
    stateOf(n, item, before)
    const names = aliasesOf(n, item.key)
    const aliases = names.some((a) => !item.aliases.includes(a)) ? [...new Set([...item.aliases, ...names])].slice(0, mostAliases) : null
    const hasNewAlias = aliases !== null && aliases.length > item.aliases.length
    if (Object.keys(changed).length > 0 || hasNewAlias) p.change.push({ item, fields: changed, aliases: hasNewAlias ? aliases : null })
    else if (matches > 0 && differences.length === 0 && (item.verifiedAt === null || Date.parse(options.at) - Date.parse(item.verifiedAt) >= verifyAfterMs)) p.verify.push(item)
    p.observations.push({ sourceKey: n.key, record: 'ci', nodeId: item.id, fields, isChanged: before === undefined || before.goneAt !== null || before.nodeId !== item.id || !isEqual(before.fields, fields) })
  }

  /** Which state work is in people know best; that something is gone or still there is told. */
  function stateOf(n: ObservedNode, item: KnownItem, before: KnownObservation | undefined): void {
    const isGoneThere = n.state === 'retired' || n.state === 'disposed'
    const isGoneHere = item.state === 'retired' || item.state === 'disposed'
    if (n.state === 'live' && beforeLive.has(item.state) && (item.isOwned || known.source.teamId !== null)) p.goLive.push(item)
    if (n.state === undefined || isGoneThere === isGoneHere) settle('different', n.key, 'state')
    else tell({ kind: 'different', sourceKey: n.key, ciId: item.id, field: 'state', expected: item.state, observed: n.state, isTaken: false, explainedBy: explain(item, before) })
  }

  function unknown_(n: ObservedNode): void {
    if (n.record !== 'ci') { p.remarks.push({ line: n.line, key: n.key, reason: `there is no ${n.record} "${n.name}" here; imports add items only` }); return }
    const type = known.types.get(n.type)
    if (!type) { p.remarks.push({ line: n.line, key: n.key, reason: `there is no type "${n.type}"; there are ${[...known.types.keys()].join(', ')}` }); return }
    if (!known.source.mayAdd) { tell({ kind: 'extra', sourceKey: n.key, ciId: null, field: null, expected: null, observed: n.name, isTaken: false, explainedBy: null }); return }
    if (n.state === 'retired' || n.state === 'disposed') { p.remarks.push({ line: n.line, key: n.key, reason: `"${n.name}" is ${n.state} there and was never known here; it was left out` }); return }
    const { fields, left } = fieldsFor(n, type)
    leave(n, left)
    p.counts.extra++
    const key = freeKey(n, keys)
    const place = `new:${n.key}`
    idOf.set(n.key, place)
    const state = n.state === undefined || n.state === 'maintenance' ? 'live' : n.state
    if (state === 'live' && known.source.teamId === null) ownerless++
    p.create.push({ place, key, typeId: type.id, aliases: aliasesOf(n, key), state: state === 'live' && known.source.teamId === null ? 'received' : state, fields })
    p.observations.push({ sourceKey: n.key, record: 'ci', nodeId: place, fields, isChanged: true })
  }

  function leave(n: ObservedNode, left: readonly string[]): void {
    for (const field of left) {
      const at = `${n.type} ${field.replace('attrs.', '')}`
      leftOut.set(at, { n: (leftOut.get(at)?.n ?? 0) + 1, line: leftOut.get(at)?.line ?? n.line, key: leftOut.get(at)?.key ?? n.key })
    }
  }

  if (ownerless > 0) p.remarks.push({ line: 0, key: '', reason: `${ownerless} ${ownerless === 1 ? 'item is' : 'items are'} live there and received here: nobody answers for ${ownerless === 1 ? 'it' : 'them'}. Give the source a team, and the next import takes them into use` })

  const byKey = new Map(known.items.map((i) => [i.key.toLowerCase(), i.id]))
  const byNumber = new Map(known.items.map((i) => [i.number.toLowerCase(), i.id]))
  const endOf = (key: string): string | null => idOf.get(key) ?? mine.get(key)?.nodeId ?? byKey.get(key.toLowerCase()) ?? byNumber.get(key.toLowerCase()) ?? nameOf(key)
  const otherByName = Map.groupBy(known.others.flatMap((o) => o.names.map((name) => ({ name, id: o.id }))), (o) => o.name)
  const nameOf = (key: string): string | null => { const found = otherByName.get(key.toLowerCase()) ?? []; return found.length === 1 ? found[0]?.id ?? null : null }
  const lost: string[] = []
  const relations = planRelations(observation.relations.flatMap(({ is: _, from, to, ...r }): FoundRelation[] => {
    // A node that stands for nothing here was told of already.
    const [fromId, toId] = [observation.nodes.has(from) ? idOf.get(from) ?? null : endOf(from), observation.nodes.has(to) ? idOf.get(to) ?? null : endOf(to)]
    if (fromId === null || toId === null) { lost.push(`${fromId === null ? from : to}`); return [] }
    return [{ ...r, fromId, toId }]
  }), known, options.at, options.isPart)
  if (lost.length > 0) p.remarks.push({ line: 0, key: lost[0] ?? '', reason: `${lost.length} ${lost.length === 1 ? 'relation leads' : 'relations lead'} to what is neither in the files nor known here, such as ${[...new Set(lost)].slice(0, 3).join(', ')}` })
  for (const r of relations.circles) p.remarks.push({ line: r.line, key: `${r.fromId} → ${r.toId}`, reason: 'would make something stand on itself; it was left out' })
  for (const r of relations.otherwise) p.remarks.push({ line: r.line, key: `${r.fromId} → ${r.toId}`, reason: 'is recorded here with another role or group, which stays' })
  for (const [at, { n, line, key }] of leftOut) p.remarks.push({ line, key, reason: `${at} was left out ${n} ${n === 1 ? 'time' : 'times'}: the type has no such field, or the value does not fit it` })

  const gone = options.isPart ? [] : [...mine.values()].filter((o) => o.goneAt === null && !observation.nodes.has(o.sourceKey))
  const identified = new Set(idOf.values())
  for (const o of gone) missing_(o)
  function missing_(o: KnownObservation): void {
    p.gone.push(o.sourceKey)
    const item = items.get(o.nodeId)
    if (!item || item.state === 'retired' || item.state === 'disposed' || identified.has(item.id)) return
    const why = explain(item, o)
    const isSeenElsewhere = (said.get(item.id) ?? []).some((other) => other.sourceId !== known.source.id && other.goneAt === null)
    const isRetired = known.source.whenGone === 'retire' && !isSeenElsewhere
    if (isRetired) p.retire.push({ item, sourceKey: o.sourceKey })
    tell({ kind: 'missing', sourceKey: o.sourceKey, ciId: item.id, field: null, expected: item.name, observed: null, isTaken: isRetired, explainedBy: why })
  }
  const begun = new Set(relations.create.map((c) => `${c.kind} ${c.fromId} ${c.toId}`))
  const createdFrom = Map.groupBy(relations.create, (r) => r.fromId)
  relationDifferences(relations.end.filter((r) => !begun.has(`${r.kind} ${r.fromId} ${r.toId}`)))
  /** An item that stands on something else than before is another than was recorded. */
  function relationDifferences(ended: readonly KnownRelation[]): void {
    const leaving = new Set(p.retire.map(({ item }) => item.id))
    const nodeOf = new Map([...idOf].map(([key, id]) => [id, observation.nodes.get(key)]))
    const nameAt = (id: string): string => items.get(id)?.name ?? nodeOf.get(id)?.name ?? 'something else'
    for (const [fromId, list] of Map.groupBy(ended, (r) => r.fromId)) {
      const n = nodeOf.get(fromId)
      const item = items.get(fromId)
      const real = list.filter((r) => !leaving.has(r.toId))
      if (!n || !item || real.length === 0) continue
      const now = (createdFrom.get(fromId) ?? []).map((r) => nameAt(r.toId))
      tell({ kind: 'different', sourceKey: n.key, ciId: item.id, field: 'relations', expected: real.map((r) => nameAt(r.toId)).sort().join(', ').slice(0, mostTextCharacters), observed: now.length === 0 ? null : now.sort().join(', ').slice(0, mostTextCharacters), isTaken: true, explainedBy: explain(item, mine.get(n.key)) })
    }
  }

  const knownItems = [...mine.values()].filter((o) => o.goneAt === null && o.record === 'ci').length
  const knownRelations = known.relations.filter((r) => (r.source === 'import' || r.source === 'monitoring') && r.sourceName === known.source.name).length
  const others = new Map(known.others.map((o) => [o.id, o.record]))
  return { ...p, relations, recordOf: (id) => others.get(id) ?? 'ci', losses: [lossOf('items', gone.filter((o) => o.record === 'ci').length, knownItems), lossOf('relations', relations.end.length, knownRelations)].flatMap((l) => (l ? [l] : [])) }
}

const draft = (observation: Observation): Omit<{ -readonly [K in keyof Plan]: Plan[K] extends readonly (infer T)[] ? T[] : Plan[K] }, 'relations' | 'losses' | 'recordOf'> => ({
  create: [], change: [], retire: [], goLive: [], verify: [], raise: [], renew: [], settle: [], observations: [], gone: [], remarks: [],
  counts: { nodes: observation.nodes.size, relations: observation.relations.length, match: 0, extra: 0, missing: 0, different: 0, ambiguous: 0, explained: 0 },
})

const placeOf = (d: { readonly kind: DiscrepancyKind; readonly sourceKey: string; readonly field: string | null }): string => `${d.kind}\n${d.sourceKey}\n${d.kind === 'ambiguous' ? '' : d.field ?? ''}`

const lossOf = (what: Loss['what'], gone: number, known: number): Loss | null => (gone > known * mostLostShare ? { what, gone, known } : null)

const short = (v: FieldValue): string => String(v).slice(0, mostTextCharacters)

const aliasesOf = (n: ObservedNode, key: string): string[] => n.hostNames.filter((h) => aliasShape.test(h) && h !== key.toLowerCase())

const mostKeyCharacters = 120
/** A key for a new item, from the table's own or from its name; one that is taken gets the source's key behind it, then a number. */
function freeKey(n: ObservedNode, keys: Set<string>): string {
  const base = (n.key.includes(':') || n.key === 'cluster' ? keyOf(n.name) : n.key).slice(0, mostKeyCharacters) || keyOf(n.key).slice(0, mostKeyCharacters) || 'item'
  const tries = [base, `${base}-${keyOf(n.key)}`.slice(0, mostKeyCharacters)]
  for (let i = 2; ; i++) {
    const key = tries.shift() ?? `${base.slice(0, mostKeyCharacters - 8)}-${i}`
    if (!keys.has(key.toLowerCase())) { keys.add(key.toLowerCase()); return key }
  }
}

const isEqual = (a: Readonly<Record<string, FieldValue>>, b: Readonly<Record<string, FieldValue>>): boolean => {
  const [x, y] = [Object.entries(a), Object.keys(b)]
  return x.length === y.length && x.every(([k, v]) => b[k] === v)
}
