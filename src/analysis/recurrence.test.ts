import { describe, expect, test } from 'vitest'
import { hasReal, realRows } from '../../test/real.ts'
import { recurrenceClusters, RecurrenceIndex, type Cluster } from './recurrence.ts'
import { shingles, wordsOf } from './shingle.ts'
import { bucketOf, bucketsOf, learnWeights } from './word-weights.ts'

const items = (...texts: string[]): { id: string; text: string }[] => texts.map((text, i) => ({ id: String(i), text }))

describe('clusters', () => {
  const desk = items(
    'printer on floor 3 is out of paper', 'job job_17 failed in job_scheduler at: 10/31/2016 05:10:00', 'vpn client does not connect',
    'job job_17 failed in job_scheduler at: 11/02/2016 17:44:00', 'job job_18 failed in job_scheduler at: 11/02/2016 17:44:00', 'VPN client doesn’t connect', 'vpn client does not connect today',
  )

  test('hold what shares its rare words, and name them', () => {
    const found = recurrenceClusters(desk)
    expect(found.map((c) => c.members)).toEqual([['1', '3'], ['2', '6']])
    expect(found[0]?.words).toContain('job_17')
    expect(found[1]?.words).toContain('not connect')
  })

  test('are the same for the same texts in the same order', () => {
    expect(recurrenceClusters(desk)).toEqual(recurrenceClusters(desk))
  })

  test('hold texts without words in none', () => {
    expect(recurrenceClusters(items('', '12345', '', '10/31/2016', '…'))).toEqual([])
    expect(recurrenceClusters([])).toEqual([])
  })

  test('of 20,000 equal alerts are one, and do not take long', () => {
    const found = recurrenceClusters(items(...Array.from({ length: 20_000 }, () => 'node exporter of sap-p01 is down')))
    expect(found.map((c) => c.members.length)).toEqual([20_000])
  })

  test('do not chain: small steps do not join the ends', () => {
    const words = Array.from({ length: 30 }, (_, i) => `word${String.fromCodePoint(97 + i)}x`)
    const steps = items(...Array.from({ length: 20 }, (_, i) => words.slice(i, i + 10).join(' ')))
    expect(Math.max(0, ...recurrenceClusters(steps).map((c) => c.members.length))).toBeLessThan(6)
  })
})

test('one new text is placed and explained', () => {
  const index = new RecurrenceIndex(learnWeights(['disk full on sap-p01', 'vpn down', 'disk full on sap-p02', 'mail is slow']))
  expect(index.add('INC-1', 'disk full on sap-p01')).toEqual({ cluster: 'INC-1', similarity: 1, shared: expect.arrayContaining(['sap-p01', 'on sap-p01']) })
  expect(index.add('INC-2', 'vpn down')?.cluster).toBe('INC-2')
  const again = index.add('INC-3', 'Disk FULL on sap-p01 again')
  expect(again?.cluster).toBe('INC-1')
  expect(again?.similarity).toBeGreaterThan(0.65)
  expect(again?.shared[0]).toContain('sap-p01')
  expect(index.add('INC-4', '   ')).toBeUndefined()
  expect(index.size).toBe(2)
})

test('the hashes of a text are those of its shingles', () => {
  const words = wordsOf('disk full on sap-p01, disk full again')
  expect(bucketsOf(words).toSorted()).toEqual(shingles(words).map(bucketOf).toSorted())
})

describe.skipIf(!hasReal('tickets'))('tickets of a service desk (real data)', () => {
  test('monitoring tickets fall together by the job that failed: precision ≥ 0.9 at recall ≥ 0.6', () => {
    const rows = realRows('tickets/assignment_tickets.dev.csv.gz')
    const clusters = recurrenceClusters(rows.map((r) => ({ id: r['row'] ?? '', text: `${r['short_description'] ?? ''}\n${r['description'] ?? ''}` })))
    const jobs = new Map(rows.flatMap((r) => {
      const job = /^job (\S+) failed in job_scheduler/i.exec(r['short_description'] ?? '')?.[1]
      return job === undefined ? [] : [[r['row'] ?? '', job.toLowerCase()] as const]
    }))
    const { precision, recall } = pairwise(jobs, clusters)
    expect(jobs.size).toBeGreaterThan(600)
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.6)
  }, 60_000)
})

// Of all pairs of labelled texts: how many pairs of one cluster have one label, how many pairs of one label one cluster.
function pairwise(labels: ReadonlyMap<string, string>, clusters: readonly Cluster[]): { precision: number; recall: number } {
  const clusterOf = new Map(clusters.flatMap((c) => c.members.map((m) => [m, c.leader] as const)))
  const ids = [...labels.keys()]
  let [both, inCluster, inLabel] = [0, 0, 0]
  ids.forEach((a, i) => ids.slice(0, i).forEach((b) => {
    const isLabel = labels.get(a) === labels.get(b)
    const isCluster = clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b)
    if (isLabel && isCluster) both++
    if (isCluster) inCluster++
    if (isLabel) inLabel++
  }))
  return { precision: both / inCluster, recall: both / inLabel }
}
