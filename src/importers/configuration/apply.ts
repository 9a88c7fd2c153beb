/** Carries a plan out through the door, inside the caller's transaction: all of it or, where that is broken off, nothing. */
import { AppError } from '../../model/error.ts'
import { ci } from '../../practices/configuration/ci.ts'
import { discrepancy } from '../../practices/configuration/reconcile-discrepancy.ts'
import type { FieldValue } from '../../practices/configuration/reconcile-observed.ts'
import type { Plan } from '../../practices/configuration/reconcile-decision.ts'
import { type ConfigurationFormat, shippedRanks } from '../../practices/configuration/reconcile-rank.ts'
import { configurationSource } from '../../practices/configuration/reconcile-source.ts'
import { relation } from '../../practices/configuration/relation.ts'
import { is } from '../../model/query.ts'
import type { NodeRecord } from '../../model/graph.ts'
import type { ConfigurationAsked } from '../../practices/history/configuration.ts'
import { noteGone, noteObservations, seeAgain } from '../../store/observation.ts'
import type { Tx } from '../../store/database.ts'
import type { Session } from '../../store/store.ts'

interface Run {
  readonly orgId: string
  readonly asked: ConfigurationAsked
}

interface Remark {
  readonly line: number
  readonly key: string
  readonly reason: string
}

// One statement of the door holds this many rows.
const atOnce = 500
/** How sure a relation is that a source states: an inventory is somebody's word, monitoring has met it. */
const confidences: Readonly<Record<ConfigurationFormat, number>> = { csv: 0.9, itop: 0.9, netbox: 0.9, kubernetes: 0.95, prometheus: 0.8 }

/** Returns what the records' own rules did not let pass; all else was done. */
export async function apply(s: Session, tx: Tx, run: Run, p: Plan, advanced: (share: number) => void): Promise<readonly Remark[]> {
  const remarks: Remark[] = []
  const tried = async (key: string, line: number, work: () => Promise<unknown>): Promise<void> => {
    try {
      await s.apart(work)
    } catch (e) {
      if (!(e instanceof AppError) || e.code === 'unavailable') throw e
      remarks.push({ line, key, reason: `was not done: ${e.message}` })
    }
  }
  const source = await sourceFor(s, run)
  const places = new Map<string, string>()
  for (const part of parts(p.create)) {
    const rows = await s.createMany(ci, part.map((i) => ({ orgId: run.orgId, key: i.key, typeId: i.typeId, aliases: i.aliases, inState: i.state, ...inputOf(i.fields), ...(source.teamId === null ? {} : { teamId: source.teamId }) })))
    const ids = new Map(rows.map((r) => [r['key'], r.id]))
    for (const i of part) { const id = ids.get(i.key); if (id !== undefined) places.set(i.place, id) }
  }
  advanced(0.3)
  const idOf = (place: string): string => places.get(place) ?? place
  for (const { item, fields, aliases } of p.change) {
    const { attrs, ...own } = inputOf(fields)
    const before = Object.fromEntries(Object.entries(item.fields).flatMap(([k, v]) => (k.startsWith('attrs.') ? [[k.slice('attrs.'.length), v]] : [])))
    await tried(item.number, 0, () => s.move(ci, item.id, 'update', { ...own, ...(attrs === undefined ? {} : { attrs: { ...before, ...attrs } }), ...(aliases === null ? {} : { aliases }) }, { ifVersion: item.version }))
  }
  for (const item of p.goLive) await tried(item.number, 0, () => s.move(ci, item.id, 'goLive', item.isOwned || source.teamId === null ? {} : { teamId: source.teamId }))
  for (const part of parts(p.verify)) await s.moveMany(ci, part.map((i) => i.id), 'verify', {})
  for (const part of parts(p.compare)) await s.moveMany(ci, part.map((i) => i.id), 'compare', {})
  advanced(0.45)
  const because = `${run.asked.name} does not know it any more`
  for (const r of p.relations.end) await tried(keyOf(p, r), 0, () => s.move(relation, r.id, 'end', { reason: because }))
  for (const { item } of p.retire) await tried(item.number, 0, () => s.move(ci, item.id, 'retire', { reason: because }))
  for (const part of parts(p.relations.confirm)) await s.moveMany(relation, part.map((r) => r.id), 'confirm', {})
  advanced(0.6)
  await relate(s, run, p, idOf, tried, (share) => { advanced(0.6 + share * 0.3) })
  await differ(s, run, source.id, p, tried)
  advanced(0.95)
  await remember(s, tx, run, source.id, p, idOf)
  await s.move(configurationSource, source.id, 'read')
  return remarks
}

async function sourceFor(s: Session, { orgId, asked }: Run): Promise<{ readonly id: string; readonly teamId: string | null }> {
  const there = (await s.list(configurationSource, { where: [is('orgId', orgId)], limit: 200 })).items.find((x) => x.name.toLowerCase() === asked.name.toLowerCase())
  return there ?? s.create(configurationSource, { orgId, name: asked.name, format: asked.format, ...shippedRanks[asked.format] })
}

async function relate(s: Session, { orgId, asked }: Run, p: Plan, idOf: (place: string) => string, tried: (key: string, line: number, work: () => Promise<unknown>) => Promise<void>, advanced: (share: number) => void): Promise<void> {
  const recordOf = new Map(p.observations.map((o) => [idOf(o.nodeId), o.record]))
  const inputs = p.relations.create.map((r) => ({ r, input: {
    orgId, fromRecord: recordAt(recordOf, p, idOf(r.fromId)), fromId: idOf(r.fromId), toRecord: recordAt(recordOf, p, idOf(r.toId)), toId: idOf(r.toId), kind: r.kind, role: r.role, source: asked.format === 'prometheus' ? 'monitoring' : 'import', sourceName: asked.name,
    confidence: confidences[asked.format], ...(r.role === 'alternate' ? { groupName: r.groupName, atLeast: r.atLeast ?? 1, standby: r.standby ?? 'hot' } : {}),
  } }))
  let done = 0
  for (const part of parts(inputs)) {
    try {
      await s.apart(() => s.createMany(relation, part.map((x) => x.input)))
    } catch (e) {
      if (!(e instanceof AppError) || e.code === 'unavailable') throw e
      // One of them is refused; each by itself says which.
      for (const { r, input } of part) await tried(keyOf(p, r), r.line, () => s.create(relation, input))
    }
    done += part.length
    advanced(done / inputs.length)
  }
}

const keyOf = (p: Plan, r: { readonly fromId: string; readonly toId: string }): string => `${p.nameOf(r.fromId)} → ${p.nameOf(r.toId)}`.slice(0, 200)
/** What a table of relations names without a node of its own is an item, or one of the others by the plan's word. */
const recordAt = (recordOf: ReadonlyMap<string, NodeRecord>, p: Plan, id: string): NodeRecord => recordOf.get(id) ?? p.recordOf(id)

async function differ(s: Session, { orgId }: Run, sourceId: string, p: Plan, tried: (key: string, line: number, work: () => Promise<unknown>) => Promise<void>): Promise<void> {
  for (const { discrepancy: d, observed, isTaken } of p.renew) await tried(d.sourceKey, 0, () => s.move(discrepancy, d.id, 'renew', { observed, isTaken }))
  for (const part of parts(p.settle)) await s.moveMany(discrepancy, part.map((d) => d.id), 'settle', {})
  for (const part of parts(p.raise)) {
    await s.createMany(discrepancy, part.map((d) => ({
      orgId, sourceId, kind: d.kind, sourceKey: d.sourceKey, ciId: d.ciId, field: d.field, expected: d.expected, observed: d.observed, isTaken: d.isTaken, ...(d.explainedBy === null ? {} : { explainedBy: d.explainedBy }),
    })))
  }
}

async function remember(s: Session, tx: Tx, { orgId }: Run, sourceId: string, p: Plan, idOf: (place: string) => string): Promise<void> {
  const at = s.now()
  const [changed, same] = [p.observations.filter((o) => o.isChanged), p.observations.filter((o) => !o.isChanged)]
  for (const part of parts(changed)) await noteObservations(tx, orgId, sourceId, part.map((o) => ({ sourceKey: o.sourceKey, record: o.record, nodeId: idOf(o.nodeId), fields: o.fields })), at)
  for (const part of parts(same)) await seeAgain(tx, sourceId, part.map((o) => o.sourceKey), at)
  for (const part of parts(p.gone)) await noteGone(tx, sourceId, part, at)
}

/** Observed fields as a verb's input. */
function inputOf(fields: Readonly<Record<string, FieldValue>>): Readonly<Record<string, unknown>> & { readonly attrs?: Readonly<Record<string, FieldValue>> } {
  const attrs = Object.entries(fields).flatMap(([k, v]): [string, FieldValue][] => (k.startsWith('attrs.') ? [[k.slice('attrs.'.length), v]] : []))
  return { ...Object.fromEntries(Object.entries(fields).filter(([k]) => !k.startsWith('attrs.'))), ...(attrs.length === 0 ? {} : { attrs: Object.fromEntries(attrs) }) }
}

function* parts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += atOnce) yield all.slice(i, i + atOnce)
}
