/** Decides about what a source knew and does not know any more: items that are missing, relations that ended, and whether that is too much to believe. */
import type { Loss } from './reconcile-decision.ts'
import type { KnownObservation, KnownRelation } from './reconcile-known.ts'
import { isOf, type RelationPlan } from './reconcile-relations.ts'
import { isLongAgo, type Work } from './reconcile-work.ts'

/** An import that lets go of more than this share of what its source knew is asked about. */
export const mostLostShare = 0.1
const mostTextCharacters = 1000

/** What is missing, told and where the source may, retired; the losses are for the question whether that can be. */
export function decideGone(w: Work, relations: RelationPlan, nameOf: (id: string) => string): readonly Loss[] {
  const gone = w.options.isPart ? [] : [...w.mine.values()].filter((o) => o.goneAt === null && !w.observation.nodes.has(o.sourceKey))
  const identified = new Set(w.idOf.values())
  for (const o of gone) goneItem(o, identified, w)
  if (!w.options.isPart) for (const o of w.mine.values()) if (o.goneAt !== null && !w.observation.nodes.has(o.sourceKey)) stillGone(o, identified, w)
  const begun = new Set(relations.create.map(placeOf))
  const ended = relations.end.filter((r) => !begun.has(placeOf(r)))
  elsewhere(ended, relations, nameOf, w)
  return [
    ...lossOf('items', gone.filter((o) => o.record === 'ci').length, [...w.mine.values()].filter((o) => o.goneAt === null && o.record === 'ci').length),
    ...lossOf('relations', ended.length, w.known.relations.filter((r) => isOf(r, w.known)).length),
  ]
}

function goneItem(o: KnownObservation, identified: ReadonlySet<string>, w: Work): void {
  w.draft.gone.push(o.sourceKey)
  const item = w.items.get(o.nodeId)
  if (!item || item.state === 'retired' || item.state === 'disposed' || identified.has(item.id)) return
  const isSeenElsewhere = (w.said.get(item.id) ?? []).some((other) => other.sourceId !== w.known.source.id && other.goneAt === null)
  const isRetired = w.known.source.whenGone === 'retire' && !isSeenElsewhere
  if (isRetired) w.draft.retire.push({ item, sourceKey: o.sourceKey })
  w.tell({ kind: 'missing', sourceKey: o.sourceKey, ciId: item.id, field: null, expected: item.name, observed: null, isTaken: isRetired, explainedBy: w.explain(item, o) })
}

/** It was looked for again and not found; what was told of it stands. */
function stillGone(o: KnownObservation, identified: ReadonlySet<string>, w: Work): void {
  const item = w.items.get(o.nodeId)
  if (item && !identified.has(item.id) && w.earlier('missing', o.sourceKey, null)?.state === 'raised' && isLongAgo(item.comparedAt, w)) w.draft.compare.push(item)
}

/** An item that stands on something else than before is another than was recorded; all of its relations are one difference. */
function elsewhere(ended: readonly KnownRelation[], relations: RelationPlan, nameOf: (id: string) => string, w: Work): void {
  const leaving = new Set(w.draft.retire.map(({ item }) => item.id))
  const keyOf = new Map([...w.idOf].map(([key, id]) => [id, key]))
  const createdFrom = Map.groupBy(relations.create, (r) => r.fromId)
  const names = (ids: readonly string[]): string | null => (ids.length === 0 ? null : ids.map(nameOf).sort().join(', ').slice(0, mostTextCharacters))
  for (const [fromId, list] of Map.groupBy(ended, (r) => r.fromId)) {
    const [key, item] = [keyOf.get(fromId), w.items.get(fromId)]
    // What it stood on and is gone itself has been told.
    const left = list.map((r) => r.toId).filter((id) => !leaving.has(id))
    if (key === undefined || !item || left.length === 0) continue
    w.tell({ kind: 'different', sourceKey: key, ciId: item.id, field: 'relations', expected: names(left), observed: names((createdFrom.get(fromId) ?? []).map((r) => r.toId)), isTaken: true, explainedBy: w.explain(item, w.mine.get(key)) })
  }
}

const placeOf = (r: { readonly kind: string; readonly fromId: string; readonly toId: string }): string => `${r.kind} ${r.fromId} ${r.toId}`
const lossOf = (what: Loss['what'], gone: number, known: number): Loss[] => (gone > known * mostLostShare ? [{ what, gone, known }] : [])
