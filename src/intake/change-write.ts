/** Keeps what pipelines tell of their changes: one record each however often it is told, placed by names, with the sender's clock compared to ours. */
import { rule } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { is } from '../model/query.ts'
import { type ObservedChange, observedChange } from '../practices/change/cause-observed.ts'
import { skewToleranceMs } from '../practices/change/cause-rules.ts'
import { ci } from '../practices/configuration/ci.ts'
import { keyOf } from '../practices/service/record.ts'
import type { Common } from '../model/record.ts'
import type { Session, Store } from '../store/store.ts'
import type { ChangeEvent } from './change-event.ts'
import type { Sender } from './door.ts'
import type { Registry } from './registry.ts'

/** What became of a request, for its answer. */
export interface ChangeOutcome {
  /** In the order they came; a repeat has the number of the first. */
  readonly numbers: readonly string[]
  readonly repeats: number
}

const intake = rule('intake of changes')

/** Resolves after the commit of all of them. */
export async function writeChanges(store: Store, registry: Registry, from: Sender, events: readonly ChangeEvent[]): Promise<ChangeOutcome> {
  if (events.length === 0) return { numbers: [], repeats: 0 }
  const once = (): Promise<ChangeOutcome> => store.write(intake, (s) => keep(s, registry, from, events))
  // The same change told twice at the same moment: the unique index lets one pass, and the other finds it.
  return once().catch((e: unknown) => (e instanceof AppError && e.code === 'conflict' ? once() : Promise.reject(e)))
}

async function keep(s: Session, registry: Registry, from: Sender, events: readonly ChangeEvent[]): Promise<ChangeOutcome> {
  const keys = [...new Set(events.map((e) => e.key))]
  const known = new Map((await s.list(observedChange, { where: [is('integrationId', from.integrationId), is('sourceKey', ...keys)], limit: 200 })).items.map((row) => [row.sourceKey ?? '', row]))
  const items = await itemsOf(s, from.orgId, events)
  const numbers: string[] = []
  let repeats = 0
  for (const event of events) {
    const before = known.get(event.key)
    if (before) repeats++
    const row = before ? await heardAgain(s, before, event) : await s.create(observedChange, rowOf(event, registry, from, items, s.now()))
    known.set(event.key, row)
    numbers.push(row.number)
  }
  return { numbers, repeats }
}

type Row = ObservedChange & Common

/** A repeat may tell that it is over; otherwise it says nothing new. */
async function heardAgain(s: Session, row: Row, event: ChangeEvent): Promise<Row> {
  if (row.endedAt !== null || event.endMs === null) return row
  return s.move(observedChange, row.id, 'end', { endedAt: iso(Math.max(Date.parse(row.startedAt), Math.min(event.endMs, Date.parse(s.now())))) })
}

function rowOf(event: ChangeEvent, registry: Registry, from: Sender, items: ReadonlyMap<string, string>, now: string): Record<string, unknown> {
  const nowMs = Date.parse(now)
  const aheadMs = Math.max(0, (event.startMs ?? nowMs) - nowMs)
  const startMs = Math.min(event.startMs ?? nowMs, nowMs)
  const places = event.names.map((name) => ({ name, serviceId: registry.service(from.orgId, name.toLowerCase()), ciId: items.get(name.toLowerCase()) ?? null }))
  const isPlaced = places.some((p) => p.serviceId !== null || p.ciId !== null)
  return {
    orgId: from.orgId, title: event.title, description: event.description, source: event.source, sourceKey: event.key, integrationId: from.integrationId,
    startedAt: iso(startMs), endedAt: event.endMs === null ? null : iso(Math.max(startMs, Math.min(event.endMs, nowMs))),
    clockAheadSeconds: aheadMs > skewToleranceMs ? Math.min(2_000_000_000, Math.round(aheadMs / 1000)) : null,
    serviceIds: [...new Set(places.flatMap((p) => p.serviceId ?? []))], ciIds: [...new Set(places.flatMap((p) => p.ciId ?? []))],
    // Senders give several names for one thing; one that is known is enough.
    unknownNames: isPlaced ? [] : event.names, environment: event.environment, versionName: event.version, madeBy: event.madeBy, link: event.link, namedChanges: event.changeNumbers,
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Items by key and by alias, in lower case, of the organization and the shared ones. */
async function itemsOf(s: Session, orgId: string, events: readonly ChangeEvent[]): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(events.flatMap((e) => e.names.flatMap((n) => [n, n.toLowerCase(), keyOf(n)])))]
  if (names.length === 0) return new Map()
  const found = new Map<string, string>()
  const isOurs = (row: { readonly orgId: string; readonly shared?: boolean; readonly state: string }): boolean => (row.orgId === orgId || row.shared === true) && row.state !== 'retired' && row.state !== 'disposed'
  for (const field of ['aliases', 'key', 'name'] as const) {
    for (const row of (await s.list(ci, { where: [is(field, ...names)], limit: 200 })).items) {
      if (!isOurs(row)) continue
      for (const name of [row.key, row.name, ...row.aliases]) found.set(name.toLowerCase(), row.id)
    }
  }
  return found
}
