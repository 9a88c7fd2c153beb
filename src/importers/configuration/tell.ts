/** Says a plan in sentences, one for each thing it would do: what a dry run is for. */
import type { NewDiscrepancy, Plan } from '../../practices/configuration/reconcile-decision.ts'

interface Line {
  readonly line: number
  readonly key: string
  readonly reason: string
}

/** In the order in which it would be done. */
export function* tellPlan(p: Plan): Generator<Line> {
  for (const c of p.create) yield { line: 0, key: c.place.slice(4), reason: `would be added as ${c.key}, ${c.state.replace('_', ' ')}` }
  for (const c of p.change) yield { line: 0, key: c.item.number, reason: `"${c.item.name}" would change: ${[...Object.entries(c.fields).map(([k, v]) => `${k.replace('attrs.', '')} to "${String(v)}"`), ...(c.aliases === null ? [] : ['further names'])].join(', ')}` }
  for (const i of p.goLive) yield { line: 0, key: i.number, reason: `"${i.name}" would go live` }
  for (const r of p.relations.end) yield { line: 0, key: between(p, r), reason: `relation ${r.kind} would end` }
  for (const { item } of p.retire) yield { line: 0, key: item.number, reason: `"${item.name}" would be retired` }
  for (const r of p.relations.create) yield { line: r.line, key: between(p, r), reason: `relation ${r.kind} would be recorded${r.role === 'alternate' ? `, ${r.atLeast ?? 1} of ${r.groupName ?? ''}` : ''}` }
  for (const d of p.raise) yield { line: 0, key: d.sourceKey, reason: `${d.explainedBy === null ? 'would be raised' : `would be explained by ${d.explainedBy}`}: ${sentenceOf(d)}` }
  for (const d of p.settle) yield { line: 0, key: d.sourceKey, reason: 'is as recorded again; its discrepancy would be settled' }
}

const between = (p: Plan, r: { readonly fromId: string; readonly toId: string }): string => `${p.nameOf(r.fromId)} → ${p.nameOf(r.toId)}`.slice(0, 200)

function sentenceOf(d: NewDiscrepancy): string {
  switch (d.kind) {
    case 'extra': return `"${d.observed ?? ''}" is there and not recorded`
    case 'missing': return `"${d.expected ?? ''}" is not there any more`
    case 'ambiguous': return `"${d.observed ?? ''}" could be any of ${d.expected ?? ''}, by ${d.field ?? ''}`
    case 'different': return `${d.field ?? ''} is "${d.observed ?? ''}", recorded is "${d.expected ?? ''}"; ${d.isTaken ? 'the record would follow' : 'the record would stay'}`
  }
}
