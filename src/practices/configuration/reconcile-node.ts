/** Decides about one observed node: what of the item it is changes, what is told of it, or what is made of it. */
import { keyOf } from '../service/record.ts'
import { compare, fieldsFor } from './reconcile-fields.ts'
import type { Identity } from './reconcile-identify.ts'
import type { KnownItem, KnownObservation } from './reconcile-known.ts'
import type { FieldValue, ObservedNode } from './reconcile-observed.ts'
import { isLongAgo, type Work } from './reconcile-work.ts'

const mostAliases = 20
const aliasShape = /^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,39}$/u
const mostTextCharacters = 1000
const mostKeyCharacters = 120
const beforeLive: ReadonlySet<string> = new Set(['planned', 'received', 'build_test'])
const ended: ReadonlySet<string> = new Set(['retired', 'disposed'])

/** Fields that a type does not have, counted: told once for each, not for each node. */
export type LeftOut = Map<string, { n: number; readonly line: number; readonly key: string }>

export function decide(n: ObservedNode, identity: Identity, w: Work, leftOut: LeftOut): void {
  if (identity.is === 'known') knownNode(n, identity.id, w, leftOut)
  else if (identity.is === 'ambiguous') ambiguousNode(n, identity, w)
  else if (n.isMention) w.remark(n.line, n.key, `"${n.name}" is not known here; nothing was joined to it`)
  else unknownNode(n, w, leftOut)
}

function ambiguousNode(n: ObservedNode, { by, ids }: Extract<Identity, { is: 'ambiguous' }>, w: Work): void {
  if (n.record !== 'ci') w.remark(n.line, n.key, `could be any of ${ids.length} of that name; nothing was joined to it`)
  else w.tell({ kind: 'ambiguous', sourceKey: n.key, ciId: null, field: by, expected: short(ids.map((id) => w.items.get(id)?.number ?? id).join(', ')), observed: n.name, isTaken: false, explainedBy: null })
}

function knownNode(n: ObservedNode, id: string, w: Work, leftOut: LeftOut): void {
  w.idOf.set(n.key, id)
  w.settle('extra', n.key, null)
  w.settle('missing', n.key, null)
  const item = w.items.get(id)
  const before = w.mine.get(n.key)
  if (!item) { w.draft.observations.push({ sourceKey: n.key, record: n.record, nodeId: id, fields: {}, isChanged: before?.nodeId !== id }); return }
  const toldBefore = toldSoFar(w)
  stateOfItem(n, item, before, w)
  const type = w.typeById.get(item.typeId)
  // What is disposed of does not change any more.
  if (!type || item.state === 'disposed') return
  const { fields, left } = fieldsFor(n, type)
  leave(n, left, leftOut)
  const isAsRecorded = fieldsOfItem(n, item, fields, before, w)
  // What is told anew is a trace of the look by itself.
  if (!isAsRecorded && toldSoFar(w) === toldBefore && isLongAgo(item.comparedAt, w)) w.draft.compare.push(item)
  w.draft.observations.push({ sourceKey: n.key, record: 'ci', nodeId: id, fields, isChanged: before === undefined || before.goneAt !== null || before.nodeId !== id || !isEqual(before.fields, fields) })
}

const toldSoFar = ({ draft }: Work): number => draft.raise.length + draft.renew.length + draft.settle.length

/** Whether all that can be compared is as recorded. */
function fieldsOfItem(n: ObservedNode, item: KnownItem, fields: Readonly<Record<string, FieldValue>>, before: KnownObservation | undefined, w: Work): boolean {
  const { learned, differences, matches } = compare(item, fields, w.said.get(item.id) ?? [], w.known)
  const changed: Record<string, FieldValue> = { ...learned }
  if (differences.length === 0) w.draft.counts.match++
  for (const { field, expected, observed, isTaken } of differences) {
    if (isTaken) changed[field] = observed
    const earlier = w.earlier('different', n.key, field)
    // What had changed without a word is back as it was.
    if (isTaken && earlier?.state === 'raised' && earlier.isTaken && earlier.expected === short(observed)) w.draft.settle.push(earlier)
    else w.tell({ kind: 'different', sourceKey: n.key, ciId: item.id, field, expected: short(expected), observed: short(observed), isTaken, explainedBy: w.explain(item, before) })
  }
  const differing = new Set(differences.map((d) => d.field))
  for (const field of Object.keys(fields)) if (!differing.has(field)) w.settle('different', n.key, field)
  const aliases = [...new Set([...item.aliases, ...aliasesOf(n, item.key)])].slice(0, mostAliases)
  const hasNewAlias = aliases.length > item.aliases.length
  if (Object.keys(changed).length > 0 || hasNewAlias) w.draft.change.push({ item, fields: changed, aliases: hasNewAlias ? aliases : null })
  else if (matches > 0 && differences.length === 0 && isLongAgo(item.verifiedAt, w)) w.draft.verify.push(item)
  return differences.length === 0
}

/** In which work it is people know best; that something is gone or still there is told. */
function stateOfItem(n: ObservedNode, item: KnownItem, before: KnownObservation | undefined, w: Work): void {
  if (n.state === 'live' && beforeLive.has(item.state) && (item.isOwned || w.known.source.teamId !== null)) w.draft.goLive.push(item)
  if (n.state === undefined || ended.has(n.state) === ended.has(item.state)) w.settle('different', n.key, 'state')
  else w.tell({ kind: 'different', sourceKey: n.key, ciId: item.id, field: 'state', expected: item.state, observed: n.state, isTaken: false, explainedBy: w.explain(item, before) })
}

function unknownNode(n: ObservedNode, w: Work, leftOut: LeftOut): void {
  const { source, types } = w.known
  const type = types.get(n.type)
  if (n.record !== 'ci') w.remark(n.line, n.key, `there is no ${n.record} "${n.name}" here; imports add items only`)
  else if (!type) w.remark(n.line, n.key, `there is no type "${n.type}"; there are ${[...types.keys()].join(', ')}`)
  else if (!source.mayAdd) w.tell({ kind: 'extra', sourceKey: n.key, ciId: null, field: null, expected: null, observed: n.name, isTaken: false, explainedBy: null })
  else if (n.state === 'retired' || n.state === 'disposed') w.remark(n.line, n.key, `"${n.name}" is ${n.state} there and was never known here; it was left out`)
  else {
    const { fields, left } = fieldsFor(n, type)
    leave(n, left, leftOut)
    w.draft.counts.extra++
    const place = `new:${n.key}`
    w.idOf.set(n.key, place)
    const state = n.state === undefined || n.state === 'maintenance' ? 'live' : n.state
    const isOwnerless = state === 'live' && source.teamId === null
    const key = freeKey(n, w.keys)
    w.draft.create.push({ place, key, typeId: type.id, aliases: aliasesOf(n, key), state: isOwnerless ? 'received' : state, isOwnerless, fields })
    w.draft.observations.push({ sourceKey: n.key, record: 'ci', nodeId: place, fields, isChanged: true })
  }
}

function leave(n: ObservedNode, left: readonly string[], leftOut: LeftOut): void {
  for (const field of left) {
    const what = `${n.type} ${field.replace('attrs.', '')}`
    const at = leftOut.get(what)
    if (at) at.n++
    else leftOut.set(what, { n: 1, line: n.line, key: n.key })
  }
}

const short = (v: FieldValue): string => String(v).slice(0, mostTextCharacters)

const aliasesOf = (n: ObservedNode, key: string): string[] => n.hostNames.filter((h) => aliasShape.test(h) && h !== key.toLowerCase())

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
