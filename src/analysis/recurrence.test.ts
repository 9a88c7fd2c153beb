import { describe, expect, test } from 'vitest'
import { hasReal, realRows } from '../../test/real.ts'
import { type IdentifiedOccurrence, recurrenceClusters } from './recurrence.ts'
import { areApart, likeness, markOf, neededText, sameTrouble, type Setting, thingRelation } from './recurrence-likeness.ts'
import { RecurrenceCorpus } from './recurrence-corpus.ts'
import { seededUniform } from './seeded.ts'
import { shingles, wordsOf } from './shingle.ts'
import { bucketOf, buckets, bucketsOf } from './word-weights.ts'

const items = (...texts: string[]): IdentifiedOccurrence[] => texts.map((text, i) => ({ id: String(i), text }))
const day = 86_400
const members = (list: readonly IdentifiedOccurrence[]): string[][] => recurrenceClusters(list).map((c) => [...c.members].sort())

describe('clusters', () => {
  const desk = items(
    'printer on floor 3 is out of paper', 'job job_17 failed in job_scheduler at: 10/31/2016 05:10:00', 'vpn client does not connect',
    'job job_17 failed in job_scheduler at: 11/02/2016 17:44:00', 'job job_18 failed in job_scheduler at: 11/02/2016 17:44:00', 'VPN client doesn’t connect', 'vpn client does not connect today',
  )

  test('hold what shares its rare words, and name them', () => {
    const found = recurrenceClusters(desk)
    expect(found.map((c) => c.members)).toEqual([['1', '3'], ['2', '6']])
    expect(found[0]?.words).toContain('job job_17')
    expect(found[1]?.words).toContain('not connect')
  })

  test('do not depend on the order in which they are given', () => {
    const mixed = [3, 0, 6, 5, 2, 4, 1].flatMap((i) => desk[i] ?? [])
    expect(members(mixed).sort()).toEqual(members(desk).sort())
  })

  test('hold texts without words in none', () => {
    expect(recurrenceClusters(items('', '12345', '', '10/31/2016', '…'))).toEqual([])
    expect(recurrenceClusters([])).toEqual([])
  })

  test('of 100,000 equal alerts are one, and do not take long', () => {
    const start = performance.now()
    const corpus = new RecurrenceCorpus()
    for (let i = 0; i < 100_000; i++) corpus.add({ text: `node exporter of sap-p01 is down since ${i} s`, at: i })
    const { size, nodes, compared } = corpus.clusters()
    expect({ size, nodes, compared }).toEqual({ size: 1, nodes: 1, compared: 0 })
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  test('of 20,000 alerts that differ in one name each are not compared each with each', () => {
    const corpus = new RecurrenceCorpus()
    for (let i = 0; i < 20_000; i++) corpus.add({ text: `the exporter of the disk metrics on host sap-p${i}x is not answering any more`, at: i })
    // By the weights of other days: in this corpus alone the name would be all that says anything.
    const { size, compared } = corpus.clusters({ texts: 1000, counts: new Uint32Array(buckets) })
    expect(size).toBe(1)
    expect(compared).toBeLessThan(200_000)
  }, 30_000)

  test('do not join across organizations', () => {
    const list = items('vpn client does not connect', 'vpn client does not connect')
    expect(members(list.map((x, i) => ({ ...x, scope: i === 0 ? 'a' : 'b' })))).toEqual([])
  })

  test.each([
    ['the very same after 180 days of rest is the same trouble', 'vpn client does not connect', 180, 1],
    ['after more it is another', 'vpn client does not connect', 180.001, 0],
    ['what is only alike is compared over 90 days', 'vpn client does not connect today', 90, 1],
    ['and not over more', 'vpn client does not connect today', 90.001, 0],
  ])('%s', (_why, text, days, found) => {
    expect(recurrenceClusters([{ id: 'a', text: 'vpn client does not connect', at: 0 }, { id: 'b', text, at: Math.round(days * day) }])).toHaveLength(found)
  })

  test('reach over a rest that another occurrence bridges', () => {
    const list = [0, 170, 340].map((d, i) => ({ id: String(i), text: 'vpn client does not connect', at: d * day }))
    expect(members(list)).toEqual([['0', '1', '2']])
  })

  test('found by their words are those that comparing each with each finds', () => {
    const uniform = seededUniform(7)
    const below = (n: number): number => Math.floor(uniform() * n)
    const list = Array.from({ length: 400 }, (_, i): IdentifiedOccurrence => ({
      id: String(i), text: Array.from({ length: 3 + below(6) }, () => `w${'abcdefghijklmnopqrst'[Math.floor(20 ** uniform()) - 1] ?? 'z'}`).join(' '), at: below(400) * day,
      ciIds: uniform() < 0.5 ? [`ci${below(8)}`] : [], ciTypes: uniform() < 0.5 ? [`t${below(3)}`] : [], category: uniform() < 0.6 ? `c${below(3)}` : null, serviceId: uniform() < 0.5 ? `s${below(3)}` : null,
    }))
    expect(members(list).sort()).toEqual(byComparingAll(list).sort())
  })
})

// The definition itself, without candidates: every pair of nodes, and whatever is alike is linked.
function byComparingAll(list: readonly IdentifiedOccurrence[]): string[][] {
  const features = list.map((o) => bucketsOf(wordsOf(o.text)))
  const nodes = Map.groupBy(list.keys(), (i) => JSON.stringify([features[i]?.toSorted((a, b) => a - b), list[i]?.ciIds, list[i]?.ciTypes, list[i]?.category, list[i]?.serviceId]))
  const counts = new Map<number, number>()
  for (const [first = 0] of nodes.values()) for (const f of features[first] ?? []) counts.set(f, (counts.get(f) ?? 0) + 1)
  const square = (f: number): number => (1 + Math.log((nodes.size + 1) / ((counts.get(f) ?? 0) + 1))) ** 2
  const cosine = (a: readonly number[], b: readonly number[]): number =>
    a.filter((f) => b.includes(f)).reduce((s, f) => s + square(f), 0) / Math.sqrt(a.reduce((s, f) => s + square(f), 0) * b.reduce((s, f) => s + square(f), 0))
  const number = (name: string | null | undefined): number => (name == null ? -1 : [...name].reduce((n, c) => n * 131 + (c.codePointAt(0) ?? 0), 1))
  const setting = (o: IdentifiedOccurrence): Setting => ({ scope: 0, cis: (o.ciIds ?? []).map(number), types: (o.ciTypes ?? []).map(number), around: [], service: number(o.serviceId), category: number(o.category) })
  const spells = [...nodes.values()].flatMap((own) => {
    const sorted = own.toSorted((a, b) => (list[a]?.at ?? 0) - (list[b]?.at ?? 0))
    const out: number[][] = []
    sorted.forEach((i, k) => { if (k > 0 && (list[i]?.at ?? 0) - (list[sorted[k - 1] ?? 0]?.at ?? 0) <= 180 * day) out.at(-1)?.push(i); else out.push([i]) })
    return out
  })
  const group = spells.map((_, i) => i)
  spells.forEach((a, i) => spells.forEach((b, j) => {
    const [x, y] = [list[a[0] ?? 0], list[b[0] ?? 0]]
    if (j >= i || x === undefined || y === undefined) return
    const apart = Math.max(x.at ?? 0, y.at ?? 0) - Math.min(list[a.at(-1) ?? 0]?.at ?? 0, list[b.at(-1) ?? 0]?.at ?? 0)
    if (apart > 90 * day || likeness(cosine(features[a[0] ?? 0] ?? [], features[b[0] ?? 0] ?? []), setting(x), setting(y)) < sameTrouble - 1e-7) return
    const [from, to] = [group[i], group[j]]
    group.forEach((g, k) => { if (g === from) group[k] = to ?? 0 })
  }))
  return [...Map.groupBy(spells.keys(), (i) => group[i]).values()].map((own) => own.flatMap((i) => spells[i] ?? []).map((i) => list[i]?.id ?? '').sort()).filter((m) => m.length > 1)
}

describe('likeness', () => {
  const none: Setting = { scope: 0, cis: [], types: [], around: [], service: -1, category: -1 }
  const on = (more: Partial<Setting>): Setting => ({ ...none, ...more })
  test.each([
    ['words alone where nothing else is known', none, none, 'unknown', 0.65],
    ['one category', on({ category: 1 }), on({ category: 1 }), 'unknown', 0.51],
    ['two categories', on({ category: 1 }), on({ category: 2 }), 'unknown', 0.91],
    ['one item', on({ cis: [5] }), on({ cis: [4, 5] }), 'same', 0.44],
    ['one item and category', on({ cis: [5], category: 1 }), on({ cis: [5], category: 1 }), 'same', 0.3],
    ['items of one type, one category', on({ cis: [5], types: [9], category: 1 }), on({ cis: [6], types: [9], category: 1 }), 'same type', 0.6],
    ['neighbours, one category', on({ cis: [5], around: [6], category: 1 }), on({ cis: [6], category: 1 }), 'neighbours', 0.54],
    ['nothing in common but the words is never enough', on({ cis: [5], category: 1 }), on({ cis: [6], category: 2 }), 'unrelated', 1.3],
    ['nor is it where service and category are others', on({ service: 3, category: 1 }), on({ service: 4, category: 2 }), 'unrelated', 1.3],
    ['one service where no item is named', on({ service: 3 }), on({ service: 3, cis: [5] }), 'same service', 0.65],
    ['a service beside the item', on({ service: 3 }), on({ service: 4, cis: [5], around: [3] }), 'neighbours', 0.68],
  ])('%s', (_why, a, b, relation, needed) => {
    expect(thingRelation(a, b)).toBe(relation)
    expect(thingRelation(b, a)).toBe(relation)
    expect(neededText(a, b)).toBeCloseTo(needed, 8)
    expect(likeness(needed, a, b)).toBeCloseTo(sameTrouble, 8)
  })

  test('two that are apart by their marks need more than equal words, whatever is known of them', () => {
    const uniform = seededUniform(11)
    const below = (n: number): number => Math.floor(uniform() * n)
    // Numbers of which only the upper half differs, too.
    const number = (): number => (uniform() < 0.3 ? -1 : below(4) + 0x10000 * below(2))
    const some = (): Setting => on({ service: number(), category: number(), cis: uniform() < 0.3 ? [below(3)] : [], around: uniform() < 0.3 ? [below(4)] : [] })
    let apart = 0
    for (let n = 0; n < 5000; n++) {
      const [a, b] = [some(), some()]
      if (!areApart(markOf(a), markOf(b))) continue
      apart++
      expect(neededText(a, b)).toBeGreaterThan(1)
    }
    expect(apart).toBeGreaterThan(100)
  })
})

test('the hashes of a text are those of its shingles', () => {
  const words = wordsOf('disk full on sap-p01, disk full again')
  expect(bucketsOf(words).toSorted()).toEqual(shingles(words).map(bucketOf).toSorted())
})

describe.skipIf(!hasReal('tickets'))('tickets of a service desk (real data)', () => {
  const rows = hasReal('tickets') ? realRows('tickets/assignment_tickets.dev.csv.gz') : []
  const clusterOf = (texts: readonly string[]): Int32Array => {
    const corpus = new RecurrenceCorpus()
    for (const text of texts) corpus.add({ text })
    return corpus.clusters().clusterOf
  }
  const jobs = rows.map((r) => /^job (\S+) failed in job_scheduler/i.exec(r['short_description'] ?? '')?.[1]?.toLowerCase())

  test('monitoring tickets fall together by the job that failed: precision ≥ 0.9 at recall ≥ 0.6; the rest at precision ≥ 0.85 by group', () => {
    const found = clusterOf(rows.map((r) => `${r['short_description'] ?? ''}\n${r['description'] ?? ''}`))
    const monitoring = pairwise(jobs, found)
    const rest = pairwise(rows.map((r, i) => (jobs[i] === undefined ? r['assignment_group'] : undefined)), found)
    console.log(`clusters of ${rows.length} tickets: by job ${said(monitoring)}; by assignment group, without jobs, ${said(rest)}`)
    expect(monitoring.labelled).toBeGreaterThan(600)
    expect(monitoring.precision).toBeGreaterThanOrEqual(0.9)
    expect(monitoring.recall).toBeGreaterThanOrEqual(0.6)
    expect(rest.precision).toBeGreaterThanOrEqual(0.85)
  }, 60_000)

  test('anonymised tickets fall together within their topic: precision ≥ 0.9', () => {
    const endava = realRows('tickets/endava_tickets.dev.csv.gz')
    const topics = pairwise(endava.map((r) => r['topic_group'] || undefined), clusterOf(endava.map((r) => `${r['title'] ?? ''}\n${r['body'] ?? ''}`)))
    console.log(`clusters of ${endava.length} anonymised tickets: by topic ${said(topics)}`)
    expect(topics.precision).toBeGreaterThanOrEqual(0.9)
  }, 60_000)
})

interface Pairwise { readonly labelled: number; readonly precision: number; readonly recall: number }
const said = (p: Pairwise): string => `precision ${p.precision.toFixed(3)}, recall ${p.recall.toFixed(4)} over ${p.labelled}`

// Of all pairs of labelled texts: how many pairs of one cluster have one label, how many pairs of one label one cluster.
function pairwise(labels: readonly (string | undefined)[], clusterOf: ArrayLike<number>): Pairwise {
  const labelled = labels.flatMap((label, i) => (label === undefined ? [] : [{ label, cluster: clusterOf[i] === -1 ? `alone ${i}` : String(clusterOf[i]) }]))
  const pairs = (key: (x: { label: string; cluster: string }) => string): number => [...Map.groupBy(labelled, key).values()].reduce((sum, { length: n }) => sum + (n * (n - 1)) / 2, 0)
  const both = pairs((x) => `${x.label}\n${x.cluster}`)
  return { labelled: labelled.length, precision: both / pairs((x) => x.cluster), recall: both / pairs((x) => x.label) }
}
