import { describe, expect, test } from 'vitest'
import { FOLD_BY_HOUR_FROM, foldRuns, foldThread, inView, type Folded } from './fold.ts'
import type { ThreadEntry } from './thread-entry.ts'

/** `s` is a system line, `p` words in public, `i` internal ones, `t` a turn, `d` a decision. */
function thread(letters: string, minutesApart = 1): ThreadEntry[] {
  return [...letters].map((letter, at): ThreadEntry => {
    const common = { id: `${letter}${at}`, at: at * minutesApart * 60_000 }
    if (letter === 's') return { ...common, kind: 'system', text: '' }
    if (letter === 't' || letter === 'd') return { ...common, kind: 'turn', text: '', isDecision: letter === 'd' }
    return { ...common, kind: 'said', who: 'A', visibility: letter === 'p' ? 'public' : 'internal', body: '' }
  })
}
const drawn = (folded: Folded[]) => folded.map((item) => (item.kind === 'entry' ? item.entry.id[0] : `${item.kind[0]}${item.entries.length}`)).join(' ')

describe('runs of system lines', () => {
  test.each([
    ['three stay open', 'ssst', 's s s t'],
    ['four are folded', 'sssst', 'r4 t'],
    ['only neighbours count', 'sstss', 's s t s s'],
    ['words and turns are never folded', 'ppppptttttiiiii', 'p p p p p t t t t t i i i i i'],
    ['two runs are two', 'sssspssss', 'r4 p r4'],
    ['nothing', '', ''],
  ])('%s', (_why, letters, want) => expect(drawn(foldRuns(thread(letters)))).toBe(want))

  test('an opened run shows its lines', () => expect(drawn(foldRuns(thread('ssssp'), new Set(['run s0'])))).toBe('s s s s p'))
})

describe('very long threads', () => {
  const long = thread('p'.repeat(FOLD_BY_HOUR_FROM + 20))
  test('all but the newest hundred are folded by hour', () => {
    const folded = foldThread(long, new Set())
    expect(folded.filter((item) => item.kind === 'hour').map((item) => item.entries.length)).toEqual([60, 60, 60, 60, 60, 60, 60])
    expect(folded.filter((item) => item.kind === 'entry')).toHaveLength(100)
  })
  test('an opened hour shows its entries', () => expect(foldThread(long, new Set(['hour 0']))).toHaveLength(6 + 60 + 100))
  test('nothing is lost or doubled', () => {
    const ids = foldThread(long, new Set()).flatMap((item) => (item.kind === 'entry' ? [item.entry.id] : item.entries.map(({ id }) => id)))
    expect(ids).toEqual(long.map(({ id }) => id))
  })
})

test.each([
  ['everything', 'spitd'],
  ['said', 'pi'],
  ['public', 'p'],
  ['decisions', 'd'],
] as const)('the view %s shows %s', (view, want) => expect(inView(thread('spitd'), view).map(({ id }) => id[0]).join('')).toBe(want))
