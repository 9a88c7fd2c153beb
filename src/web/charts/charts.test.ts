/** What a chart may claim: periods in their order, points without cases, changes and targets beyond chance, words by unit. */
import { describe, expect, test } from 'vitest'
import type { MeasureAnswer } from '../../client/measures.ts'
import type { Cell, Measure, MeasureStep } from '../../model/measure.ts'
import { againstTarget, changeOf, toneOf } from './change.ts'
import { heatOf } from './heat.ts'
import { coloursOf, inkOn } from './looks.ts'
import { marksOf } from './marks.ts'
import { axisStep, changeWords, rangeWords, shareAxis, valueWords } from './number-words.ts'
import { dayPlus, foldedPeriods, nextPeriod, periodInFull, periodsBetween, periodWords } from './periods.ts'
import { plotOf, pointOf } from './plot.ts'
import { pointSpoken } from './point-words.ts'

const cell = (more: Partial<Cell> = {}): Cell => ({ period: null, slice: [], value: 0.5, used: 100, eligible: 100, hits: 50, low: 0.4, high: 0.6, censored: null, isMature: true, ...more })
const measure = (kind: NonNullable<Measure['definition']>['kind'], unit: Measure['unit'] = 'share'): Measure => ({ id: 'M', version: 1, name: 'M', question: '', factor: '', practice: 'own', unit, better: 'higher', maturityDays: 0, audience: 'internal', definition: { of: 'incident_fact', kind, where: [] } })
const answer = (m: Measure, cells: Cell[], step: MeasureStep, by: string[] = []): MeasureAnswer => ({ measure: m, query: { step, zone: 'UTC', by, where: [] }, computedAt: '', cells, names: {} })

describe('periods', () => {
  test.each([
    ['month', '2016-03-31', 1, '2016-04-01', 'a long month does not skip a short one'], ['month', '2016-01-15', -1, '2015-12-01', 'over the year'], ['quarter', '2016-05-05', 0, '2016-04-01', 'its first day'],
    ['week', '2016-03-06', 0, '2016-02-29', 'a week begins on Monday'], ['day', '2016-02-28', 1, '2016-02-29', 'a leap year'], ['year', '2016-06-01', 1, '2017-01-01', 'its first day'],
  ] as const)('%s from %s by %i is %s: %s', (step, on, n, want, _) => expect(dayPlus(on, step, n)).toBe(want))
  test('days are of the zone, also where the clock changes', () => {
    expect(nextPeriod('2026-03-28T23:00:00.000Z', 'day', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
    expect(periodsBetween('day', '2026-03-28T23:00:00.000Z', '2026-03-30T22:00:00.000Z', 'Europe/Berlin')).toHaveLength(3)
  })
  test('are called as people call them', () => {
    expect([periodWords('2016-03-01T00:00:00.000Z', 'month', 'UTC'), periodInFull('2016-03-22T00:00:00.000Z', 'day', 'UTC', true), periodInFull('2016-03-22T00:00:00.000Z', 'day', 'UTC'), periodWords('25', 'hour-of-week', 'UTC'), periodInFull(null, 'all', 'UTC')])
      .toEqual(['Mar 16', 'Tue 22 Mar 2016, 00:00', 'Tue 22 Mar 2016', 'Tue 01:00', 'all of it'])
    expect(foldedPeriods('weekday')).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })
})

describe('what a point may claim', () => {
  const share = measure('share')
  test.each([
    ['no case is no number, never zero or 100 %', cell({ value: null, used: 0, eligible: 0 }), { value: null, missing: 'no cases' }],
    ['cases without what it needs are not no cases', cell({ value: null, used: 0, eligible: 7 }), { value: null, missing: 'not recorded' }],
    ['under 20 cases only that is said', cell({ used: 19, eligible: 19 }), { value: null, missing: 'under 20' }],
    ['twenty are enough', cell({ used: 20, eligible: 20 }), { value: 0.5, missing: null, hollow: null }],
    ['under 80 % recorded is hollow', cell({ used: 79, eligible: 100 }), { value: 0.5, hollow: '79 % recorded' }],
    ['not settled is hollow', cell({ isMature: false }), { hollow: 'late records may still come' }],
  ])('%s', (_, c, want) => expect(pointOf(c, share)).toMatchObject(want))
  test('a month without incidents counts zero, and has no share', () => {
    const at = (period: string): Cell => cell({ period, value: 3, used: 3, eligible: 3 })
    const months = [at('2016-01-01T00:00:00.000Z'), at('2016-03-01T00:00:00.000Z')]
    expect(plotOf(answer(measure('count', 'count'), months, 'month'), 'UTC').series[0]?.points.map((p) => p.value)).toEqual([3, 0, 3])
    expect(plotOf(answer(share, months.map((c) => ({ ...c, used: 30, eligible: 30 })), 'month'), 'UTC').series[0]?.points.map((p) => p.missing)).toEqual([null, 'no cases', null])
  })
  test('a week that the shown time cuts is hollow', () => {
    const a = answer(share, [cell({ period: '2016-04-18T00:00:00.000Z' }), cell({ period: '2016-04-25T00:00:00.000Z' })], 'week')
    const plot = plotOf({ ...a, query: { ...a.query, from: '2016-04-01T00:00:00.000Z', to: '2016-05-01T00:00:00.000Z' } }, 'UTC')
    expect(plot.series[0]?.points.map((p) => p.hollow)).toEqual([null, 'only a part of it lies in the time shown'])
  })
  test('the largest slice comes first, and its name is in words', () => {
    const plot = plotOf(answer(share, [cell({ slice: ['true'], hits: 5 }), cell({ slice: [null], hits: 9 })], 'all', ['isMajor']), 'UTC')
    expect(plot.series.map((s) => s.name)).toEqual(['not recorded', 'yes'])
    expect(pointSpoken(plot, 0, 0)).toBe('all of it, not recorded: 50\u00a0%, 40 to 60\u00a0%, 9 of 100')
  })
})

describe('a change', () => {
  test('of two shares is Newcombe’s method 10: 56 of 70 against 48 of 80 is 0.0524 to 0.3339', () => {
    const change = changeOf(cell({ value: 56 / 70, low: 0.6914, high: 0.8776 }), cell({ value: 48 / 80, low: 0.4904, high: 0.7003 }))
    expect([change?.delta, change?.low, change?.high].map((x) => Number(x?.toFixed(3)))).toEqual([0.2, 0.052, 0.334])
    expect(change?.isClear).toBe(true)
  })
  test('within chance has no colour, nor has a census', () => {
    const noise = changeOf(cell({ value: 0.52, low: 0.42, high: 0.62 }), cell())
    const census = changeOf(cell({ low: null, high: null }), cell({ value: 0.1, low: null, high: null }))
    expect([noise && toneOf(noise, 'higher'), census && toneOf(census, 'higher'), census?.isClear]).toEqual(['none', 'none', null])
    expect(changeOf(cell({ value: null }), cell())).toBeNull()
  })
  test('is good or bad by the direction of the measure', () => {
    const up = { delta: 1, low: 0.5, high: 2, isClear: true }
    expect([toneOf(up, 'higher'), toneOf(up, 'lower'), toneOf(up, 'neither')]).toEqual(['good', 'bad', 'none'])
  })
  test.each([[0.95, 0.9, 0.99, 'met'], [0.85, 0.8, 0.89, 'missed'], [0.88, 0.85, 0.92, 'unclear']] as const)('%f (%f to %f) against 90 %% is %s', (value, low, high, want) => {
    expect(againstTarget(cell({ value, low, high }), 0.9, 'higher')).toBe(want)
  })
})

test('marks need eight settled points, and see a level that changed', () => {
  const m = measure('count', 'count')
  const points = (values: number[]) => values.map((value) => pointOf(cell({ value }), m))
  expect(marksOf(points([1, 2, 1, 2, 1, 2, 1]))).toBeNull()
  const marks = marksOf(points([10, 11, 9, 10, 11, 10, 30, 31, 29, 30, 31, 30]))
  expect(marks?.change).toMatchObject({ at: 6, before: 61 / 6, after: 181 / 6 })
})

test.each([
  ['share', 0.3333, 100, '33\u00a0%'], ['share', 0.3333, 1000, '33.3\u00a0%'], ['seconds', 3700, 1, '1\u00a0h\u00a001'], ['count', 1900, 1, '1\u202f900'], ['minutes', 12.5, 1, '12.5\u00a0min'], ['rate', 1.2345, 1, '1.23'],
] as const)('%s %f on %i cases is %s', (unit, value, base, want) => expect(valueWords(unit, value, base)).toBe(want))
test('changes and ranges in words', () => {
  expect([changeWords('share', 0.031, 500), changeWords('count', -3), changeWords('seconds', 7200), changeWords('count', 0)]).toEqual(['+3.1\u00a0points', '\u22123', '+2\u00a0h', 'no change'])
  expect([rangeWords('share', 0.26, 0.39, 100), rangeWords('seconds', 60, Infinity), rangeWords('count', null, null)]).toEqual(['26 to 39\u00a0%', 'at least 1\u00a0min', null])
})
test('axes end on round values', () => {
  expect(shareAxis(0.03, 1)).toEqual({ min: 0, max: 1, interval: 0.2 })
  expect(shareAxis(0.72, 0.93)).toEqual({ min: 0.7, max: 0.95, interval: 0.05 })
  expect(axisStep('seconds', 3 * 86_400)).toBe(86_400)
})
test('weekday by hour folds into seven rows of a day', () => {
  const grid = heatOf(plotOf(answer(measure('count', 'count'), [cell({ period: '25', value: 4, used: 4, eligible: 4 })], 'hour-of-week'), 'UTC'))
  expect([grid?.rows.length, grid?.cols.length, grid?.cells.find((x) => x.row === 1 && x.col === 1)?.point.value]).toEqual([7, 24, 4])
})
test('the number in a cell is written in the ink that reads on its tint', () => {
  const [light, dark] = [coloursOf('light'), coloursOf('dark')]
  expect([inkOn(0, light), inkOn(1, light), inkOn(0, dark), inkOn(1, dark)]).toEqual([light.text, light['on-solid'], dark.text, dark['on-solid']])
})
