/** Structures: the published vectors, iTop's impact cases, and that three ways to find single points agree on random graphs. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AlternateGroup, effectOf, type Part, type Structure } from './structure.ts'
import { expectedAvailability, importance } from './structure-availability.ts'
import { minimalCutSets } from './structure-cuts.ts'
import { FailureEffects } from './structure-effects.ts'

const part = (needs: readonly string[], ...groups: AlternateGroup[]): Part => ({ needs, groups })
const group = (atLeast: number, ...ids: readonly string[]): AlternateGroup => ({ atLeast, members: ids.map((id) => ({ id: id.replace('~', ''), standby: id.startsWith('~') ? 'warm' : 'hot' })) })
const structure = (parts: Readonly<Record<string, Part>>): Structure => new Map(Object.entries(parts))
const singlePoints = (s: Structure, top: string): readonly string[] => new FailureEffects(s).singlePoints(top).toSorted()
const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `c${i}`)

describe('expected availability', () => {
  const of = (s: Structure, a: Readonly<Record<string, number>>, beta = 0): number | null => expectedAvailability(s, 'top', { availabilityOf: (id) => a[id] ?? 1, beta })
  const chain = (list: readonly number[]): number | null => of(structure({ top: part(names(list.length)) }), Object.fromEntries(list.map((x, i) => [`c${i}`, x])))
  const several = (k: number, list: readonly number[], beta = 0): number | null => of(structure({ top: part([], group(k, ...names(list.length))) }), Object.fromEntries(list.map((x, i) => [`c${i}`, x])), beta)

  test.each([
    ['host, network, server and workstation in series', chain([0.98, 0.98, 0.975, 0.96]), 0.89893],
    ['seven in series; the weakest link, 0.97, is only an upper bound', chain([0.98, 0.97, 0.99, 0.9995, 0.98, 0.978, 0.992]), 0.89432],
    ['two in parallel', several(1, [0.98, 0.98]), 0.9996],
    ['two of three', several(2, [0.95, 0.95, 0.95]), 0.99275],
    ['three of four', several(3, [0.99, 0.99, 0.99, 0.99]), 0.999408],
    ['two in parallel of which a tenth of the failures is common: 1 - [(1-b)²q² + bq]', several(1, [0.98, 0.98], 0.1), 1 - (0.81 * 0.0004 + 0.002)],
    ['three of three with a common cause: nothing is redundant', several(3, [0.99, 0.99, 0.99], 0.1), 0.99 ** 3],
  ])('%s', (_what, is, should) => { expect(is).toBeCloseTo(should, 5) })

  test('does not multiply along ways that share a part', () => {
    // Two alternates on one rack: the rack counts once.
    const s = structure({ top: part([], group(1, 'a', 'b')), a: part(['rack']), b: part(['rack']) })
    expect(of(s, { a: 0.9, b: 0.9, rack: 0.95 })).toBeCloseTo(0.95 * (1 - 0.1 * 0.1), 12)
  })

  test('a bridge, by hand: five parts of 0.9 are 0.97848', () => {
    // Ways 1-4, 2-5, 1-3-5, 2-3-4; as groups of ways that share parts.
    const s = structure({ top: part([], group(1, 'w1', 'w2', 'w3', 'w4')), w1: part(['1', '4']), w2: part(['2', '5']), w3: part(['1', '3', '5']), w4: part(['2', '3', '4']) })
    expect(of(s, { 1: 0.9, 2: 0.9, 3: 0.9, 4: 0.9, 5: 0.9 })).toBeCloseTo(0.97848, 10)
  })

  test('is the sum over all states, on random structures', () => {
    fc.assert(fc.property(randomStructure(7), fc.array(fc.double({ min: 0.1, max: 0.99, noNaN: true }), { minLength: 8, maxLength: 8 }), (s, a) => {
      const ids = ['top', ...names(7)]
      const by = Object.fromEntries(ids.map((id, i) => [id, a[i] ?? 1]))
      let sum = 0
      for (let bits = 0; bits < 2 ** ids.length; bits++) {
        const down = new Set(ids.filter((_, i) => bits & (1 << i)))
        if (effectOf(s, 'top', down) !== 'X') sum += ids.reduce((p, id) => p * (down.has(id) ? 1 - (by[id] ?? 1) : by[id] ?? 1), 1)
      }
      expect(of(s, by)).toBeCloseTo(sum, 9)
    }), { numRuns: 60 })
  })

  test('what is needed in any case matters most', () => {
    const s = structure({ top: part(['net'], group(1, 'a', 'b')) })
    const by = importance(s, 'top', { availabilityOf: () => 0.9 })
    expect(by?.get('net') ?? 0).toBeGreaterThan(by?.get('a') ?? 1)
    expect(by?.get('a')).toBeCloseTo(0.9 * 0.9 * 0.1, 12)
  })

  test('a chain of 400 parts below 200 pairs is computed', () => {
    const parts: Record<string, Part> = { top: part(names(200), ...names(200).map((_, i) => group(1, `p${i}`, `q${i}`))) }
    expect(of(structure(parts), Object.fromEntries(names(200).flatMap((c, i) => [[c, 0.9999], [`p${i}`, 0.99], [`q${i}`, 0.99]])))).toBeCloseTo(0.9999 ** 200 * 0.9999 ** 200, 9)
  })
})

describe('the pressure tank of NUREG-0492', () => {
  // top = T ∪ K2 ∪ S·(K1 ∪ R ∪ S1); gates cannot fail themselves.
  const tank = structure({ top: part(['T', 'K2'], group(1, 'S', 'switching')), switching: part(['K1', 'R', 'S1']) })
  const q: Readonly<Record<string, number>> = { T: 5e-6, K2: 3e-5, S: 1e-4, K1: 3e-5, R: 1e-4, S1: 3e-5 }
  const canFail = (id: string): boolean => id in q

  test('has five minimal cut sets, two of a single event', () => {
    expect(minimalCutSets(tank, 'top', { canFail }).sets).toEqual([['K2'], ['T'], ['K1', 'S'], ['R', 'S'], ['S', 'S1']])
  })
  test('their sum is 3.5016e-5', () => {
    const sum = minimalCutSets(tank, 'top', { canFail }).sets.reduce((total, set) => total + set.reduce((p, id) => p * (q[id] ?? 1), 1), 0)
    expect(sum).toBeCloseTo(3.5016e-5, 10)
  })
  test('the exact probability lies just below it', () => {
    const exact = 1 - (expectedAvailability(tank, 'top', { availabilityOf: (id) => 1 - (q[id] ?? 0) }) ?? 0)
    expect(exact).toBeLessThan(3.5016e-5)
    expect(exact).toBeCloseTo(3.5016e-5, 8)
  })
})

describe("the impact of iTop's cases", () => {
  const dc = structure({
    // A web farm of three hypervisors that needs two, on servers in two racks with two power feeds each.
    shop: part(['app']), app: part(['db', 'vm']), vm: part(['farm']), farm: part([], group(2, 'hv1', 'hv2', 'hv3')),
    hv1: part(['srv1']), hv2: part(['srv2']), hv3: part(['srv3']), db: part(['srv1']),
    srv1: part(['rack1'], group(1, 'feedA', 'feedB')), srv2: part(['rack1'], group(1, 'feedA', 'feedB')), srv3: part(['rack2'], group(1, 'feedA', 'feedB')),
    feedA: part(['pduA']), feedB: part(['pduB']),
  })
  test.each([
    ['a server takes its hypervisor, the farm still has two', ['srv2'], 'A'],
    ['the server under the database takes the shop', ['srv1'], 'X'],
    ['two of three hypervisors are too many', ['hv2', 'hv3'], 'X'],
    ['one power feed of two is nothing that users notice', ['feedA'], 'A'],
    ['the unit behind one feed neither', ['pduB'], 'A'],
    ['both feeds take everything', ['feedA', 'feedB'], 'X'],
    ['a unit and the other feed take everything', ['pduA', 'feedB'], 'X'],
    ['a rack fails with all that stands in it (iTop pull request 254)', ['rack1'], 'X'],
    ['the rack of one hypervisor does not', ['rack2'], 'A'],
    ['what is elsewhere does nothing', ['other'], null],
  ])('%s', (_what, down, effect) => { expect(effectOf(dc, 'shop', new Set(down))).toBe(effect) })

  test('a warm alternate must be started, a hot one not', () => {
    const s = structure({ top: part([], group(1, 'main', '~spare')), hot: part([], group(1, 'main', 'twin')) })
    expect([effectOf(s, 'top', new Set(['main'])), effectOf(s, 'top', new Set(['spare'])), effectOf(s, 'hot', new Set(['main'])), effectOf(s, 'top', new Set(['main', 'spare']))]).toEqual(['B', 'A', 'A', 'X'])
  })

  test('the single points of the shop', () => {
    expect(singlePoints(dc, 'shop')).toEqual(['app', 'db', 'farm', 'rack1', 'srv1', 'vm'])
  })
})

/** Acyclic: each part stands on later ones only. */
function randomStructure(n: number): fc.Arbitrary<Structure> {
  const ids = ['top', ...names(n)]
  const one = (i: number): fc.Arbitrary<Part> => {
    const later = ids.slice(i + 1)
    if (later.length === 0) return fc.constant(part([]))
    const some = (max: number): fc.Arbitrary<string[]> => fc.uniqueArray(fc.constantFrom(...later), { maxLength: Math.min(max, later.length) })
    const groups = fc.array(fc.tuple(fc.uniqueArray(fc.constantFrom(...later), { minLength: 1, maxLength: Math.min(4, later.length) }), fc.nat(3), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
      .map(([members, k, warm]): AlternateGroup => ({ atLeast: 1 + (k % members.length), members: members.map((id, j) => ({ id, standby: warm[j] ? 'warm' : 'hot' })) })), { maxLength: 2 })
    return fc.tuple(some(2), groups).map(([needs, list]) => ({ needs, groups: list }))
  }
  return fc.tuple(...ids.map((_, i) => one(i))).map((parts) => new Map(ids.map((id, i) => [id, parts[i] ?? part([])])))
}

describe('on random structures', () => {
  test('effects found together are those found one by one', () => {
    fc.assert(fc.property(randomStructure(10), (s) => {
      const all = new FailureEffects(s)
      for (const top of ['c3', 'top']) {
        const together = all.on(top)
        expect(new FailureEffects(s, { only: 'X' }).singlePoints(top).toSorted()).toEqual(all.singlePoints(top).toSorted())
        for (const id of s.keys()) expect([id, together.get(id) ?? null]).toEqual([id, effectOf(s, top, new Set([id]))])
      }
    }), { numRuns: 400 })
  })

  test('impact analysis and fault tree agree: cut sets of one part are the single points', () => {
    fc.assert(fc.property(randomStructure(10), (s) => {
      const single = minimalCutSets(s, 'top', { most: 2 }).sets.filter((set) => set.length === 1).flat().filter((id) => id !== 'top').toSorted()
      expect(singlePoints(s, 'top')).toEqual(single)
    }), { numRuns: 300 })
  })

  test('each cut set takes the top down, and none of its parts is too many', () => {
    fc.assert(fc.property(randomStructure(8), (s) => {
      for (const set of minimalCutSets(s, 'top').sets) {
        expect(effectOf(s, 'top', new Set(set))).toBe('X')
        for (const id of set) expect(effectOf(s, 'top', new Set(set.filter((x) => x !== id)))).not.toBe('X')
      }
    }), { numRuns: 200 })
  })
})

test('a chain of twenty thousand pairs is no deep stack', () => {
  const s = new Map(names(20_000).map((id, i) => [id, part([], group(1, `c${i + 1}`, `spare${i}`))]))
  expect(new FailureEffects(s, { only: 'X' }).singlePoints('c0')).toEqual([])
  expect(new FailureEffects(s).on('c19500').size).toBe(1001)
})

test('a circle is cut, and does not go on for ever', () => {
  const s = structure({ top: part(['a']), a: part(['b']), b: part(['a'], group(1, 'top', 'c')) })
  expect(effectOf(s, 'top', new Set(['b']))).toBe('X')
  expect(singlePoints(s, 'top')).toEqual(['a', 'b'])
  // The walk from the first member of the pair meets the pair again.
  const around = structure({ other: part([]), pair: part([], group(1, 'x', 'y')), x: part(['pair', 'base']), y: part(['base']) })
  expect(singlePoints(around, 'pair')).toEqual(['base'])
})
