/** What intake remembers of each alert that is open or was a short time ago, so that a repeat costs no query. Never the truth: it can be read again from the database. */
import type { Labels } from '../practices/event/labels.ts'
import type { Known } from '../practices/event/line.ts'

export interface Entry extends Known {
  readonly id: string
  readonly orgId: string
  readonly integrationId: string
  readonly fingerprint: string
  readonly labels: Labels
  startsMs: number
  state: Known['state']
  version: number
  /** The newest heard; what is written may be older by minutes. */
  annotations: Labels
  /** What is written, as the source wrote it. */
  annotationsText: string
  /** Read back from the database, which keeps the keys of JSON in an order of its own: the first repeat is compared without order. */
  isReread: boolean
  generatorURL: string
  suppressedBy: string | null
  /** Last instant at which somebody said that it fires. */
  receivedMs: number
  /** Null: it does not end by itself. */
  expiresMs: number | null
  /** When annotations were last written. */
  renewedMs: number
  /** When the pulse was last written. */
  pulsedMs: number
  /** When it was resolved or closed, for forgetting it. */
  doneMs: number | null
  /** An event about it is on its way to the database: what comes now must queue behind it. */
  isBusy: boolean
}

export interface Ledger {
  get(integrationId: string, fingerprint: string): Entry | undefined
  byId(id: string): Entry | undefined
  put(entry: Entry): void
  drop(entry: Entry): void
  of(integrationId: string): Iterable<Entry>
  /** How many alerts of this integration are remembered. */
  countOf(integrationId: string): number
  all(): Iterable<Entry>
  clear(): void
  readonly size: number
}

export function openLedger(): Ledger {
  const byPrint = new Map<string, Map<string, Entry>>()
  const ids = new Map<string, Entry>()
  return {
    get: (integrationId, print) => byPrint.get(integrationId)?.get(print),
    byId: (id) => ids.get(id),
    put: (e) => {
      let mine = byPrint.get(e.integrationId)
      if (!mine) byPrint.set(e.integrationId, mine = new Map())
      const before = mine.get(e.fingerprint)
      if (before && before.id !== e.id) ids.delete(before.id)
      mine.set(e.fingerprint, e)
      ids.set(e.id, e)
    },
    drop: (e) => {
      const mine = byPrint.get(e.integrationId)
      if (mine?.get(e.fingerprint) === e) mine.delete(e.fingerprint)
      ids.delete(e.id)
    },
    countOf: (integrationId) => byPrint.get(integrationId)?.size ?? 0,
    of: (integrationId) => byPrint.get(integrationId)?.values() ?? [],
    all: () => ids.values(),
    clear: () => { byPrint.clear(); ids.clear() },
    get size() { return ids.size },
  }
}

export const isOpen = (e: Pick<Entry, 'state'>): boolean => e.state === 'firing' || e.state === 'acknowledged'
