import { expect, test } from 'vitest'
import { servicesWords } from './graph-tonight.tsx'

const said = { shown: 14, felt: 14, all: 20, isNamedInFull: true }
test.each([
  ['some lose nothing', said, '14 of 20\u00a0services; the others lose nothing by what is listed here.'],
  ['all are shown', { ...said, shown: 20, felt: 20 }, 'All 20\u00a0services.'],
  ['more feel it than are shown', { ...said, shown: 40, felt: 60, all: 200 }, 'The 40 services hit hardest, of 60 that feel one of these losses.'],
  ['not all are named, so nothing is said of the others', { ...said, isNamedInFull: false }, '14 of 20\u00a0services. Of a thing that many services feel the 50 hit hardest are marked; its number counts all that stop.'],
])('%s', (_what, of, words) => { expect(servicesWords(of)).toBe(words) })
