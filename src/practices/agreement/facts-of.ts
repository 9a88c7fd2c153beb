/** From an incident's journal, and the journals of agreements and calendars, to what its clocks are computed from. Pure. */
import type { Calendar } from '../../model/calendar.ts'
import type { JournalEntry } from '../../model/journal.ts'
import type { Targets } from './agreement.ts'
import type { AgreementVersion, CalendarVersion, ClockFact, ClockInput, ClockKind, Party, TargetVersion } from './clock-facts.ts'
import { newsInput } from './news-of.ts'

type Entry = Pick<JournalEntry, 'at' | 'recordedAt' | 'verb' | 'changes' | 'before' | 'input' | 'actorKind' | 'actorId' | 'actorName' | 'reason' | 'version' | 'recordId'>

/** One agreement as it stood in one of its versions. */
export interface Promised {
  readonly number: string
  readonly serviceId: string | null
  readonly calendarId: string
  readonly targets: Targets
  readonly pausesOn: readonly string[]
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** All versions of one agreement with the instants from which they hold, oldest first. */
export interface AgreementHistory {
  readonly recordId: string
  readonly versions: readonly { readonly version: number; readonly from: string | null; readonly promise: Promised }[]
}

/** Folds an agreement's journal into its versions. A first version without a date holds from the beginning. */
export function agreementHistory(entries: readonly Entry[]): AgreementHistory | null {
  const first = entries[0]
  if (!first) return null
  let state: Record<string, unknown> = {}
  const versions = entries.map((e, i) => {
    state = { ...state, ...e.changes }
    const promise = state as unknown as Promised
    return { version: e.version, from: i === 0 ? promise.validFrom : e.verb === 'update' && typeof e.changes['validFrom'] === 'string' ? e.changes['validFrom'] : e.at, promise: { ...promise } }
  })
  return { recordId: first.recordId, versions }
}

/** Folds a calendar's journal into its versions. */
export function calendarVersions(entries: readonly Entry[]): CalendarVersion[] {
  let state: Record<string, unknown> = {}
  return entries.flatMap((e, i) => {
    state = { ...state, ...e.changes }
    return i > 0 && e.changes['hours'] === undefined ? [] : [{ key: e.recordId, name: String(state['name']), version: e.version, from: i === 0 ? null : e.at, calendar: state['hours'] as Calendar }]
  })
}

/** The agreement that speaks for a service at an instant: its own before a general one; null where nothing was promised. */
export function agreementFor(list: readonly AgreementHistory[], serviceId: string | null, at: string): AgreementHistory | null {
  const inForce = list.filter((a) => {
    const p = a.versions.findLast((v) => v.from === null || v.from <= at)?.promise
    return p !== undefined && (p.validFrom === null || p.validFrom <= at) && (p.validTo === null || at < p.validTo) && (p.serviceId === null || p.serviceId === serviceId)
  })
  return inForce.find((a) => a.versions[0]?.promise.serviceId !== null) ?? inForce[0] ?? null
}

const keyOf = (a: AgreementHistory | null, priority: unknown): string => `${a?.versions[0]?.promise.number ?? 'none'} P${String(priority)}`

function targetsOf(a: AgreementHistory, kind: ClockKind): TargetVersion[] {
  return a.versions.flatMap((v, i) => [1, 2, 3, 4, 5].map((n): TargetVersion => {
    const t = v.promise.targets[String(n) as keyof Targets]
    const seconds = kind === 'response' ? t.responseSeconds : t.resolutionSeconds
    const agreement: AgreementVersion = { name: v.promise.number, version: v.version }
    return {
      key: keyOf(a, n), agreement, from: v.from, until: a.versions[i + 1]?.from ?? null, budget: seconds === null ? null : { seconds }, calendar: v.promise.calendarId,
      // A first answer is not paused by waiting: the user waits for exactly that.
      pauseReasons: kind === 'response' ? [] : v.promise.pausesOn,
    }
  }))
}

const partyOf: Readonly<Record<string, Party>> = { user: 'customer', supplier: 'supplier', change: 'us', schedule: 'customer' }

/** The clock's input for one kind of promise; null where no agreement ever spoke for this incident. */
export function clockInput(kind: ClockKind, journal: readonly Entry[], agreements: readonly AgreementHistory[], calendars: readonly CalendarVersion[], nameOf: (teamId: string) => string): ClockInput | null {
  if (kind === 'update') return newsInput(journal)
  const facts: ClockFact[] = []
  const used = new Map<string, AgreementHistory>()
  let row: Record<string, unknown> = {}
  let key = ''
  let isAnswered = false
  for (const e of journal) {
    const before = row
    row = { ...row, ...e.changes }
    const base = { at: e.at, recordedAt: e.recordedAt, by: e.actorName, ...(e.reason === null ? {} : { reason: e.reason }) }
    const who = typeof row['teamId'] === 'string' ? { who: nameOf(row['teamId']) } : {}
    const a = agreementFor(agreements, typeof row['serviceId'] === 'string' ? row['serviceId'] : null, String(row['createdAt']))
    if (a) used.set(a.recordId, a)
    const target = keyOf(a, row['priority'])
    if (e.verb === 'create') facts.push({ ...base, type: 'start', target, party: 'us', ...who })
    else if (target !== key) facts.push({ ...base, type: 'target', target })
    key = target
    if (kind === 'response') {
      // The record knows whose public word counts as an action; no rule answers.
      if (!isAnswered && e.changes['firstActionAt'] !== undefined && e.verb !== 'create' && e.actorKind !== 'rule') { facts.push({ ...base, type: 'stop' }); isAnswered = true }
      else if (!isAnswered && e.verb === 'resolve') { facts.push({ ...base, type: 'stop' }); isAnswered = true }
      else if (!isAnswered && e.verb === 'cancel') facts.push({ ...base, type: 'cancel' })
      else if (!isAnswered && e.verb === 'merge') facts.push({ ...base, type: 'merge' })
      continue
    }
    if (e.verb === 'pause') facts.push({ ...base, type: 'pause', reason: String(row['pendingReason']), party: partyOf[String(row['pendingReason'])] ?? 'us', who: typeof row['waitingFor'] === 'string' ? row['waitingFor'] : String(row['pendingReason']) })
    else if (e.verb === 'resolve') facts.push({ ...base, type: 'stop' })
    // The incident let it come back, so it is the same obligation: one window, the incident's.
    else if (e.verb === 'reopen') facts.push({ ...base, type: 'reopen', cycle: 'same' })
    else if (e.verb === 'cancel') facts.push({ ...base, type: 'cancel' })
    else if (e.verb === 'merge') facts.push({ ...base, type: 'merge' })
    else if (before['state'] === 'pending' && row['state'] !== 'pending') facts.push({ ...base, type: 'resume', party: 'us', ...who })
    else if (e.verb !== 'create' && e.changes['teamId'] !== undefined) facts.push({ ...base, type: 'handover', party: 'us', ...who })
  }
  if (used.size === 0) return null
  const targets = [...used.values()].flatMap((a) => targetsOf(a, kind))
  const wanted = new Set(targets.map((t) => t.calendar))
  return { kind, facts, targets, calendars: calendars.filter((c) => wanted.has(c.key)) }
}
