/** Suspects of an incident: ranked by time, distance, risk and words, with reasons, and named only where other days show nothing like it. */
import { describe, expect, test } from 'vitest'
import { seededUniform } from './seeded.ts'
import { type Candidate, spanText, suspectDefaults, suspects } from './suspects.ts'

const hour = 3_600_000
const atMs = Date.UTC(2026, 2, 18, 14)
const change = (id: string, hoursBefore: number, more: Partial<Candidate> = {}): Candidate => ({
  id, startMs: atMs - hoursBefore * hour, endMs: atMs - hoursBefore * hour + hour, distance: 0, confidence: 1, risk: 0.5, text: 'Planned work', riskWords: '', place: 'Databases', ...more,
})
const about = { atMs, text: 'Bookings are not confirmed' }
const order = (list: readonly Candidate[]): readonly string[] => suspects(about, list).suspects.map((s) => s.id)

test('the score is the product of what it says: e^(−Δt/12 h), half for each step, risk, and words', () => {
  const [only] = suspects(about, [change('a', 12, { distance: 2, confidence: 0.8, risk: 0.75, text: 'Confirmed bookings go to a new queue' })]).suspects
  expect(only?.factors).toEqual({ time: Math.exp(-1), proximity: 0.2, risk: 0.75, text: 1 + 2 / 5 })
  expect(only?.score).toBeCloseTo(Math.exp(-1) * 0.2 * 0.75 * 1.4, 12)
  expect(only?.sharedWords).toEqual(['bookings', 'confirmed'])
})

test.each([
  ['nearer in time', [change('old', 20), change('new', 2)], ['new', 'old']],
  ['nearer in the graph', [change('far', 2, { distance: 2 }), change('near', 2)], ['near', 'far']],
  ['riskier', [change('minor', 2, { risk: 0.3 }), change('major', 2, { risk: 1 })], ['major', 'minor']],
  ['sharing words', [change('a', 2), change('b', 2, { text: 'Bookings written by the new job' })], ['b', 'a']],
  ['equal in all: by id', [change('b', 2), change('a', 2)], ['a', 'b']],
  ['begun before the window: none', [change('a', 73)], []],
  ['begun after the incident: no cause', [change('a', -1)], []],
  ['begun after it by no more than clocks differ: kept', [change('a', -4 / 60)], ['a']],
  ['without risk: none', [change('a', 1, { risk: 0 })], []],
])('%s', (_, list, expected) => { expect(order(list)).toEqual(expected) })

test('reasons are sentences, the moment and the place first', () => {
  const list = suspects(about, [
    change('a', 0.5, { endMs: null, riskWords: 'nobody authorised it', text: 'Bookings schema' }), change('b', 3, { distance: 2, confidence: 0.3 }), change('c', -3 / 60, { distance: 1 }),
  ]).suspects
  expect(list.map((s) => s.reasons)).toEqual([
    ['It began 30 minutes before the incident and was under way.', 'It changed Databases, which the incident is on.', 'Nobody authorised it.', 'Both speak of bookings.'],
    ['It began 3 minutes after the incident, which differing clocks can explain.', 'It changed Databases, one step below what the incident is on.'],
    ['It began 3 hours before the incident.', 'It changed Databases, 2 steps below what the incident is on, by relations that nobody confirmed lately.'],
  ])
})

test('no suspect is an answer', () => {
  expect(suspects(about, [])).toEqual({ suspects: [], verdict: 'none', chance: null, compared: { days: 0, asStrong: 0 }, sentence: 'No suspect: nothing that it stands on was changed in the 72 hours before.' })
})

test('a change like those of every day does not stand out, a lonely one does, and a short past says neither', () => {
  const daily = Array.from({ length: 60 }, (_, n) => change(`d${n}`, 2 + n * 24))
  expect(suspects(about, daily)).toMatchObject({ verdict: 'ordinary', chance: 1, compared: { days: 38, asStrong: 38 } })
  const lonely = suspects(about, [change('a', 2)], { knownSinceMs: atMs - 100 * 24 * hour })
  expect(lonely).toMatchObject({ verdict: 'stands_out', chance: 1 / 41, compared: { days: 40, asStrong: 0 } })
  expect(lonely.sentence).toBe('The first one stands out: at the same hour of 40 earlier days, none showed a change as close and as near.')
  expect(suspects(about, [change('a', 2)], { knownSinceMs: atMs - 9 * 24 * hour })).toMatchObject({ verdict: 'too_little_known', compared: { days: 2, asStrong: 0 } })
})

test.each([[20, 'less than a minute'], [60, '1 minute'], [89 * 60, '89 minutes'], [90 * 60, '2 hours'], [47 * 3600, '47 hours'], [72 * 3600, '3 days']])('%d seconds: %s', (seconds, words) => {
  expect(spanText(seconds * 1000)).toBe(words)
})

describe('false names', () => {
  // That both changes and incidents follow the hours of work is not taken for a cause.
  test.each([['one a week', 1], ['one a day', 7], ['five a day', 35]])(`with changes that have nothing to do with it, %s, one is named in at most one of ${1 / suspectDefaults.level} incidents`, (_, perWeek) => {
    const runs = 800
    let named = 0
    for (let seed = 1; seed <= runs; seed++) {
      const uniform = seededUniform(seed * 104_729)
      const moment = { ...about, atMs: officeHour(uniform, 0) }
      const list = Array.from({ length: perWeek * 10 }, (_, n): Candidate => ({
        ...change(`p${n}`, 0), startMs: officeHour(uniform, 10), distance: Math.floor(uniform() * 4), risk: [0.3, 0.6, 1][Math.floor(uniform() * 3)] ?? 1,
      }))
      if (suspects(moment, list, { knownSinceMs: atMs - 70 * 24 * hour }).verdict === 'stands_out') named++
    }
    expect(named / runs).toBeLessThanOrEqual(suspectDefaults.level + 1.96 * Math.sqrt((suspectDefaults.level * (1 - suspectDefaults.level)) / runs))
  }, 60_000)
})

/** 08:00 to 18:00 of a working day of the last `weeks` weeks, 0 for the present one. */
function officeHour(uniform: () => number, weeks: number): number {
  const monday = Date.UTC(2026, 2, 16)
  const back = weeks === 0 ? 0 : Math.floor(uniform() * weeks)
  return monday + Math.floor(uniform() * 5) * 24 * hour + (8 + uniform() * 10) * hour - back * 7 * 24 * hour
}
