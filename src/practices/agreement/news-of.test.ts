/** The news that a major incident owes, told as its journal. */
import { describe, expect, test } from 'vitest'
import { obligationAt } from './clock.ts'
import { newsInput } from './news-of.ts'

const at = (time: string): string => `2026-03-17T${time}:00.000Z`
const entry = (time: string, verb: string, changes: Record<string, unknown> = {}) => ({ at: at(time), recordedAt: at(time), verb, changes, actorName: 'Priya', reason: null })
const born = entry('09:00', 'create', { isMajor: false, updateEverySeconds: null })
const major = entry('10:00', 'declareMajor', { isMajor: true, updateEverySeconds: 1800 })
const news = (time: string) => entry(time, 'comment', { lastNewsAt: at(time) })
const read = (journal: Parameters<typeof newsInput>[0], now: string) => {
  const input = newsInput(journal)
  return input === null ? null : obligationAt(input, at(now))
}

describe('news of a major incident', () => {
  test('is owed by no other', () => {
    expect(read([born, news('09:10')], '12:00')).toBeNull()
  })

  test.each<[string, Parameters<typeof newsInput>[0], string, string, string | null]>([
    ['is due first a pace after it was declared', [major], '10:10', 'soon', at('10:30')],
    ['and again a pace after each news', [major, news('10:20')], '10:25', 'soon', at('10:50')],
    ['however often others write', [major, entry('10:20', 'comment')], '10:25', 'soon', at('10:30')],
    ['also while the incident waits', [major, entry('10:05', 'pause', { state: 'pending' })], '10:25', 'soon', at('10:30')],
    ['is over when late', [major], '10:31', 'over', at('10:30')],
    ['ends with the restoring', [major, entry('10:20', 'resolve', { lastNewsAt: at('10:20') })], '12:00', 'met', at('10:30')],
    ['ends when it is no longer major', [major, entry('10:20', 'endMajor', { isMajor: false })], '12:00', 'met', at('10:30')],
    ['is owed anew from a reopening', [major, entry('10:20', 'resolve'), entry('11:00', 'reopen', { state: 'in_progress' })], '11:10', 'soon', at('11:30')],
    ['is not owed after one that is no longer major', [major, entry('10:10', 'endMajor', { isMajor: false }), entry('10:20', 'resolve'), entry('11:00', 'reopen')], '11:10', 'met', at('10:30')],
    ['is owed at the new pace when declared again', [major, entry('10:10', 'endMajor', { isMajor: false }), entry('11:00', 'declareMajor', { isMajor: true, updateEverySeconds: 900 })], '11:05', 'soon', at('11:15')],
    ['is not owed by what was merged', [major, entry('10:20', 'merge')], '12:00', 'merged', at('10:30')],
  ])('%s', (_what, journal, now, state, dueAt) => {
    const one = read([born, ...journal], now)
    expect([one?.state, one?.dueAt]).toEqual([state, dueAt])
  })

  test('is judged each time by itself', () => {
    expect(read([born, major, news('10:20'), news('11:00')], '11:10')?.cycles.map((c) => c.outcome)).toEqual(['met', 'breached', null])
  })
})
