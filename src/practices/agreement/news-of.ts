/** From a major incident's journal to the clock of its next news: owed again and again, in real hours, until it is restored or no longer major. Pure. */
import { aroundTheClock } from '../../model/calendar.ts'
import type { JournalEntry } from '../../model/journal.ts'
import type { CalendarVersion, ClockFact, ClockInput, TargetVersion } from './clock-facts.ts'
import { type Said, updateFacts } from './update-facts.ts'

type Entry = Pick<JournalEntry, 'at' | 'recordedAt' | 'verb' | 'changes' | 'actorName' | 'reason'>

// Users do not stop waiting at closing time.
const always: CalendarVersion = { key: 'always', name: 'Around the clock', version: 1, from: null, calendar: aroundTheClock }

const keyOf = (everySeconds: number): string => `every ${everySeconds} s`
const targetOf = (everySeconds: number): TargetVersion =>
  ({ key: keyOf(everySeconds), agreement: { name: 'Major incident', version: 1 }, from: null, until: null, budget: { seconds: everySeconds }, calendar: always.key, pauseReasons: [] })

const endings: Readonly<Record<string, 'stop' | 'cancel' | 'merge'>> = { resolve: 'stop', endMajor: 'stop', cancel: 'cancel', merge: 'merge' }

/** Null where the incident never was major. A reopened one that still is owes news from its reopening. */
export function newsInput(journal: readonly Entry[]): ClockInput | null {
  const facts: ClockFact[] = []
  const targets = new Map<number, TargetVersion>()
  let row: Record<string, unknown> = {}
  let said: Said[] | null = null
  let opening = { at: '', target: '' }
  const finish = (): void => {
    if (said !== null) facts.push(...updateFacts(said, 'every_interval', opening))
    said = null
  }
  for (const e of journal) {
    row = { ...row, ...e.changes }
    const base = { at: e.at, recordedAt: e.recordedAt, by: e.actorName, ...(e.reason === null ? {} : { reason: e.reason }) }
    const ending = endings[e.verb]
    if (ending !== undefined && said !== null) {
      finish()
      facts.push({ ...base, type: ending })
    } else if (e.verb === 'declareMajor' || (e.verb === 'reopen' && row['isMajor'] === true)) {
      const everySeconds = Number(row['updateEverySeconds'])
      targets.set(everySeconds, targetOf(everySeconds))
      // The pace of this time, not of an earlier one.
      if (facts.length > 0) facts.push({ ...base, type: 'target', target: keyOf(everySeconds) })
      opening = { at: e.at, target: keyOf(everySeconds) }
      said = []
    } else if (said !== null && e.changes['lastNewsAt'] !== undefined) said.push({ at: e.at, by: 'responder', isNews: true })
  }
  finish()
  return targets.size === 0 ? null : { kind: 'update', facts, targets: [...targets.values()], calendars: [always] }
}
