/** The door of intake: gathers the events of many requests into one commit and answers each request after it. A repeat that changes nothing passes without a write. */
import { AppError } from '../model/error.ts'
import type { CanonicalEvent } from '../practices/event/canonical.ts'
import { labelText } from '../practices/event/labels.ts'
import { against, pass } from '../practices/event/line.ts'
import type { Heard, Store } from '../store/store.ts'
import { type Entry, type Ledger, openLedger } from './ledger.ts'
import { openRegistry, type Registry } from './registry.ts'
import { remember, rememberAll } from './remember.ts'
import { tick } from './tick.ts'
import { type Decided, writeDecided, writePulses } from './write.ts'

/** Whose events these are. */
export interface Sender {
  readonly orgId: string
  readonly integrationId: string
}

/** Counts since the start. */
export interface DoorStats {
  received: number
  repeats: number
  written: number
  flushes: number
  refused: number
  expired: number
}

export interface Door {
  /** Resolves after the commit of everything that had to be written; rejects with AppError, and then nothing of it counts as received. */
  submit(from: Sender, events: readonly CanonicalEvent[]): Promise<void>
  readonly ledger: Ledger
  readonly registry: Registry
  readonly stats: Readonly<DoorStats>
  /** When this integration last sent anything, in ms; null: not since the start, nor anything that is still open. */
  lastHeardMs(integrationId: string): number | null
  /** What the timer does every 15 seconds: ends what fell silent, lets surface what is no longer silenced, writes pulses. */
  tick(): Promise<void>
  /** Finishes what is in flight. */
  close(): Promise<void>
}

export interface DoorOptions {
  readonly store: Store
  /** Told of work that failed and will be tried again. */
  readonly warn?: (message: string, e: unknown) => void
  /** Milliseconds between ticks; 0: only by hand, for tests. */
  readonly tickMs?: number
  /** Most alerts of one integration, and most bytes that wait; absent: `maxRemembered` and 128 MiB. */
  readonly limits?: { readonly remembered?: number; readonly waitingBytes?: number }
}

interface Request {
  readonly from: Sender
  left: number
  readonly done: () => void
  readonly failed: (e: unknown) => void
  isOver: boolean
}
interface Waiting {
  readonly bytes: number
  readonly event: CanonicalEvent
  readonly request: Request
}

// One statement's worth: beyond it the answer of the first waits for the work of the last.
const maxFlush = 2000
// About a minute of full load; what comes beyond is refused with 503, so that memory has an end.
const maxWaiting = 50_000
// The same in bytes: fifty thousand alerts with long annotations would be more than the machine has.
const maxWaitingBytes = 128 * 1024 * 1024
/** Open alerts of one source, each of which stays in memory; more are no alerts that anybody could look at. */
export const maxRemembered = 50_000
// Annotations often carry a measured value that differs in each repeat; the newest is held in memory and written this often.
const renewEveryMs = 5 * 60_000
const tickEveryMs = 15_000

/** Opens the door; the database must be migrated. */
export async function openDoor({ store, warn = () => undefined, tickMs = tickEveryMs, limits = {} }: DoorOptions): Promise<Door> {
  const ledger = openLedger()
  const registry = await openRegistry(store)
  await rememberAll(store, ledger)
  const stats: DoorStats = { received: 0, repeats: 0, written: 0, flushes: 0, refused: 0, expired: 0 }
  const mostRemembered = limits.remembered ?? maxRemembered
  const mostBytes = limits.waitingBytes ?? maxWaitingBytes
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let tail: Promise<unknown> = Promise.resolve()
  let isFlushing = false
  const heardMs = new Map<string, number>()

  /** Everything that writes or replaces entries runs one after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work, work)
    tail = next.catch(() => undefined)
    return next
  }

  const submit = (from: Sender, events: readonly CanonicalEvent[]): Promise<void> => {
    const nowMs = store.clock.now()
    stats.received += events.length
    heardMs.set(from.integrationId, nowMs)
    const rest = events.filter((e) => !isRepeat(ledger.get(from.integrationId, e.fingerprint), e, nowMs))
    stats.repeats += events.length - rest.length
    const free = mostRemembered - ledger.countOf(from.integrationId)
    const isNew = (e: CanonicalEvent): boolean => e.state === 'firing' && ledger.get(from.integrationId, e.fingerprint) === undefined
    if (rest.length <= free || rest.filter(isNew).length <= free) return queue(from, rest)
    // What is known goes on, so that alerts that are over make room.
    const known = rest.filter((e) => !isNew(e))
    stats.refused += rest.length - known.length
    return queue(from, known).then(() => {
      throw new AppError('too_many', `This integration has ${mostRemembered} alerts that are open or were a short time ago, and no room for ${rest.length - known.length} more; what was known of the others was taken. Send fewer labels that differ from alert to alert, or resolve what is over.`, { facts: { retryAfterSeconds: 60, limit: mostRemembered } })
    })
  }

  const queue = (from: Sender, rest: readonly CanonicalEvent[]): Promise<void> => {
    if (rest.length === 0) return Promise.resolve()
    const weights = rest.map(bytesOf)
    const bytes = weights.reduce((sum, b) => sum + b, 0)
    if (waiting.length + rest.length > maxWaiting || waitingBytes + bytes > mostBytes) {
      stats.refused += rest.length
      return Promise.reject(new AppError('unavailable', 'More events wait than can be kept in memory; send these again in a few seconds.', { facts: { retryAfterSeconds: 5 } }))
    }
    return new Promise<void>((done, failed) => {
      const request: Request = { from, left: rest.length, done, failed, isOver: false }
      waitingBytes += bytes
      for (const [i, event] of rest.entries()) {
        const entry = ledger.get(from.integrationId, event.fingerprint)
        if (entry) entry.isBusy = true
        waiting.push({ event, request, bytes: weights[i] ?? 0 })
      }
      if (!isFlushing) {
        isFlushing = true
        // After this turn of the event loop: requests that arrived together share the commit, a lone one does not wait.
        setImmediate(() => { void inTurn(flushAll) })
      }
    })
  }

  const flushAll = async (): Promise<void> => {
    try { while (waiting.length > 0) await flush() } finally { isFlushing = false }
  }

  const flush = async (): Promise<void> => {
    const { now, later } = takeTurn(waiting, maxFlush)
    waiting = later
    waitingBytes = later.reduce((sum, w) => sum + w.bytes, 0)
    stats.flushes++
    try {
      await commit(now)
    } catch (first) {
      if (first instanceof AppError && first.code === 'unavailable') { for (const w of now) fail(w, first) } else {
        // Somebody moved an alert meanwhile, or one event cannot be stored: look again, then take each request by itself.
        warn('a shared commit of intake failed; each request is tried alone', first)
        try { await rememberAll(store, ledger) } catch (e) { warn('the ledger could not be read again', e) }
        for (const group of Map.groupBy(now, (w) => w.request).values()) {
          try { await commit(group) } catch (e) { for (const w of group) fail(w, e) }
        }
      }
    }
    for (const w of now) settle(w)
    for (const w of waiting) { const entry = ledger.get(w.request.from.integrationId, w.event.fingerprint); if (entry) entry.isBusy = true }
  }

  const commit = async (list: readonly Waiting[]): Promise<void> => {
    const decided: Decided[] = []
    for (const { event, request: { from } } of list) {
      const integration = registry.integration(from.integrationId) ?? (await registry.reload('integration'), registry.integration(from.integrationId))
      if (!integration) throw new AppError('not_found', 'The integration of this key is gone.')
      const entry = ledger.get(from.integrationId, event.fingerprint)
      const outcome = pass(event, {
        nowMs: store.clock.now(), known: entry ?? null, silences: registry.silences(from.orgId), integration, lookup: (word) => registry.service(from.orgId, word),
      })
      if (outcome.action !== 'none') decided.push({ event, outcome, ...from, entry })
      else if (entry) hear(entry, event, store.clock.now())
    }
    await writeDecided(store, ledger, decided)
    stats.written += decided.length
  }

  const settle = ({ event, request }: Waiting): void => {
    const entry = ledger.get(request.from.integrationId, event.fingerprint)
    if (entry) entry.isBusy = false
    request.left--
    if (request.left > 0 || request.isOver) return
    request.isOver = true
    request.done()
  }
  const fail = ({ request }: Waiting, e: unknown): void => {
    if (request.isOver) return
    request.isOver = true
    stats.refused++
    request.failed(e)
  }

  const door: Door = {
    submit, ledger, registry, stats,
    lastHeardMs: (id) => heardMs.get(id) ?? [...ledger.of(id)].reduce<number | null>((last, e) => Math.max(last ?? 0, e.receivedMs), null),
    tick: () => inTurn(async () => { stats.expired += await tick(store, ledger, registry) }),
    close: async () => {
      clearInterval(timer)
      await unlisten()
      while (waiting.length > 0 || isFlushing) await inTurn(flushAll)
      await inTurn(() => writePulses(store, [...ledger.all()].filter((e) => e.receivedMs > e.pulsedMs)))
    },
  }
  const timer = tickMs === 0 ? undefined : setInterval(() => { door.tick().catch((e: unknown) => warn('the timer of intake failed; it runs again', e)) }, tickMs)
  timer?.unref()
  const unlisten = await store.listen(listener(store, ledger, registry, inTurn, warn))
  return door
}

/** What an event holds in memory while it waits, about: two bytes a character, and what objects cost. */
function bytesOf(e: CanonicalEvent): number {
  let characters = 2 * e.annotationsText.length + e.generatorURL.length
  for (const name in e.labels) characters += name.length + (e.labels[name]?.length ?? 0)
  return 600 + 2 * characters
}

/** At most one event of each alert in a turn: the second must see what the first did. */
function takeTurn(list: readonly Waiting[], most: number): { now: Waiting[]; later: Waiting[] } {
  const now: Waiting[] = []
  const later: Waiting[] = []
  const taken = new Set<string>()
  for (const w of list) {
    const key = `${w.request.from.integrationId} ${w.event.fingerprint}`
    if (w.request.isOver) continue
    if (now.length >= most || taken.has(key)) later.push(w)
    else { taken.add(key); now.push(w) }
  }
  return { now, later }
}

/** Whether the event changes nothing that must be written; if so, the entry has heard it. */
function isRepeat(entry: Entry | undefined, e: CanonicalEvent, nowMs: number): boolean {
  if (entry === undefined || entry.isBusy) return false
  if (entry.isReread) {
    entry.isReread = false
    if (labelText(entry.annotations) === labelText(e.annotations)) entry.annotationsText = e.annotationsText
  }
  const { action } = against(e, entry)
  if (action !== 'none' && !(action === 'renew' && nowMs - entry.renewedMs < renewAfterMs(entry))) return false
  hear(entry, e, nowMs)
  return true
}

/** Between once and twice the span, by fingerprint: alerts that change together are not all written together. */
const renewAfterMs = (entry: Entry): number => renewEveryMs * (1 + Number.parseInt(entry.fingerprint.slice(0, 4), 16) / 0x10000)

function hear(entry: Entry, e: CanonicalEvent, nowMs: number): void {
  if (e.state === 'resolved') {
    // What a person closed is over now: its next firing is a new alert.
    if (entry.state === 'closed') entry.expiresMs = nowMs
    return
  }
  entry.receivedMs = nowMs
  entry.expiresMs = e.expiresMs
  entry.annotations = e.annotations
}

/** Keeps ledger and registry true when somebody else writes. */
function listener(store: Store, ledger: Ledger, registry: Registry, inTurn: <T>(work: () => Promise<T>) => Promise<T>, warn: (m: string, e: unknown) => void): (what: Heard | null) => void {
  let ids = new Set<string>()
  let kinds = new Set<string>()
  let isPlanned = false
  const soonMs = 20
  const catchUp = async (): Promise<void> => {
    isPlanned = false
    const [alerts, records] = [ids, kinds]
    ids = new Set()
    kinds = new Set()
    if (records.has('*')) { await registry.reload(); await rememberAll(store, ledger); return }
    for (const record of records) await registry.reload(record)
    if (alerts.size > 0) await remember(store, ledger, [...alerts])
  }
  return (what) => {
    if (what === null) kinds.add('*')
    else if (what.record === 'alert') {
      const entry = ledger.byId(what.id)
      // Our own writes come back here with the version that we have.
      if (entry ? what.version <= entry.version : what.verb !== 'create') return
      ids.add(what.id)
    } else if (what.record === 'integration' || what.record === 'organization' || what.record === 'service' || what.record === 'silence') kinds.add(what.record)
    else return
    if (isPlanned) return
    isPlanned = true
    setTimeout(() => { inTurn(catchUp).catch((e: unknown) => { warn('intake could not read what others changed', e); kinds.add('*') }) }, soonMs).unref()
  }
}
