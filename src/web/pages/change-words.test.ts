/** Where a change stands, in one sentence, for those who look at it. */
import { expect, test } from 'vitest'
import { candidateWords, nextStep, mineToAnswer, roundOf, toneOf, whyNotYours, type ApprovalRow, type ChangeRow, type Looker } from './change-words.ts'

const frame = { now: Date.parse('2026-03-17T13:32:00Z'), zone: 'Europe/Berlin' }
const mara: Looker = { id: 'mara', role: 'manager' }
const row = (over: Partial<ChangeRow> & { state: string }): ChangeRow => ({
  id: 'c', number: 'CHG-7', orgId: 'o', version: 1, createdAt: '2026-03-16T09:00:00Z', updatedAt: '2026-03-16T09:00:00Z', stateSince: '2026-03-16T09:00:00Z', title: 'Core switch B', description: null, type: 'normal', requesterId: 'tomasz',
  implementerId: 'aiko', ciIds: ['sw'], serviceIds: ['net'], isBusinessOriginated: false, wantedBy: null, plannedStart: '2026-03-21T01:00:00Z', plannedEnd: '2026-03-21T03:00:00Z', actualStart: null, actualEnd: null, remediation: 'put back', testEvidence: 'lab', communicationPlan: 'mail',
  projectedOutages: [], riskLevel: 'significant', round: 1, submittedAt: null, authorisedAt: null, result: null, ...over,
}) as unknown as ChangeRow
const approval = (over: Partial<ApprovalRow>): ApprovalRow => ({
  id: 'a', number: 'APV-1', version: 1, createdAt: '2026-03-16T10:00:00Z', changeId: 'c', round: 1, step: 1, quorum: 1, approverId: null, role: 'manager', viaId: null, expiresAt: null, decidedById: null, decidedAt: null, state: 'asked', ...over,
}) as unknown as ApprovalRow
const names: Readonly<Record<string, string>> = { tomasz: 'Tomasz Nowak', aiko: 'Aiko Tanaka', mara: 'Mara Lindqvist' }
const say = (r: ChangeRow, round: readonly ApprovalRow[] = [], who = mara): string => nextStep(r, { round, who, nameOf: (id) => names[String(id)] ?? null, frame }).sentence

test.each<[string, ChangeRow, readonly ApprovalRow[], string]>([
  ['a whole draft', row({ state: 'draft' }), [], 'A draft. Tomasz Nowak submits it.'],
  ['a thin draft', row({ state: 'draft', testEvidence: null, requesterId: 'mara' }), [], 'A draft. Submit it when it is ready; to be assessed it still needs how it was tried (test evidence).'],
  ['an emergency that was submitted', row({ state: 'submitted', type: 'emergency' }), [], 'An emergency: it may be authorised now, and its record completed within a day.'],
  ['waits for me', row({ state: 'assessed' }), [approval({})], 'It waits for your answer.'],
  ['waits for somebody else', row({ state: 'assessed', riskLevel: 'major', askedOwnerIds: ['aiko'] }), [approval({ approverId: 'aiko', role: 'agent' })], 'One more of those asked has to agree.'],
  ['fell out of its authorisation', row({ state: 'assessed', riskLevel: 'major', askedOwnerIds: ['aiko'], fellBecause: 'WIN-1 “Quarter end” freezes this.' }), [approval({ approverId: 'aiko', role: 'agent' })], 'One more of those asked has to agree. It lost its authorisation: WIN-1 “Quarter end” freezes this.'],
  ['meets a hard freeze', row({ state: 'assessed', conflicts: [{ kind: 'freeze', gravity: 'block', with: { record: 'window', id: 'w', number: 'WIN-1001' }, itemIds: [], from: '', to: '', sentence: 'It freezes this.' }] as unknown as NonNullable<ChangeRow['conflicts']> }), [approval({})], 'The freeze WIN-1001 forbids this time: move it.'],
  ['was rejected by one', row({ state: 'assessed' }), [approval({ state: 'rejected', decidedById: 'aiko' })], 'Aiko Tanaka rejected it. They can take that back, or it goes back to draft.'],
  ['all agreed', row({ state: 'assessed' }), [approval({ state: 'approved', decidedById: 'mara' })], 'All who had to agree have. It can be authorised.'],
  ['authorised', row({ state: 'authorised', authorisedBy: 'Mara Lindqvist, significant authority' }), [], 'Authorised by Mara Lindqvist, significant authority. Schedule it: for Sat\u00a002:00 to Sat\u00a004:00, and who does it.'],
  ['a standard one that was authorised', row({ state: 'authorised', type: 'standard' }), [], 'Authorised. Begin it in its time, Sat\u00a002:00 to Sat\u00a004:00, or schedule it.'],
  ['scheduled', row({ state: 'scheduled' }), [], 'Scheduled Sat\u00a002:00 to Sat\u00a004:00. Aiko Tanaka begins it then.'],
  ['scheduled and overdue', row({ state: 'scheduled', plannedStart: '2026-03-17T12:00:00Z' }), [], 'It was to begin 13:00 and has not begun. Begin it or move it.'],
  ['being done, with a way back', row({ state: 'implementing', actualStart: '2026-03-17T13:00:00Z', plannedEnd: '2026-03-17T15:00:00Z', pointOfNoReturn: '2026-03-17T14:02:00Z' }), [], 'Being done since 14:00, until 16:00. One can go back for 30\u00a0min more.'],
  ['being done too long', row({ state: 'implementing', actualStart: '2026-03-17T11:00:00Z', plannedEnd: '2026-03-17T13:00:00Z' }), [], 'Being done since 12:00; it was to end 32\u00a0min ago. Finish it or go back.'],
  ['done', row({ state: 'implemented', actualEnd: '2026-03-17T13:00:00Z', result: 'success' }), [], 'Done 14:00. Somebody other than Aiko Tanaka reviews it.'],
  ['owes its record', row({ state: 'reviewed', documentationDue: '2026-03-17T13:00:00Z' }), [], 'Reviewed. Its record is to be complete by 14:00; then it can be closed.'],
])('%s', (_, r, round, sentence) => {
  expect(say(r, round)).toBe(sentence)
})

test('a customer reads where it stands and nothing internal', () => {
  const customer: Looker = { id: 'x', role: 'customer' }
  expect(say(row({ state: 'assessed' }), [], customer)).toBe('Assessed. It waits for those who must agree.')
  expect(say(row({ state: 'implementing', actualStart: '2026-03-17T13:00:00Z', plannedEnd: '2026-03-17T15:00:00Z', pointOfNoReturn: '2026-03-17T14:02:00Z' }), [], customer)).toBe('Being done since 14:00, until 16:00.')
})

test('who answers once is not asked twice in the same step, and an earlier step comes first', () => {
  const two = [approval({ id: 'a', quorum: 2, state: 'approved', decidedById: 'mara' }), approval({ id: 'b', quorum: 2 }), approval({ id: 'c', step: 2 })]
  expect(mineToAnswer(row({ state: 'assessed' }), two, mara, frame.now)).toBe(null)
  expect(mineToAnswer(row({ state: 'assessed' }), two, { id: 'other', role: 'manager' }, frame.now)?.id).toBe('b')
  expect(mineToAnswer(row({ state: 'assessed' }), two, { id: 'agent', role: 'agent' }, frame.now)).toBe(null)
  expect(mineToAnswer(row({ state: 'assessed' }), [approval({})], { id: 'tomasz', role: 'manager' }, frame.now)).toBe(null)
})

test.each<[string, Partial<ChangeRow>, readonly ApprovalRow[], boolean]>([
  ['who wrote a minor one down for another is asked', { raisedById: 'mara', riskLevel: 'minor' }, [approval({ role: 'agent' })], true],
  ['who wrote a significant one down for another is not asked alone', { raisedById: 'mara' }, [approval({})], false],
  ['who wrote a major one down is not asked where all others are hers', { raisedById: 'mara', implementerId: 'aiko', riskLevel: 'major' }, [approval({ quorum: 2, state: 'approved', decidedById: 'aiko' }), approval({ id: 'b', quorum: 2 })], false],
  ['who wrote a major one down is asked as one of two', { raisedById: 'mara', riskLevel: 'major' }, [approval({ quorum: 2 }), approval({ id: 'b', quorum: 2 })], true],
  ['who does a significant one is not asked alone', { implementerId: 'mara' }, [approval({})], false],
  ['who does a minor one is asked', { implementerId: 'mara', riskLevel: 'minor' }, [approval({ role: 'agent' })], true],
  ['who asked for it is not asked alone', { requesterId: 'mara', riskLevel: 'minor' }, [approval({ role: 'agent' })], false],
  ['who asked for it and is named can hand it on', { requesterId: 'mara' }, [approval({ approverId: 'mara' })], true],
])('as on the server, %s', (_, over, round, isAsked) => {
  expect(mineToAnswer(row({ state: 'assessed', ...over }), round, mara, frame.now) !== null).toBe(isAsked)
})

test.each<[string, Partial<ChangeRow>, readonly ApprovalRow[], Looker, string | null]>([
  ['who wrote it down', { raisedById: 'mara' }, [approval({})], mara, 'You wrote it down, so somebody else decides.'],
  ['who asked for it', { requesterId: 'mara' }, [approval({})], mara, 'You asked for it, so somebody else decides.'],
  ['who does it', { implementerId: 'mara' }, [approval({})], mara, 'You do it, so somebody else decides.'],
  ['who agreed as one of two', { riskLevel: 'major' }, [approval({ quorum: 2, state: 'approved', decidedById: 'mara' }), approval({ id: 'b', quorum: 2 })], mara, 'You have agreed; somebody else has to agree, too.'],
  ['whose role is not asked', {}, [approval({})], { id: 'x', role: 'agent' }, 'A manager decides.'],
  ['who can answer', {}, [approval({})], mara, null],
])('says why %s is not asked', (_, over, round, who, why) => {
  expect(whyNotYours(row({ state: 'assessed', ...over }), round, who, frame.now)).toBe(why)
})

test('names those whom a role asks, up to three', () => {
  expect(candidateWords('manager', ['Mara', 'Mei'], 2)).toBe('any manager: Mara and Mei')
  expect(candidateWords('manager', ['Mara', 'Mei', 'Moritz', 'Nils'], 6)).toBe('any manager: Mara, Mei, Moritz and 3 more')
  expect(candidateWords('agent', [], 0)).toBe('anybody of the staff')
})

test('only the newest round counts, and what is no longer asked is not shown', () => {
  expect(roundOf(row({ state: 'assessed', round: 2 }), [approval({}), approval({ id: 'n', round: 2 }), approval({ id: 'v', round: 2, state: 'void' })]).map((a) => a.id)).toEqual(['n'])
})

test('bars look as the state says', () => {
  expect(['draft', 'authorised', 'scheduled', 'implementing', 'closed'].map((state) => toneOf({ state, type: 'standard' }))).toEqual(['asked', 'standard', 'standard', 'now', 'done'])
})
