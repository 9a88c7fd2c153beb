import { expect, test } from 'vitest'
import { servicesWords, verdictOf } from './graph-tonight.tsx'

const said = { shown: 14, felt: 14, all: 20, isNamedInFull: true }
test.each([
  ['some lose nothing', said, '14 of 20\u00a0services; the others lose nothing by what is listed here.'],
  ['all are shown', { ...said, shown: 20, felt: 20 }, 'All 20\u00a0services.'],
  ['more feel it than are shown', { ...said, shown: 40, felt: 60, all: 200 }, 'The 40 services hit hardest, of 60 that feel one of these losses.'],
  ['not all are named, so nothing is said of the others', { ...said, isNamedInFull: false }, '14 of 20\u00a0services. Of a thing that many services feel the 50 hit hardest are marked; its number counts all that stop.'],
])('%s', (_what, of, words) => { expect(servicesWords(of)).toBe(words) })

const item = (name: string, record: 'ci' | 'service', hits: readonly string[]) => ({ id: name, name, record, counts: { X: hits.length, B: 0, A: 0 }, hits: hits.map((id) => ({ id, number: id, name: id, tier: null, effect: 'X' as const })) })
test('nothing is safe only because nothing was recorded', () => {
  expect(verdictOf({ items: [] }, false)).toBe('Nothing recorded yet')
  expect(verdictOf({ items: [item('Shop', 'service', ['Shop'])] }, false)).toBe('Nothing recorded yet')
  expect(verdictOf({ items: [] }, true)).toBe('No single thing stops a service, as far as we can see.')
  expect(verdictOf({ items: [item('db', 'ci', ['Shop'])] }, false)).toBe('db alone stops 1\u00a0service.')
})
