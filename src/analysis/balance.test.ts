/** The scoring of balance: the published vector to its last digit, what must never fall when evidence grows, and the verdict's rules one by one. */
import { describe, expect, test } from 'vitest'
import { baselineOf, driftOf } from './balance-drift.ts'
import { type Counted, evidenceOf } from './balance-evidence.ts'
import { poleScore, type PoleScore, type Symptom } from './balance-pole.ts'
import { type Edges, strengthOf, symptomAt, valueAt } from './balance-strength.ts'
import { turnsOf } from './balance-turn.ts'
import { type BalanceState, nextStanding, type PoleStanding, type PoleState, tensionState, unknownStanding } from './balance-verdict.ts'
import { poissonCount, seededUniform } from './seeded.ts'

interface Row {
  readonly id: string
  readonly family: string
  readonly weight: number
  readonly counted: Counted | null
  readonly dispersion: number
  readonly edges: Edges
}
const row = (id: string, family: string, weight: number, counted: Counted | null, healthy: number, extreme: number, dispersion = 1): Row => ({ id, family, weight, counted, dispersion, edges: { healthy, extreme } })
const vector: readonly Row[] = [
  row('R1', 'effort', 2, { kind: 'proportion', count: 540, of: 1200 }, 0.25, 0.6),
  row('R2', 'incident', 1, { kind: 'proportion', count: 96, of: 160 }, 0.4, 0.8),
  row('R3', 'incident', 2, { kind: 'proportion', count: 84, of: 240 }, 0.15, 0.45, 1.6),
  row('R7', 'change', 1, { kind: 'proportion', count: 9, of: 60 }, 0.05, 0.3),
  row('R8', 'continuity', 1, { kind: 'census', count: 3, of: 10 }, 0.1, 0.7),
  row('R6', 'capacity', 1, null, 0.3, 0.9),
]
const symptomsOf = (rows: readonly Row[], drifting: readonly string[] = []): readonly Symptom[] => rows.map(({ id, family, weight, counted, dispersion, edges }) => {
  const evidence = counted && evidenceOf(counted, { dispersion })
  return { id, family, weight, strength: strengthOf(evidence, edges, drifting.includes(id)), hasData: evidence !== null }
})
const rounded = ({ low, mid, high }: PoleScore): string => [low, mid, high].map((x) => x.toFixed(2)).join(' ')

describe('the published vector, "too reactive"', () => {
  test('its bounds and strengths', () => {
    const lines = vector.flatMap(({ counted, dispersion, edges }) => {
      const evidence = counted && evidenceOf(counted, { dispersion })
      const { low, mid, high } = strengthOf(evidence, edges)
      return evidence ? [[evidence.low, evidence.value, evidence.high, low, mid, high].map((x) => x.toFixed(4)).join(' ')] : []
    })
    expect(lines).toEqual([
      '0.4317 0.4500 0.4685 0.5191 0.5714 0.6242', '0.5496 0.6000 0.6484 0.3740 0.5000 0.6209', '0.3020 0.3500 0.4013 0.5065 0.6667 0.8376',
      '0.1003 0.1500 0.2184 0.2012 0.4000 0.6734', '0.2500 0.3000 0.3000 0.2500 0.3333 0.3333',
    ])
    expect(strengthOf(null, { healthy: 0.3, extreme: 0.9 })).toEqual({ low: 0, mid: 0, high: 1 })
  })

  test('its scores, shares, coverage, and what is left without the strongest', () => {
    const score = poleScore(symptomsOf(vector))
    expect([rounded(score), score.coverage, score.withoutTop.toFixed(2), score.strong, score.strongFamilies]).toEqual(['40.23 50.78 71.87', 0.875, '35.50', 4, 3])
    expect(score.drivers.map(({ id, share }) => `${id} ${(100 * share).toFixed(1)}`)).toEqual(['R1 41.6', 'R3 39.6', 'R2 10.8', 'R8 4.8', 'R7 3.1'])
  })

  test('with a drift of R2, and without the data of R8: just no imbalance any more', () => {
    expect(rounded(poleScore(symptomsOf(vector, ['R2'])))).toBe('43.40 53.25 73.44')
    const fewer = poleScore(symptomsOf(vector.map((one) => (one.id === 'R8' ? { ...one, counted: null } : one))))
    expect(fewer.low.toFixed(2)).toBe('39.25')
    const second = [1, 2].reduce((standing) => nextStanding(standing, { short: fewer, long: fewer }), unknownStanding)
    expect(second.state).toBe('leaning')
  })

  test('is an imbalance in the second week, if both windows say so', () => {
    const score = poleScore(symptomsOf(vector))
    const first = nextStanding(unknownStanding, { short: score, long: score })
    expect([first.state, nextStanding(first, { short: score, long: score }).state]).toEqual(['leaning', 'imbalanced'])
  })

  test('says what would change it: the smallest change of one symptom', () => {
    const symptoms = symptomsOf(vector)
    const [first] = turnsOf(symptoms, 40, 'low')
    if (!first) throw new Error('no turn')
    expect([first.id, first.from.toFixed(4), first.to.toFixed(4)]).toEqual(['R1', '0.5191', '0.5119'])
    const turned = symptoms.map((one) => (one.id === first.id ? { ...one, strength: { ...one.strength, low: first.to } } : one))
    expect(poleScore(turned).low).toBeCloseTo(40, 10)
    expect(valueAt(first.to, { healthy: 0.25, extreme: 0.6 })).toBeCloseTo(0.4292, 4)
    expect(turnsOf(symptoms, 95, 'low')).toEqual([])
  })
})

describe('never falls when evidence grows, in 100,000 random cases', () => {
  const uniform = seededUniform(47)
  const whole = (most: number): number => Math.floor(uniform() * (most + 1))
  const cases = 100_000

  test('a symptom in its value, in both directions and on both scales', () => {
    for (let i = 0; i < cases; i++) {
      const [a, b] = [0.01 + uniform(), 1.02 + uniform()]
      const edges = uniform() < 0.5 ? { healthy: a, extreme: b, isLog: uniform() < 0.5 } : { healthy: b, extreme: a, isLog: uniform() < 0.5 }
      const [x, y] = [uniform() * 2.5, uniform() * 2.5]
      const [nearer, further] = (x < y) === (edges.healthy < edges.extreme) ? [x, y] : [y, x]
      if (symptomAt(nearer, edges) > symptomAt(further, edges)) throw new Error(`${nearer} against ${further} of ${JSON.stringify(edges)}`)
      const u = uniform()
      expect(symptomAt(valueAt(u, edges), edges)).toBeCloseTo(u, 9)
    }
  }, 60_000)

  test('careful and bold strength in the count, and the careful one in the number of cases of the same share', () => {
    for (let i = 0; i < cases; i++) {
      const of = 20 + whole(400)
      const count = whole(of - 1)
      const dispersion = 1 + 3 * uniform()
      const edges = { healthy: 0.1 + 0.2 * uniform(), extreme: 0.4 + 0.5 * uniform() }
      const strength = (k: number, n: number): { low: number; high: number } => strengthOf(evidenceOf({ kind: 'proportion', count: k, of: n }, { dispersion }), edges)
      const [one, more, longer] = [strength(count, of), strength(count + 1, of), strength(3 * count, 3 * of)]
      if (one.low > more.low + 1e-12 || one.high > more.high + 1e-12 || one.low > longer.low + 1e-12) throw new Error(`${count} of ${of}, φ ${dispersion}`)
    }
  }, 60_000)

  test('a rate in its count, and below three it is data and no symptom', () => {
    for (let i = 0; i < cases / 10; i++) {
      const exposure = 1 + 50 * uniform()
      const count = poissonCount(exposure, uniform)
      const edges = { healthy: 0.2, extreme: 2 }
      const [one, more] = [count, count + 1].map((x) => strengthOf(evidenceOf({ kind: 'rate', count: x, exposure }), edges))
      if (!one || !more || one.low > more.low || (count < 3 && one.low !== 0)) throw new Error(`${count} over ${exposure}`)
    }
  }, 60_000)

  test('the score in every strength; and what is not known widens it without raising what is certain', () => {
    for (let i = 0; i < cases; i++) {
      const symptoms = Array.from({ length: 2 + whole(9) }, (_, n): Symptom => {
        const [low, mid, high] = [uniform(), uniform(), uniform()].sort((a, b) => a - b)
        return { id: `${n}`, family: `${n % 3}`, weight: uniform() < 0.5 ? 1 : 2, strength: { low: low ?? 0, mid: mid ?? 0, high: high ?? 0 }, hasData: true }
      })
      const at = whole(symptoms.length - 1)
      const raised = symptoms.map((one, n) => (n === at ? { ...one, strength: { low: one.strength.low + uniform() * (1 - one.strength.low), mid: one.strength.mid + uniform() * (1 - one.strength.mid), high: 1 } } : one))
      const lost = symptoms.map((one, n) => (n === at ? { ...one, hasData: false, strength: strengthOf(null, { healthy: 0, extreme: 1 }) } : one))
      const [is, higher, unknown] = [poleScore(symptoms), poleScore(raised), poleScore(lost)]
      const hasFallen = higher.low < is.low - 1e-9 || higher.mid < is.mid - 1e-9 || higher.high < is.high - 1e-9 || higher.strong < is.strong
      if (hasFallen || unknown.low > is.low + 1e-9 || unknown.high < is.high - 1e-9 || unknown.coverage >= is.coverage) throw new Error(JSON.stringify(symptoms))
    }
  }, 60_000)
})

describe('evidence', () => {
  test('is none where it is too little, and a census of few does not shout', () => {
    expect(evidenceOf({ kind: 'proportion', count: 10, of: 19 })).toBeNull()
    expect(evidenceOf({ kind: 'census', count: 3, of: 4 })).toBeNull()
    expect(evidenceOf({ kind: 'rate', count: 5, exposure: 0 })).toBeNull()
    expect(evidenceOf({ kind: 'ratio', weeks: Array.from({ length: 7 }, () => ({ amount: 1, per: 2 })) })).toBeNull()
    expect(evidenceOf({ kind: 'quantile', lifetimes: Array.from({ length: 19 }, () => ({ duration: 1, isFinished: true })) })).toBeNull()
    expect(evidenceOf({ kind: 'census', count: 1, of: 5 })).toEqual({ value: 0.2, low: 1 / 7, high: 0.2, n: 5, isTooRare: false })
    // Where few is what is bad, the good ones are not counted too sure either.
    expect(evidenceOf({ kind: 'census', count: 1, of: 5 }, { isLowBad: true })).toEqual({ value: 0.2, low: 0.2, high: 3 / 7, n: 5, isTooRare: false })
  })

  test('of sums is as wide as its weeks differ, by the jackknife on the scale of factors', () => {
    const same = evidenceOf({ kind: 'ratio', weeks: Array.from({ length: 12 }, () => ({ amount: 3, per: 10 })) })
    expect([same?.low, same?.value, same?.high].map((x) => x?.toFixed(6))).toEqual(['0.300000', '0.300000', '0.300000'])
    // By hand: weeks of 1 and 3 over 10, eight in all; the deviations of the logarithms without one week each, and t(0.9, 7) = 1.4149.
    const amounts = [1, 3, 1, 3, 1, 3, 1, 3]
    const logs = amounts.map((x) => Math.log((16 - x) / 70))
    const mean = logs.reduce((a, b) => a + b) / 8
    const error = Math.sqrt((7 / 8) * logs.reduce((a, x) => a + (x - mean) ** 2, 0))
    const found = evidenceOf({ kind: 'ratio', weeks: amounts.map((amount) => ({ amount, per: 10 })) })
    expect(found?.value).toBeCloseTo(0.2, 12)
    expect(found?.low).toBeCloseTo(0.2 / Math.exp(1.4149 * error), 5)
    expect(found?.high).toBeCloseTo(0.2 * Math.exp(1.4149 * error), 5)
    // One week has all of it: nothing bounds that.
    expect(evidenceOf({ kind: 'ratio', weeks: Array.from({ length: 9 }, (_, i) => ({ amount: i === 0 ? 9 : 0, per: 1 })) })).toMatchObject({ value: 1, low: 0, high: Infinity })
  })

  test('of durations counts what is not over, and is open to the top where most are not', () => {
    const open = evidenceOf({ kind: 'quantile', lifetimes: Array.from({ length: 40 }, (_, i) => ({ duration: i + 1, isFinished: i < 10 })) })
    expect([open?.value, open?.high]).toEqual([40, Infinity])
    expect(strengthOf(open, { healthy: 10, extreme: 100, isLog: true }).high).toBe(1)
  })

  test('refuses what cannot be', () => {
    expect(() => evidenceOf({ kind: 'census', count: 7, of: 6 })).toThrow(RangeError)
    expect(() => evidenceOf({ kind: 'ratio', weeks: [{ amount: -1, per: 2 }] })).toThrow(RangeError)
    expect(() => symptomAt(1, { healthy: 0.2, extreme: 0.2 })).toThrow(RangeError)
    expect(() => symptomAt(1, { healthy: 0, extreme: 0.2, isLog: true })).toThrow(RangeError)
    expect(() => symptomAt(NaN, { healthy: 0, extreme: 0.2 })).toThrow(RangeError)
    expect(() => poleScore([{ id: 'x', family: 'y', weight: 0, strength: { low: 0, mid: 0, high: 1 }, hasData: true }])).toThrow(RangeError)
  })
})

describe('drift', () => {
  const weeks = (share: number, n: number): { count: number; of: number }[] => Array.from({ length: n }, (_, i) => ({ count: Math.round(100 * share) + (i % 2 === 0 ? 2 : -2), of: 100 }))

  test('has no baseline of seven weeks, a provisional one of eight, a firm one of twenty', () => {
    expect(baselineOf('share', weeks(0.1, 7))).toBeNull()
    expect([baselineOf('share', weeks(0.1, 8))?.isFirm, baselineOf('share', [...weeks(0.1, 19), null])?.isFirm, baselineOf('share', weeks(0.1, 20))?.isFirm]).toEqual([false, false, true])
    expect(driftOf(weeks(0.9, 20), null, false).isDrifting).toBe(false)
  })

  test('is seen towards the pole only, says since when, and weeks that nobody saw say nothing', () => {
    const baseline = baselineOf('share', weeks(0.1, 26))
    const up = [...weeks(0.1, 6), null, ...weeks(0.2, 6)]
    expect(driftOf(up, baseline, false)).toMatchObject({ isDrifting: true, since: 7 })
    expect(driftOf(up, baseline, true).isDrifting).toBe(false)
    expect(driftOf([...weeks(0.3, 6), ...weeks(0.1, 90)], baseline, false).isDrifting).toBe(false)
  })

  test('of values that never varied says nothing', () => {
    const baseline = baselineOf('value', Array.from({ length: 20 }, () => ({ value: 3 })))
    expect(driftOf([{ value: 9 }, { value: 9 }], baseline, false)).toEqual({ isDrifting: false, since: null, sum: 0 })
  })

  test('alone stays below an imbalance', () => {
    const all = Array.from({ length: 9 }, (_, i): Symptom => ({ id: `${i}`, family: `${i}`, weight: 1, strength: strengthOf(evidenceOf({ kind: 'proportion', count: 1, of: 100 }), { healthy: 0.15, extreme: 0.3 }, true), hasData: true }))
    expect(poleScore(all).low).toBeCloseTo(35, 9)
  })
})

describe('the verdict', () => {
  /** Nine symptoms, so many with data, so many of them of this strength. */
  const score = (strength: number, { strong = 9, families = 3, withData = 9 } = {}): PoleScore => poleScore(Array.from({ length: 9 }, (_, i): Symptom => ({
    id: `${i}`, family: `${i % families}`, weight: 1, hasData: i < withData, strength: i < withData ? { low: i < strong ? strength : 0, mid: i < strong ? strength : 0, high: i < strong ? strength : 0 } : { low: 0, mid: 0, high: 1 },
  })))
  const after = (scores: readonly (PoleScore | readonly [PoleScore, PoleScore])[]): readonly PoleState[] => {
    let standing: PoleStanding = unknownStanding
    return scores.map((one) => {
      const [short, long] = 'low' in one ? [one, one] : one
      standing = nextStanding(standing, { short, long })
      return standing.state
    })
  }
  const [calm, lean, bad, worst] = [score(0.1), score(0.3), score(0.5), score(0.8)]

  test('needs data of four indicators and 60 % of the weight', () => {
    expect(after([score(0.9, { withData: 5 }), score(0.9, { withData: 6 }), score(0.9, { withData: 6 })])).toEqual(['insufficient', 'leaning', 'severe'])
  })

  test('is balanced, leaning, and leaning lately where the short window alone says so', () => {
    expect(after([calm, lean, [lean, calm], [calm, lean]])).toEqual(['balanced', 'leaning', 'leaning_recent', 'leaning'])
  })

  test('is imbalanced in the second week only, and severe likewise', () => {
    expect(after([bad, bad, worst, worst, bad])).toEqual(['leaning', 'imbalanced', 'imbalanced', 'severe', 'imbalanced'])
    expect(after([bad, lean, bad, [bad, lean], bad])).toEqual(['leaning', 'leaning', 'leaning', 'leaning', 'leaning'])
  })

  test('wants three symptoms of two families, and more than its strongest one', () => {
    expect(after([score(1, { strong: 2 }), score(1, { strong: 2 })])).toEqual(['leaning', 'leaning'])
    expect(after([score(1, { strong: 3 }), score(1, { strong: 3 })])).toEqual(['leaning', 'imbalanced'])
    expect(after([score(0.9, { families: 1 }), score(0.9, { families: 1 })])).toEqual(['leaning', 'leaning'])
  })

  test('names a single symptom, and no balance', () => {
    expect(after([score(0.85, { strong: 1 }), score(0.85, { strong: 1 })])).toEqual(['single_symptom', 'single_symptom'])
    expect(score(0.85, { strong: 1 }).single).toBe('0')
  })

  test('ends after four calm evaluations in a row, and begins anew with two', () => {
    expect(after([bad, bad, calm, calm, lean, calm, calm, calm, calm, bad, bad])).toEqual(['leaning', 'imbalanced', 'leaving', 'leaving', 'imbalanced', 'leaving', 'leaving', 'leaving', 'balanced', 'leaning', 'imbalanced'])
  })

  test('is not forgotten while evidence is missing', () => {
    const none = score(0.5, { withData: 3 })
    expect(after([bad, bad, none, lean])).toEqual(['leaning', 'imbalanced', 'insufficient', 'imbalanced'])
  })

  test.each<readonly [PoleState, PoleState, BalanceState, 0 | 1 | null]>([
    ['balanced', 'balanced', 'balanced', null], ['balanced', 'insufficient', 'insufficient', null], ['insufficient', 'imbalanced', 'imbalanced', 1],
    ['severe', 'imbalanced', 'torn', null], ['leaning', 'imbalanced', 'imbalanced', 1], ['leaning', 'leaning', 'leaning', null], ['single_symptom', 'leaning', 'single_symptom', 0], ['leaving', 'balanced', 'leaving', 0],
  ])('%s and %s is %s', (a, b, state, pole) => { expect(tensionState([a, b])).toEqual({ state, pole }) })
})
