/** Risk, the automatic review, the trust in a model, releases and the labels that keep quiet: one row a case. */
import { describe, expect, test } from 'vitest'
import { patternFault } from '../event/pattern.ts'
import { matchesAll } from '../event/matchers.ts'
import { lossReason } from './model.ts'
import { quietMatchers } from './quiet-matchers.ts'
import { exitMissing, stopReason, type Unit } from './release-rules.ts'
import { type RiskFacts, riskOf } from './risk.ts'
import { beginRefusal, isPlannedLate, judge, keptTime, timesRefusal } from './rules.ts'

const facts = (more: Partial<RiskFacts> = {}): RiskFacts => ({
  tiers: { gold: 0, silver: 0, bronze: 0, supporting: 0 }, singlePoints: 0, byModel: null, onItems: { all: 30, failed: 0 }, isInPromisedHours: false, isInBusinessEvent: false, isOutsideMaintenance: false, load: 0,
  hasRemediation: true, noReturnShare: null, isEmergency: false, ...more,
})

describe('risk', () => {
  test.each<[string, Partial<RiskFacts>, Partial<RiskFacts>]>([
    ['a gold service is worth more than a silver one', { tiers: { gold: 0, silver: 1, bronze: 0, supporting: 0 } }, { tiers: { gold: 1, silver: 0, bronze: 0, supporting: 0 } }],
    ['many services more than one', { tiers: { gold: 1, silver: 0, bronze: 0, supporting: 0 } }, { tiers: { gold: 1, silver: 20, bronze: 0, supporting: 0 } }],
    ['three that went well prove less than thirty', { onItems: { all: 30, failed: 0 } }, { onItems: { all: 3, failed: 0 } }],
    ['failures more than none', { onItems: { all: 10, failed: 0 } }, { onItems: { all: 10, failed: 4 } }],
    ['a business event', {}, { isInBusinessEvent: true }],
    ['no way back', {}, { hasRemediation: false }],
    ['a late way back is better than an early end of it', { noReturnShare: 0.9 }, { noReturnShare: 0.1 }],
    ['haste', {}, { isEmergency: true }],
    ['no alternative', {}, { singlePoints: 2 }],
    ['people who have much to do', { load: 1 }, { load: 3 }],
  ])('%s', (_name, less, more) => { expect(riskOf(facts(more)).score).toBeGreaterThan(riskOf(facts(less)).score) })

  test('is 0 to 100, its reasons add up to it, and the gravest comes first', () => {
    const all = riskOf(facts({ tiers: { gold: 9, silver: 9, bronze: 9, supporting: 9 }, singlePoints: 3, byModel: { all: 5, failed: 5 }, onItems: { all: 5, failed: 5 }, isInBusinessEvent: true, isInPromisedHours: true, isOutsideMaintenance: true, load: 9, hasRemediation: false, noReturnShare: 0, isEmergency: true }))
    expect([all.score, all.level]).toEqual([100, 'major'])
    const some = riskOf(facts({ tiers: { gold: 1, silver: 0, bronze: 0, supporting: 0 }, isInPromisedHours: true }))
    expect(some.reasons.reduce((sum, r) => sum + r.points, 0)).toBe(some.score)
    expect(some.reasons.map((r) => r.points)).toEqual(some.reasons.map((r) => r.points).toSorted((a, b) => b - a))
  })
})

describe('a model', () => {
  const past = (text: string): { result: string }[] => [...text].map((c) => ({ result: c === 'x' ? 'failed' : c === 'b' ? 'backed_out' : c === 'p' ? 'partial' : 'success' }))
  test.each([['no change', '', false], ['one failure', 'x.........', false], ['two', 'x....b', true], ['the second lies eleven back', 'x..........x', false], ['partial ones do not count', 'ppppp', false]])('%s', (_name, last, isLost) => {
    expect(lossReason({ failuresAllowed: 2, failuresAmong: 10 }, past(last)) !== null).toBe(isLost)
  })
})

const times = { plannedStart: '2026-03-17T20:00:00.000Z', plannedEnd: '2026-03-17T22:00:00.000Z' }
describe('times', () => {
  test.each([
    ['kept', '20:00', '22:00', true], ['a quarter of an hour of grace on both sides', '19:45', '22:15', true], ['begun too early', '19:44', '21:00', false], ['ended too late', '20:00', '22:16', false],
  ])('%s', (_name, from, to, isKept) => { expect(keptTime({ ...times, actualStart: `2026-03-17T${from}:00.000Z`, actualEnd: `2026-03-17T${to}:00.000Z` })).toBe(isKept) })
  test('make sense', () => {
    expect(timesRefusal({ ...times, pointOfNoReturn: null })).toBeNull()
    expect(timesRefusal({ ...times, plannedEnd: times.plannedStart, pointOfNoReturn: null })?.message).toMatch(/before it begins/)
    expect(timesRefusal({ plannedStart: null, plannedEnd: times.plannedEnd, pointOfNoReturn: null })?.at).toBe('plannedStart')
  })
  test.each([['normal', '2026-03-17T00:00:00Z', true], ['normal', '2026-03-14T20:00:00Z', false], ['emergency', '2026-03-17T00:00:00Z', false], ['standard', '2026-03-17T00:00:00Z', false]])('%s at %s is planned late: %s', (type, now, isLate) => { expect(isPlannedLate({ type, plannedStart: times.plannedStart }, now)).toBe(isLate) })
  test.each([['at its start', '2026-03-17T20:00:00.000Z', true], ['at its end, which is not part of it', '2026-03-17T22:00:00.000Z', false], ['an hour before', '2026-03-17T19:00:00.000Z', false]])('begins %s', (_name, now, may) => { expect(beginRefusal({ type: 'normal', ...times }, null, now, undefined) === null).toBe(may) })
})

describe('the automatic review', () => {
  const done = { ...times, actualStart: times.plannedStart, actualEnd: times.plannedEnd, riskLevel: 'minor' as const, isDocumentationOwed: false, result: 'success' as const }
  test.each([
    ['all is well', {}, [], 'success'], ['an incident came', {}, ['INC-1'], null], ['it was backed out', { result: 'backed_out' as const }, [], null], ['it is significant', { riskLevel: 'significant' as const }, [], null],
    ['it ended late', { actualEnd: '2026-03-18T00:00:00.000Z' }, [], null], ['its record is owed', { isDocumentationOwed: true }, [], null],
  ])('%s', (_name, more, incidents, result) => { expect(judge({ ...done, ...more }, incidents).result).toBe(result) })
})

describe('a release', () => {
  const unit = (state: Unit['state'], i: number): Unit => ({ name: `u${i}`, state, at: null })
  test.each([['none failed', 'd,d,w', 0, false], ['one failed', 'd,f,w', 0, true], ['three incidents', 'd,w,w', 3, true], ['two incidents', 'd,w,w', 2, false]])('stops: %s', (_name, states, incidents, isStopped) => {
    const units = states.split(',').map((s, i) => unit(s === 'd' ? 'done' : s === 'f' ? 'failed' : 'waiting', i))
    expect(stopReason({ stopAfterFailed: 1, stopAfterIncidents: 3 }, units, incidents) !== null).toBe(isStopped)
  })
  test.each([['a day too early', 13, 0, false], ['on the day', 14, 0, true], ['with an incident too many', 14, 2, false], ['with as many as it may', 14, 1, true]])('leaves early life %s', (_name, days, incidents, may) => {
    expect(exitMissing({ exitDays: 14, exitIncidents: 1 }, '2026-03-01T00:00:00.000Z', new Date(Date.parse('2026-03-01T00:00:00Z') + days * 86_400_000).toISOString(), incidents) === null).toBe(may)
  })
})

describe('what is kept quiet', () => {
  const { lists } = quietMatchers({ services: ['gate', 'a+b'], items: ['web-1', 'db.example.org'], serviceLabels: ['service', 'job'] })
  const isQuiet = (labels: Record<string, string>): boolean => lists.some((l) => matchesAll(l, labels))
  test.each<[Record<string, string>, boolean]>([
    [{ service: 'gate' }, true], [{ job: 'a+b' }, true], [{ job: 'aab' }, false], [{ instance: 'web-1:9100' }, true], [{ instance: 'web-1' }, true], [{ instance: 'web-11:9100' }, false], [{ host: 'db.example.org' }, true], [{ host: 'dbxexample.org' }, false], [{ service: 'booking' }, false], [{}, false],
  ])('%j: %s', (labels, wanted) => { expect(isQuiet(labels)).toBe(wanted) })
  test('nothing for a change that names nothing, and no pattern that is not taken, also of a thousand items', () => {
    expect(quietMatchers({ services: [], items: [], serviceLabels: ['service'] })).toEqual({ lists: [], isCut: false })
    const { lists: many, isCut } = quietMatchers({ services: [], items: Array.from({ length: 1000 }, (_, i) => `web-${i}.example.org`), serviceLabels: [] })
    expect(many.flat().filter((m) => patternFault(m.value) !== null)).toEqual([])
    expect([many.length, isCut]).toEqual([93, false])
  })
})
