/** What the steps of one comparison share: what is known, what has been decided so far, and the three ways to speak of a difference. */
import type { Counts, NewDiscrepancy, Plan, PlanOptions } from './reconcile-decision.ts'
import type { DiscrepancyKind, Known, KnownDiscrepancy, KnownItem, KnownObservation, KnownType } from './reconcile-known.ts'
import type { Observation } from './reconcile-observed.ts'

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] }
/** A plan that is being made. */
export type Draft = Growing<Omit<Plan, 'relations' | 'losses' | 'recordOf' | 'nameOf'>>

export interface Work {
  readonly observation: Observation
  readonly known: Known
  readonly options: PlanOptions
  readonly draft: Draft
  readonly items: ReadonlyMap<string, KnownItem>
  /** Of this source, by its keys. */
  readonly mine: ReadonlyMap<string, KnownObservation>
  /** Of all sources, by node. */
  readonly said: ReadonlyMap<string, readonly KnownObservation[]>
  readonly typeById: ReadonlyMap<string, KnownType>
  /** Keys of items that are taken, in lower case; new ones are added. */
  readonly keys: Set<string>
  /** Key of a node → id of what it is here, or the place of what it will be. */
  readonly idOf: Map<string, string>
  /** What was told before of a place. */
  earlier(kind: DiscrepancyKind, sourceKey: string, field: string | null): KnownDiscrepancy | undefined
  tell(d: NewDiscrepancy): void
  /** It is as recorded: what was told of it is settled, unless the record had followed and nobody has explained that. */
  settle(kind: DiscrepancyKind, sourceKey: string, field: string | null): void
  /** Number of the change that did it. */
  explain(item: KnownItem, before: KnownObservation | undefined): string | null
  remark(line: number, key: string, reason: string): void
}

const dayMs = 24 * 60 * 60_000

/** The beginning: nothing is decided. */
export function startWork(observation: Observation, known: Known, options: PlanOptions): Work {
  const draft = emptyDraft(observation)
  const told = new Map(known.discrepancies.map((d) => [placeOf(d.kind, d.sourceKey, d.field), d]))
  const earlier: Work['earlier'] = (kind, sourceKey, field) => told.get(placeOf(kind, sourceKey, field))
  return {
    observation, known, options, draft, earlier,
    items: new Map(known.items.map((i) => [i.id, i])),
    mine: new Map(known.observations.filter((o) => o.sourceId === known.source.id).map((o) => [o.sourceKey, o])),
    said: Map.groupBy(known.observations, (o) => o.nodeId),
    typeById: new Map([...known.types.values()].map((t) => [t.id, t])),
    keys: new Set(known.items.map((i) => i.key.toLowerCase())),
    idOf: new Map(),
    tell: (d) => {
      draft.counts[d.kind]++
      if (d.explainedBy !== null) draft.counts.explained++
      const before = earlier(d.kind, d.sourceKey, d.field)
      const isSame = before?.observed === d.observed && before.expected === d.expected && before.isTaken === d.isTaken
      // Where the record stays, the same comes again at each import and was answered; where it follows, it comes again only because it happened again.
      if (isSame && (before.state === 'raised' || !d.isTaken)) return
      if (before?.state === 'raised' && d.explainedBy === null) draft.renew.push({ discrepancy: before, observed: d.observed, isTaken: d.isTaken })
      else draft.raise.push(d)
    },
    settle: (kind, sourceKey, field) => {
      const d = earlier(kind, sourceKey, field)
      if (d?.state === 'raised' && !d.isTaken) draft.settle.push(d)
    },
    // It came about since the source was read last; where it never was, since the item was last found as recorded, or within a day.
    explain: (item, before) => options.explainedBy(item.id, before?.seenAt ?? item.verifiedAt ?? new Date(Date.parse(options.at) - dayMs).toISOString(), options.at),
    remark: (line, key, reason) => { draft.remarks.push({ line, key, reason }) },
  }
}

// A journal row at each import would say no more than one a day.
const lookAfterMs = dayMs

/** Whether a look at an item is worth a row of its journal again. */
export const isLongAgo = (at: string | null, w: Work): boolean => at === null || Date.parse(w.options.at) - Date.parse(at) >= lookAfterMs

/** By which of its names a node was ambiguous does not make it another question. */
const placeOf = (kind: DiscrepancyKind, sourceKey: string, field: string | null): string => `${kind}\n${sourceKey}\n${kind === 'ambiguous' ? '' : field ?? ''}`

function emptyDraft({ nodes, relations }: Observation): Draft {
  const counts: Counts = { nodes: nodes.size, relations: relations.length, match: 0, extra: 0, missing: 0, different: 0, ambiguous: 0, explained: 0 }
  return { create: [], change: [], retire: [], goLive: [], verify: [], compare: [], raise: [], renew: [], settle: [], observations: [], gone: [], remarks: [], counts }
}
