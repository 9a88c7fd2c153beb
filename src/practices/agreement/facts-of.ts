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
  /** Whose it is: a customer's own, or the provider's for everybody. */
  readonly orgId: string
  readonly serviceId: string | null
  readonly calendarId: string
  readonly targets: Targets
  readonly pausesOn: readonly string[]
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly standing: 'agreed' | 'default'
  /** Share of a target at which somebody is warned; null: where nobody said otherwise. */
  readonly warnRatio: number | null
}

/** All versions of one agreement with the instants from which they hold, as they were decided. */
export interface AgreementHistory {
  readonly recordId: string
  readonly versions: readonly { readonly version: number; readonly from: string; readonly promise: Promised }[]
  /** When it was ended before its time; what it still promised is withdrawn. */
  readonly ended: { readonly at: string; readonly reason: string | null; readonly by: string } | null
}

/** Folds an agreement's journal into its versions. A version holds from the date that was given with it, else from when it was decided. */
export function agreementHistory(entries: readonly Entry[]): AgreementHistory | null {
  const first = entries[0]
  if (!first) return null
  let state: Record<string, unknown> = {}
  const versions: AgreementHistory['versions'][number][] = []
  let ended: AgreementHistory['ended'] = null
  for (const e of entries) {
    state = { ...state, ...e.changes }
    const promise = { ...state } as unknown as Promised
    if (e.verb === 'end') ended = { at: e.at, reason: e.reason, by: e.actorName }
    else versions.push({ version: e.version, from: typeof e.changes['validFrom'] === 'string' ? e.changes['validFrom'] : e.at, promise })
  }
  return { recordId: first.recordId, versions, ended }
}

/** Folds a calendar's journal into its versions. */
export function calendarVersions(entries: readonly Entry[]): CalendarVersion[] {
  let state: Record<string, unknown> = {}
  return entries.flatMap((e, i) => {
    state = { ...state, ...e.changes }
    return i > 0 && e.changes['hours'] === undefined ? [] : [{ key: e.recordId, name: String(state['name']), version: e.version, from: i === 0 ? null : e.at, calendar: state['hours'] as Calendar }]
  })
}

/**
 * The agreement that speaks for a service of an organization at an instant; null where nothing was promised. Of several the first in this order:
 * for the service before general, the organization's own before the provider's for everybody, agreed before default, later in force before earlier,
 * younger before older.
 */
export function agreementFor(list: readonly AgreementHistory[], serviceId: string | null, orgId: string, at: string): AgreementHistory | null {
  const inForce = list.flatMap((history) => {
    const version = history.versions.findLast((v) => v.from <= at)
    if (version === undefined || (history.ended !== null && history.ended.at <= at)) return []
    const p = version.promise
    return (p.validTo === null || at < p.validTo) && (p.serviceId === null || p.serviceId === serviceId) ? [{ history, rank: rankOf(p, version.from, orgId) }] : []
  })
  return inForce.toSorted((a, b) => compare(b.rank, a.rank))[0]?.history ?? null
}

type Rank = readonly (number | string)[]

const rankOf = (p: Promised, from: string, orgId: string): Rank => [p.serviceId === null ? 0 : 1, p.orgId === orgId ? 1 : 0, p.standing === 'default' ? 0 : 1, from, Number(p.number.replace(/\D/g, ''))]

function compare(a: Rank, b: Rank): number {
  const i = a.findIndex((value, at) => value !== b[at])
  const [x, y] = [a[i] ?? 0, b[i] ?? 0]
  return x < y ? -1 : x > y ? 1 : 0
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
      pauseReasons: kind === 'response' ? [] : v.promise.pausesOn, ...(v.promise.warnRatio == null ? {} : { warnRatio: v.promise.warnRatio }),
    }
  }))
}

const partyOf: Readonly<Record<string, Party>> = { user: 'customer', supplier: 'supplier', change: 'us', schedule: 'customer' }

/** The clock's input for one kind of promise; null where no agreement ever spoke for this incident. */
export function clockInput(kind: ClockKind, journal: readonly Entry[], agreements: readonly AgreementHistory[], calendars: readonly CalendarVersion[], nameOf: (teamId: string) => string): ClockInput | null {
  if (kind === 'update') return newsInput(journal)
  const facts: ClockFact[] = []
  const used = new Map<string, AgreementHistory>()
  const spoke: { readonly at: string; readonly a: AgreementHistory | null }[] = []
  let row: Record<string, unknown> = {}
  let key = ''
  let isAnswered = false
  for (const e of journal) {
    const before = row
    row = { ...row, ...e.changes }
    const base = { at: e.at, recordedAt: e.recordedAt, by: e.actorName, ...(e.reason === null ? {} : { reason: e.reason }) }
    const who = typeof row['teamId'] === 'string' ? { who: nameOf(row['teamId']) } : {}
    const a = agreementFor(agreements, typeof row['serviceId'] === 'string' ? row['serviceId'] : null, String(row['orgId']), String(row['createdAt']))
    if (a) used.set(a.recordId, a)
    spoke.push({ at: e.at, a })
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
  for (const a of used.values()) {
    const { ended } = a
    // Ended while it spoke for this incident; what another had taken over by then goes on.
    if (ended !== null && spoke.findLast(({ at }) => at <= ended.at)?.a === a) facts.push({ type: 'withdraw', at: ended.at, by: ended.by, ...(ended.reason === null ? {} : { reason: ended.reason }) })
  }
  const targets = [...used.values()].flatMap((a) => targetsOf(a, kind))
  const wanted = new Set(targets.map((t) => t.calendar))
  return { kind, facts, targets, calendars: calendars.filter((c) => wanted.has(c.key)) }
}
