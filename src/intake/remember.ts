/** Fills the ledger from the database: at the start, after missed news, and when another process or a person moved an alert. */
import { rule } from '../model/actor.ts'
import { is, type ListQuery } from '../model/query.ts'
import type { Common } from '../model/record.ts'
import { type Alert, alert, alertPulse } from '../practices/event/record.ts'
import type { Store } from '../store/store.ts'
import { resolveTimeoutMs } from './alertmanager/read.ts'
import { type Entry, isOpen, type Ledger } from './ledger.ts'

const actor = rule('intake')
/** A resolved alert that fires again within this time is the same alert; later it is a new one. */
export const refireWithinMs = 60 * 60_000
const chunk = 1000

/** Reads everything that may matter; entries that are on their way to the database are replaced too. */
export async function rememberAll(store: Store, ledger: Ledger): Promise<void> {
  const nowMs = store.clock.now()
  const since = new Date(nowMs - refireWithinMs).toISOString()
  const rows: Alert[] = []
  const queries: ListQuery[] = [
    { where: [is('state', 'firing', 'acknowledged')] },
    { where: [is('state', 'resolved'), { field: 'stateSince', op: 'from', values: [since] }] },
    { where: [is('state', 'closed'), { field: 'stateSince', op: 'from', values: [since] }] },
  ]
  for (const query of queries) for await (const row of store.stream(actor, alert, query)) rows.push(row as unknown as Alert)
  ledger.clear()
  // Finished ones first: an open alert of the same fingerprint takes their place.
  rows.sort((a, b) => Number(isOpen(asKnown(a))) - Number(isOpen(asKnown(b))) || (a.stateSince < b.stateSince ? -1 : 1))
  await put(store, ledger, rows, nowMs)
}

/** Reads these alerts again. */
export async function remember(store: Store, ledger: Ledger, ids: readonly string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += 200) {
    const page = await store.read(actor, (s) => s.list(alert, { where: [is('id', ...ids.slice(i, i + 200))], limit: 200 }))
    await put(store, ledger, page.items, store.clock.now())
  }
}

async function put(store: Store, ledger: Ledger, rows: readonly (Alert & Common)[], nowMs: number): Promise<void> {
  for (let i = 0; i < rows.length; i += chunk) {
    const part = rows.slice(i, i + chunk)
    const pulses = await store.read(actor, (s) => s.derived(alertPulse, { recordId: part.map((r) => r.id) }))
    const byId = new Map(pulses.map((p) => [String(p['recordId']), p]))
    for (const row of part) {
      if (row.integrationId === null) continue
      const known = ledger.get(row.integrationId, row.fingerprint)
      if (known && known.id !== row.id && isOpen(known) && !isOpen(asKnown(row))) continue
      ledger.put(entryOf(row, byId.get(row.id), ledger.byId(row.id), nowMs))
    }
  }
}

const asKnown = (row: Pick<Common, 'state'>): Pick<Entry, 'state'> => ({ state: row.state as Entry['state'] })

function entryOf(row: Alert & Common, pulse: Readonly<Record<string, unknown>> | undefined, before: Entry | undefined, nowMs: number): Entry {
  const expires = typeof pulse?.['expiresAt'] === 'string' ? Date.parse(pulse['expiresAt']) : null
  const { state } = asKnown(row)
  return {
    id: row.id, orgId: row.orgId, integrationId: row.integrationId ?? '', fingerprint: row.fingerprint, labels: row.labels, startsMs: Date.parse(row.startsAt),
    state, version: row.version, annotations: before?.annotations ?? row.annotations, annotationsText: before?.annotationsText ?? JSON.stringify(row.annotations), isReread: before?.isReread ?? true,
    generatorURL: row.generatorUrl ?? '', suppressedBy: row.suppressedBy, receivedMs: before?.receivedMs ?? (typeof pulse?.['receivedAt'] === 'string' ? Date.parse(pulse['receivedAt']) : nowMs),
    // What nobody could tell us while we were away has not ended: each alert gets one more time-out from now.
    expiresMs: before ? before.expiresMs : expires === null ? null : Math.max(expires, nowMs + resolveTimeoutMs),
    renewedMs: before?.renewedMs ?? nowMs, pulsedMs: before?.pulsedMs ?? nowMs, doneMs: isOpen({ state }) ? null : Date.parse(row.stateSince), isBusy: before?.isBusy ?? false,
  }
}
