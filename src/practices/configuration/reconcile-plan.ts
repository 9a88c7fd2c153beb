/** Decides what an import does, before it does anything: identify, compare, explain or tell; pure, so that a dry run says exactly what a run would do. */
import type { Plan, PlanOptions } from './reconcile-decision.ts'
import { decideGone } from './reconcile-gone.ts'
import { identify } from './reconcile-identify.ts'
import type { Known } from './reconcile-known.ts'
import { decide, type LeftOut } from './reconcile-node.ts'
import type { Observation } from './reconcile-observed.ts'
import { type FoundRelation, planRelations } from './reconcile-relations.ts'
import { startWork, type Work } from './reconcile-work.ts'

/** The whole decision. Nothing of it has been done, and where `losses` is not empty somebody is asked first. */
export function plan(observation: Observation, known: Known, options: PlanOptions): Plan {
  const w = startWork(observation, known, options)
  const leftOut: LeftOut = new Map()
  const identities = identify(observation.nodes.values(), known, options.isPart)
  for (const n of observation.nodes.values()) decide(n, identities.get(n.key) ?? { is: 'unknown' }, w, leftOut)
  const nameOf = namer(w)
  const relations = planRelations(endsFound(w), known, options.at, options.isPart)
  for (const r of relations.circles) w.remark(r.line, `${nameOf(r.fromId)} → ${nameOf(r.toId)}`, 'would make something stand on itself; it was left out')
  for (const r of relations.otherwise) w.remark(r.line, `${nameOf(r.fromId)} → ${nameOf(r.toId)}`, 'is recorded here with another role or group, which stays')
  const losses = decideGone(w, relations, nameOf)
  remarkCounts(w, leftOut)
  const others = new Map(known.others.map((o) => [o.id, o.record]))
  return { ...w.draft, relations, losses, nameOf, recordOf: (id) => others.get(id) ?? 'ci' }
}

/** Relations whose ends are both known, by key of the source, key, number or name here; the others are told of together. */
function endsFound(w: Work): FoundRelation[] {
  const byKey = new Map(w.known.items.flatMap((i) => [[i.number.toLowerCase(), i.id] as const, [i.key.toLowerCase(), i.id] as const]))
  const byName = Map.groupBy(w.known.others.flatMap((o) => o.names.map((name) => ({ name, id: o.id }))), (o) => o.name)
  const named = (key: string): string | null => { const found = byName.get(key) ?? []; return found.length === 1 ? found[0]?.id ?? null : null }
  // A node that stands for nothing here was told of already: it is nobody else of that name.
  const endOf = (key: string): string | null => w.idOf.get(key) ?? (w.observation.nodes.has(key) ? null : w.mine.get(key)?.nodeId ?? byKey.get(key.toLowerCase()) ?? named(key.toLowerCase()))
  const lost: string[] = []
  const found = w.observation.relations.flatMap(({ is: _, from, to, ...r }): FoundRelation[] => {
    const [fromId, toId] = [endOf(from), endOf(to)]
    if (fromId !== null && toId !== null) return [{ ...r, fromId, toId }]
    lost.push(fromId === null ? from : to)
    return []
  })
  if (lost.length > 0) w.remark(0, lost[0] ?? '', `${lost.length} ${lost.length === 1 ? 'relation leads' : 'relations lead'} to what is neither in the files nor known here, such as ${[...new Set(lost)].slice(0, 3).join(', ')}`)
  return found
}

function namer(w: Work): (id: string) => string {
  const names = new Map([...w.idOf].map(([key, id]) => [id, w.observation.nodes.get(key)?.name ?? key]))
  const others = new Map(w.known.others.map((o) => [o.id, o.names[0] ?? o.id]))
  return (id) => w.items.get(id)?.name ?? names.get(id) ?? others.get(id) ?? id
}

function remarkCounts(w: Work, leftOut: LeftOut): void {
  const n = w.draft.create.filter((c) => c.isOwnerless).length
  if (n > 0) w.remark(0, '', `${n} ${n === 1 ? 'item is' : 'items are'} live there and received here: nobody answers for ${n === 1 ? 'it' : 'them'}. Give the source a team, and the next import takes ${n === 1 ? 'it' : 'them'} into use`)
  for (const [what, at] of leftOut) w.remark(at.line, at.key, `${what} was left out ${at.n} ${at.n === 1 ? 'time' : 'times'}: the type has no such field, or the value does not fit it`)
}
