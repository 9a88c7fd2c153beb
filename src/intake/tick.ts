/** What time does to alerts: those that nobody repeated end, those whose silence is over surface, and pulses are written. */
import { rule } from '../model/actor.ts'
import { silencing } from '../practices/event/line.ts'
import { alert, alertPulse } from '../practices/event/record.ts'
import type { Store } from '../store/store.ts'
import { type Entry, isOpen, type Ledger } from './ledger.ts'
import type { Registry } from './registry.ts'
import { refireWithinMs } from './remember.ts'
import { writePulses } from './write.ts'

const expiry = rule('expire alerts')
const surfacing = rule('end of silence')
// Once a minute says enough: after a crash each alert gets a whole time-out anyway.
const pulseEveryMs = 60_000
const most = 1000

/** Returns how many alerts ended. */
export async function tick(store: Store, ledger: Ledger, registry: Registry): Promise<number> {
  const nowMs = store.clock.now()
  const entries = [...ledger.all()].filter((e) => !e.isBusy)
  await writePulses(store, entries.filter((e) => isOpen(e) && e.receivedMs > e.pulsedMs && nowMs - e.pulsedMs >= pulseEveryMs))
  const silent = entries.filter((e) => isOpen(e) && e.expiresMs !== null && e.expiresMs <= nowMs)
  let ended = 0
  for (let i = 0; i < silent.length; i += most) ended += await expire(store, ledger, silent.slice(i, i + most), nowMs)
  const loud = entries.filter((e) => isOpen(e) && e.suppressedBy !== null && silencing(registry.silences(e.orgId), e.labels, nowMs) === null)
  for (let i = 0; i < loud.length; i += most) await surface(store, loud.slice(i, i + most))
  const forgotten: Entry[] = []
  for (const e of entries) {
    const isForgotten = e.state === 'resolved' ? e.doneMs !== null && nowMs - e.doneMs > refireWithinMs
      : e.state === 'closed' && (e.expiresMs === null ? e.doneMs !== null && nowMs - e.doneMs > refireWithinMs : e.expiresMs <= nowMs)
    if (isForgotten) forgotten.push(e)
  }
  if (forgotten.some((e) => e.state === 'closed')) await store.write(expiry, (s) => s.underive(alertPulse, { recordId: forgotten.map((e) => e.id) }))
  for (const e of forgotten) ledger.drop(e)
  return ended
}

async function expire(store: Store, ledger: Ledger, silent: readonly Entry[], nowMs: number): Promise<number> {
  const moved = await store.write(expiry, async (s) => {
    // Another process may have heard of it: its pulse says so.
    const pulses = await s.derived(alertPulse, { recordId: silent.map((e) => e.id) })
    const heard = new Map(pulses.map((p) => [String(p['recordId']), Date.parse(String(p['expiresAt']))]))
    const over = silent.filter((e) => {
      const elsewhere = heard.get(e.id)
      if (elsewhere === undefined || elsewhere <= nowMs || e.receivedMs > e.pulsedMs) return true
      e.expiresMs = elsewhere
      return false
    })
    if (over.length > 0) await s.underive(alertPulse, { recordId: over.map((e) => e.id) })
    const rows = []
    // To the second: alerts of one rule end together and move together.
    for (const [second, group] of Map.groupBy(over, (e) => Math.floor((e.expiresMs ?? nowMs) / 1000))) {
      rows.push(...await s.moveMany(alert, group.map((e) => e.id), 'resolve', { endsAt: new Date(second * 1000).toISOString(), reason: 'Not heard again in time.' }))
    }
    return rows
  })
  for (const row of moved) {
    const e = ledger.byId(row.id)
    if (!e) continue
    e.state = 'resolved'
    e.version = row.version
    e.doneMs = nowMs
  }
  return moved.length
}

async function surface(store: Store, loud: readonly Entry[]): Promise<void> {
  const rows = await store.write(surfacing, (s) => s.moveMany(alert, loud.map((e) => e.id), 'surface'))
  const versions = new Map(rows.map((r) => [r.id, r.version]))
  for (const e of loud) {
    e.suppressedBy = null
    e.version = versions.get(e.id) ?? e.version
  }
}
