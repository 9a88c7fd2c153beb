import { describe, expect, test } from 'vitest'
import { hasReal, realPaths, realRows } from '../../test/real.ts'
import { mineTemplates, templateMiner } from './template.ts'

const templates = (...lines: string[]): [string, number][] => mineTemplates(lines).map((t) => [t.template, t.count])

describe('templates', () => {
  test.each([
    ['numbers, paths and addresses are parameters', ['disk /dev/sda1 is 93% full', 'disk /var is 7% full'], [['disk <*> is <*> full', 2]]],
    ['a list of numbers of any length is one', ['read 1, 2, 3 from db', 'read 4 from db'], [['read <*> from db', 2]]],
    ['amounts lose their unit', ['free 12 KB of heap', 'free 3.5GB of heap'], [['free <*> of heap', 2]]],
    ['few words at a place are different events', ['the link to db is up', 'the link to db is down'], [['the link to db is down', 1], ['the link to db is up', 1]]],
    ['many words at a place are a parameter', ['anna', 'bert', 'carl', 'dora', 'emil', 'bert'].map((u) => `failed password for user ${u} from desk`), [['failed password for user <*> from desk', 6]]],
    ['many words with little around them are no parameter', ['one', 'two', 'three', 'four', 'five'].map((u) => `go ${u}`), [['go five', 1], ['go four', 1], ['go one', 1], ['go three', 1], ['go two', 1]]],
    ['an empty line is one too', ['', '  '], [['', 2]]],
  ])('%s', (_, lines, want) => { expect(templates(...lines)).toEqual(want) })

  test('do not depend on the order of the lines', () => {
    const lines = ['anna', 'bert', 'carl', 'dora', 'emil', 'fritz'].flatMap((u) => ['desk', 'phone', 'web', 'mail', 'chat'].map((from) => `failed password for user ${u} from ${from} again`))
    expect(templates(...lines)).toEqual([['failed password for user <*> from <*> again', 30]])
    expect(templates(...lines.toReversed())).toEqual(templates(...lines))
  })

  test('join groups that were given out before', () => {
    const miner = templateMiner()
    const numbers = ['anna', 'bert', 'carl', 'dora'].map((u) => miner.add(`failed password for user ${u} from desk`))
    expect(new Set(numbers.map((n) => miner.templateOf(n).group)).size).toBe(4)
    miner.add('failed password for user emil from desk')
    expect(new Set(numbers.map((n) => miner.templateOf(n).group)).size).toBe(1)
  })

  test('hostile lines take time in proportion to their length', () => {
    for (const unit of ['a:', '0 ', '/x', '::', '1:', "'", 'aaaaaaaa']) {
      const start = performance.now()
      mineTemplates([unit.repeat(100_000)])
      expect(performance.now() - start, unit).toBeLessThan(5000)
    }
  })
})

describe.skipIf(!hasReal('loghub'))('logs of real systems (real data)', () => {
  test('are grouped as people grouped them: mean grouping accuracy ≥ 0.85, without a profile', () => {
    const accuracies = realPaths('loghub/*/*_structured.csv.gz').map((path) => {
      const rows = realRows(path)
      const want = rows.map((r) => r['EventId'] ?? '')
      const size = new Map<string, number>()
      for (const event of want) size.set(event, (size.get(event) ?? 0) + 1)
      const right = mineTemplates(rows.map((r) => r['Content'] ?? '')).filter(({ lines }) => {
        const event = want[lines[0] ?? 0] ?? ''
        return lines.length === size.get(event) && lines.every((i) => want[i] === event)
      })
      return right.reduce((sum, t) => sum + t.count, 0) / rows.length
    })
    expect(accuracies.length).toBeGreaterThan(0)
    expect(accuracies.reduce((a, b) => a + b, 0) / accuracies.length).toBeGreaterThanOrEqual(0.85)
    expect(Math.min(...accuracies)).toBeGreaterThan(0.8)
  })
})
