import { describe, expect, test } from 'vitest'
import { businessCaseRefusal, closeRefusal, evidenceRefusal, implementRefusal, isBackDated, judgeFix, knownErrorRefusal, observeUntilOf, type Raised, raiseRefusal, reviewDayRefusal, reviewDueOf, verifyRefusal } from './rules.ts'

const dayMs = 86_400_000
/** An instant so many days after the first of January. */
const day = (n: number): string => new Date(Date.parse('2026-01-01T00:00:00.000Z') + n * dayMs).toISOString()
const every = (interval: number, count: number): string[] => Array.from({ length: count }, (_, i) => day(i * interval))

describe('how long a fix is watched', () => {
  test.each([
    ['nothing came before', [], 100, 130],
    ['one came: no interval', [0], 100, 130],
    ['each five days: thirty days are longer', every(5, 11), 50, 80],
    ['each ten days: the same', every(10, 11), 100, 130],
    ['each twenty days: three of them', every(20, 6), 100, 160],
    ['what came after the fix does not count', [...every(20, 6), day(110), day(111)], 100, 160],
  ])('%s', (_what, at, done, until) => {
    expect(observeUntilOf(day(done), at.map((x) => (typeof x === 'number' ? day(x) : x)))).toBe(day(until))
  })
})

describe('whether it may be called verified', () => {
  test.each([
    ['watched still', every(5, 11), 50, 79, /watched until 2026-03-22 00:00 UTC/],
    ['clean for thirty days at one in five', every(5, 11), 50, 80, null],
    ['came back often', [...every(5, 11), day(55), day(60), day(65), day(70), day(75)], 50, 80, /came back 5 times in 30 days, which is no evidence/],
    ['came back more often', [...every(20, 6), ...Array.from({ length: 30 }, (_, i) => day(101 + i))], 100, 160, /more often than before/],
    ['came back once where twelve were due', [...every(5, 41), day(230)], 200, 260, /less often than before, and not gone/],
    ['one before, none after, and no word how one knows', [day(0)], 10, 40, /Fewer than two incidents/],
    ['one before, one after', [day(0), day(20)], 10, 40, /It came back once in 30 days. Reopen it/],
  ])('%s', (_what, at, done, now, wanted) => {
    const refusal = verifyRefusal(observeUntilOf(day(done), at), judgeFix(day(done), at, day(now)), day(now))
    if (wanted === null) expect(refusal).toBeNull(); else expect(refusal?.message).toMatch(wanted)
  })

  test('with a proof in words where no rate can tell', () => {
    expect(verifyRefusal(null, judgeFix(day(10), [day(0)], day(40), 'The part is gone.'), day(40))).toBeNull()
  })

  test('an end of the ratio that is infinite is kept as null', () => {
    expect(judgeFix(day(10), [day(0), day(5)], day(40)).ratio).toMatchObject({ value: 0, low: 0 })
  })
})

test.each([
  ['neither', { causeStatement: null, causeEvidence: null, workaround: null }, 'workaround'],
  ['a cause that nothing shows', { causeStatement: 'x', causeEvidence: null, workaround: null }, 'causeEvidence'],
  ['evidence of nothing', { causeStatement: null, causeEvidence: 'x', workaround: null }, 'workaround'],
  ['a cause with evidence', { causeStatement: 'x', causeEvidence: 'y', workaround: null }, undefined],
  ['a workaround', { causeStatement: null, causeEvidence: null, workaround: 'z' }, undefined],
])('a known error with %s', (_what, known, at) => { expect(knownErrorRefusal(known)?.at).toBe(at) })

test.each([
  ['costs nobody knows what', null, null, true], ['costs nobody knows what, with a case', null, 'Worth it.', false], ['costs as much as is allowed', 500_000, null, false], ['costs a cent more', 500_001, null, true], ['costs more, with its case', 9_000_000, 'It pays.', false],
])('a change that %s', (_what, costMinor, businessCase, isRefused) => { expect(businessCaseRefusal({ costMinor, currency: 'EUR', businessCase }) !== null).toBe(isRefused) })

test.each([
  ['open incidents', { openIncidents: ['INC-1', 'INC-2', 'INC-3', 'INC-4', 'INC-5', 'INC-6'], isOffered: false, isMajor: false, hasReview: false, hasCause: true }, /^INC-1, INC-2, INC-3, INC-4, INC-5 and others are still open/],
  ['an offered known error', { openIncidents: [], isOffered: true, isMajor: false, hasReview: false, hasCause: true }, /still offered/],
  ['a major one without review', { openIncidents: [], isOffered: false, isMajor: true, hasReview: false, hasCause: true }, /reviewed first/],
  ['one that does not say the cause', { openIncidents: [], isOffered: false, isMajor: false, hasReview: false, hasCause: false }, /^Write what the cause was, or that it stayed unknown/],
  ['a major one with review', { openIncidents: [], isOffered: false, isMajor: true, hasReview: true, hasCause: true }, null],
])('closing with %s', (_what, ends, wanted) => {
  const refusal = closeRefusal(ends)
  if (wanted === null) expect(refusal).toBeNull(); else expect(refusal?.message).toMatch(wanted)
})

test('evidence is words or incidents; a review lies ahead', () => {
  expect([evidenceRefusal(null, 0) !== null, evidenceRefusal('x', 0), evidenceRefusal(null, 1)]).toEqual([true, null, null])
  expect([reviewDayRefusal('2026-01-01', day(1)) !== null, reviewDayRefusal('2026-01-02', day(1)), reviewDayRefusal(null, day(1))]).toEqual([true, null, null])
})

test.each([
  ['a Tuesday: the next Tuesday at six in the evening', '2026-03-17T09:00:00.000Z', '2026-03-24T17:00:00.000Z'],
  ['a Friday night counts from Monday on', '2026-03-20T22:00:00.000Z', '2026-03-27T17:00:00.000Z'],
  ['over the change of clocks it is six by the clock on the wall', '2026-03-27T09:00:00.000Z', '2026-04-03T16:00:00.000Z'],
])('the review of a major problem: %s', (_what, from, due) => { expect(reviewDueOf(from, 'Europe/Berlin')).toBe(due) })

describe('the change that brings a solution', () => {
  const brings = (state: string, result: string | null = null, actualEnd: string | null = null, more: Partial<Raised> = {}): Raised =>
    ({ number: 'CHG-7', state, result, actualEnd, createdAt: day(2), problemId: null, problemNamedAt: null, ciIds: [], serviceIds: [], impact: null, ...more })
  const wanting = { id: 'P', openSince: day(2), things: new Set(['gate', 'db']) }
  const closed = (more: Partial<Raised> = {}): Raised => brings('closed', 'success', day(3), more)
  test.each<[string, Raised | null, RegExp | null]>([
    ['none', null, /^Name the change/], ['cancelled', brings('cancelled'), /^CHG-7 was cancelled/], ['rejected', brings('rejected'), /was rejected/], ['backed out', brings('closed', 'backed_out', day(3)), /^CHG-7 did not work out/],
    ['a draft of nothing yet', brings('draft'), null],
    ['planned since before, on its service', brings('scheduled', null, null, { createdAt: day(1), serviceIds: ['gate'] }), null],
    ['planned, on other things', brings('scheduled', null, null, { createdAt: day(1), ciIds: ['web'] }), /^CHG-7 is planned, and touches nothing that this problem or its incidents name\. Name the one that was written for it, or say in that change which problem it solves\.$/],
    ['planned, on other things, and named for it', brings('scheduled', null, null, { problemId: 'P', problemNamedAt: day(2), ciIds: ['web'] }), null],
    ['planned for another problem, on its service', brings('scheduled', null, null, { problemId: 'Q', problemNamedAt: day(1), serviceIds: ['gate'] }), null],
    ['being done, and written before the problem was there', brings('implementing', null, null, { createdAt: day(1), serviceIds: ['gate'] }), /^CHG-7 is being done, and was written before this problem was opened/],
    ['being done, on other things', brings('implementing', null, null, { ciIds: ['web'] }), /^CHG-7 is being done, and touches nothing/],
    ['being done, on nothing', brings('implementing'), /^CHG-7 is being done, and touches nothing/],
    ['being done, since, on its item', brings('implementing', null, null, { ciIds: ['db'] }), null],
    ['done, and written for it', closed({ problemId: 'P', problemNamedAt: day(1), createdAt: day(1) }), null],
    ['done, and named for it only afterwards', closed({ problemId: 'P', problemNamedAt: day(4), createdAt: day(1), serviceIds: ['gate'] }), /^CHG-7 is done, and was written before this problem was opened/],
    ['done, and named for it in the moment of its end, on other things', closed({ problemId: 'P', problemNamedAt: day(3), ciIds: ['web'] }), /touches nothing/],
    ['done since, on its service, and named for it only afterwards', closed({ problemId: 'P', problemNamedAt: day(4), serviceIds: ['gate'] }), null],
    ['done, written for it, before it came back', closed({ problemId: 'P', problemNamedAt: day(1), createdAt: day(1), actualEnd: day(1) }), /^CHG-7 was done before this problem was opened, or opened again: it did not solve it/],
    ['done for another problem', closed({ problemId: 'Q', serviceIds: ['gate'] }), /^CHG-7 is done, and was for another problem/],
    ['done, and written before the problem was there', closed({ createdAt: day(1), serviceIds: ['gate'] }), /^CHG-7 is done, and was written before this problem was opened/],
    ['done since, on its service', closed({ serviceIds: ['gate'] }), null], ['done since, on its item', closed({ ciIds: ['web', 'db'] }), null],
    ['done since, hurting its service', closed({ ciIds: ['host'], impact: { serviceIds: ['gate'] } }), null],
    ['done since, on other things', closed({ ciIds: ['web'], impact: { serviceIds: ['mail'] } }), /^CHG-7 is done, and touches nothing that this problem or its incidents name\. Name a change that is still to be done/],
    ['done since, on nothing', closed(), /touches nothing/],
  ])('is raised: %s', (_what, of, wanted) => { const r = raiseRefusal(of, wanting); if (wanted === null) expect(r).toBeNull(); else expect(r?.message).toMatch(wanted) })

  // Named here on day 5; it is day 10.
  test.each([
    ['done, and now', brings('implemented', null, day(4)), null, null, null, false],
    ['done, from when it was named', brings('implemented', null, day(4)), day(5), null, null, false],
    ['done, before it was named', brings('implemented', null, day(4)), day(4), null, /^That is before its change was done, or named here/, true],
    ['done, before it was done', brings('closed', 'success', day(8)), day(7), null, /^That is before its change was done/, true],
    ['done, before it was done, with a reason', brings('closed', 'success', day(8)), day(7), 'Half of it was enough.', null, true],
    ['not done', brings('scheduled'), null, null, /^CHG-7 is not done yet/, false],
    ['not done, with a reason', brings('scheduled'), null, 'By hand.', null, false],
    ['backed out', brings('reviewed', 'backed_out', day(8)), null, null, /^CHG-7 did not work out/, false],
    ['none is known', null, null, null, /^No change brought it/, false],
    ['in the future, with a reason', brings('implemented', null, day(4)), day(11), 'Soon.', /^It cannot have been done in the future/, false],
  ])('is implemented: %s', (_what, of, implementedOn, reason, wanted, backDated) => {
    const i = { change: of, raisedAt: day(5), implementedOn, reason }
    const r = implementRefusal(i, day(10))
    if (wanted === null) expect(r).toBeNull(); else expect(r?.message).toMatch(wanted)
    expect(isBackDated(i)).toBe(backDated)
  })
})
