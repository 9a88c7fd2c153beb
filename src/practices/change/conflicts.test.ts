/** Collisions, windows and verdicts: half-open spans, nights of 23 and 25 hours, freezes that overlap, and the failures that users of other products report. */
import { describe, expect, test } from 'vitest'
import { seededUniform } from '../../analysis/seeded.ts'
import { collisionsAmong, conflictsOf, mostCollisions, type Planned, type Work } from './conflicts.ts'
import { indexSpans, meets, type Span } from './spans.ts'
import { verdictOf, type Question } from './verdict.ts'
import { endOfWait, holdsWithin, type Reach, type WindowRule } from './window-rules.ts'

const at = (text: string): number => Date.parse(text)
const reach = (ids: readonly string[], more: Partial<Reach> = {}): Reach => ({ ids: new Set(ids), teamIds: new Set(), orgIds: new Set(['org']), orgId: 'org', ownerOf: new Map(ids.map((id) => [id, 'org'])), teamsOf: new Map(), ...more })
const work = (id: string, from: string, to: string, more: Partial<Work> = {}): Work => ({ id, number: id.toUpperCase(), title: `Work ${id}`, startMs: at(from), endMs: at(to), touches: [], above: [], peopleIds: [], supplierIds: [], ...more })
const plan = (more: Partial<Planned> = {}): Planned => {
  const base = work('mine', '2026-03-17T20:00Z', '2026-03-17T22:00Z', { touches: ['db'], above: ['gate'], ...more })
  return { orgId: 'org', below: ['host'], reach: reach([...base.touches, ...base.above]), doneMs: base.endMs, noReturnMs: null, isEmergency: false, agreedAt: null, ...base, ...more }
}
const win = (id: string, from: string, to: string, more: Partial<WindowRule> = {}): WindowRule =>
  ({ id, number: id.toUpperCase(), name: `Window ${id}`, kind: 'freeze', isHard: true, scope: { everything: true }, orgId: 'org', isForAll: true, startsMs: at(from), endsMs: at(to), hours: null, exceptIds: [], ...more })
const looked = (p: Planned, more: { others?: readonly Work[]; windows?: readonly WindowRule[] } = {}) =>
  conflictsOf(p, { others: indexSpans(more.others ?? []), windows: more.windows ?? [], promised: [], nameOf: (id) => id })
const kinds = (list: readonly { readonly kind: string; readonly gravity: string }[]): string[] => list.map((c) => `${c.kind} ${c.gravity}`)

describe('collisions', () => {
  test.each<[string, Work, string[]]>([
    ['work on the same thing', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['db'] }), ['same_item serious']],
    ['work that begins when this ends', work('b', '2026-03-17T22:00Z', '2026-03-17T23:00Z', { touches: ['db'] }), []],
    ['work that ends when this begins', work('b', '2026-03-17T19:00Z', '2026-03-17T20:00Z', { touches: ['db'] }), []],
    ['work on what this stands on', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['host'] }), ['dependency serious']],
    ['work on what stands on this', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['gate'] }), ['dependency serious']],
    ['the other half of what keeps a service up', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['db-2'], above: ['gate'] }), ['hurts_same serious']],
    ['the same person', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { peopleIds: ['ann'] }), ['person serious']],
    ['the same supplier', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { supplierIds: ['acme'] }), ['supplier note']],
    ['itself, moved', work('mine', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['db'] }), []],
    ['nothing shared', work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['mail'] }), []],
  ])('%s', (_name, other, wanted) => {
    expect(kinds(looked(plan({ peopleIds: ['ann'], supplierIds: ['acme'] }), { others: [other] }))).toEqual(wanted)
  })

  test('a change that names no item says so instead of finding nothing', () => {
    expect(kinds(looked(plan({ touches: [], above: [] })))).toEqual(['unknown_scope serious'])
  })

  test('the work of another customer is counted and not named', () => {
    const [found] = looked(plan(), { others: [work('secret', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['db'], isForeign: true })] })
    expect([found?.with, found?.sentence]).toEqual([null, 'A change of another organization works on db at the same time.'])
  })

  test('eighty servers are eighty, each by its id, and the sentence counts them', () => {
    const servers = Array.from({ length: 80 }, (_, i) => `web-${i}`)
    const [found] = looked(plan({ touches: servers, above: [] }), { others: [work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: servers })] })
    expect(found?.itemIds.length).toBe(80)
    expect(found?.sentence).toContain('and 75 more')
  })

  test('a service without any item collides as well', () => {
    expect(kinds(looked(plan({ touches: ['gate'], above: [] }), { others: [work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['db'], above: ['gate'] })] }))).toEqual([])
    expect(kinds(looked(plan({ touches: ['gate'], above: [], below: ['db'] }), { others: [work('b', '2026-03-17T21:00Z', '2026-03-17T23:00Z', { touches: ['db'], above: ['gate'] })] }))).toEqual(['dependency serious'])
  })

  test('the time to get back counts: a freeze that begins while one would still go back is named', () => {
    const p = plan({ endMs: at('2026-03-17T23:00Z') })
    expect(kinds(looked(p, { windows: [win('w', '2026-03-17T22:30Z', '2026-03-20T00:00Z')] }))).toEqual(['freeze block'])
    expect(kinds(looked(p, { windows: [win('w', '2026-03-17T23:00Z', '2026-03-20T00:00Z')] }))).toEqual([])
  })

  test.each<[string, Partial<WindowRule>, Partial<Planned>, string[]]>([
    ['a hard freeze', {}, {}, ['freeze block']],
    ['a soft one', { isHard: false }, {}, ['freeze serious']],
    ['a hard one and an emergency', {}, { isEmergency: true }, ['freeze serious']],
    ['an exception', { exceptIds: ['mine'] }, {}, ['freeze note']],
    ['another service', { scope: { serviceIds: ['mail'] } }, {}, []],
    ['the service above', { scope: { serviceIds: ['gate'] } }, {}, ['freeze block']],
    ['the item', { scope: { ciIds: ['db'] } }, {}, ['freeze block']],
    ['what it only stands on', { scope: { ciIds: ['host'] } }, {}, []],
    ['another customer’s service that has the id', { isForAll: false, orgId: 'other', scope: { serviceIds: ['gate'] } }, {}, []],
    ['another customer’s, on a team that both share', { isForAll: false, orgId: 'other', scope: { teamIds: ['shared'] } }, { reach: reach(['db', 'gate'], { teamIds: new Set(['shared']), teamsOf: new Map([['org', new Set(['shared'])]]) }) }, []],
    ['another customer’s, on the organization whose the change is', { isForAll: false, orgId: 'other', scope: { orgIds: ['org'] } }, {}, []],
    ['another customer’s, on what is theirs and hurt by it', { isForAll: false, orgId: 'other', scope: { serviceIds: ['gate'] } }, { reach: reach(['db', 'gate'], { ownerOf: new Map([['db', 'org'], ['gate', 'other']]) }) }, ['freeze block']],
    ['its own organization’s, on a shared service', { isForAll: false, scope: { serviceIds: ['gate'] } }, { reach: reach(['db', 'gate'], { ownerOf: new Map([['gate', 'provider']]) }) }, ['freeze block']],
    ['a provider’s, on whatever it sees', { orgId: 'provider', scope: { serviceIds: ['gate'] } }, {}, ['freeze block']],
    ['a soft one that a manager agreed to it in', { isHard: false, since: '2026-03-01T00:00:00.000Z' }, { agreedAt: '2026-03-02T00:00:00.000Z' }, ['freeze note']],
    ['a soft one that came after a manager agreed', { isHard: false, since: '2026-03-03T00:00:00.000Z' }, { agreedAt: '2026-03-02T00:00:00.000Z' }, ['freeze serious']],
    ['a hard one that a manager agreed to it in', { since: '2026-03-01T00:00:00.000Z' }, { agreedAt: '2026-03-02T00:00:00.000Z' }, ['freeze block']],
    ['a hard one that came after a manager agreed to an emergency', { since: '2026-03-03T00:00:00.000Z' }, { agreedAt: '2026-03-02T00:00:00.000Z', isEmergency: true }, ['freeze note']],
    ['another customer’s everything', { isForAll: false, orgId: 'other' }, {}, []],
    ['a business event', { kind: 'business_event' }, {}, ['business_event serious']],
    ['maintenance around it', { kind: 'maintenance' }, {}, []],
    ['maintenance at another time', { kind: 'maintenance', startsMs: at('2026-03-18T00:00Z') }, {}, ['outside_maintenance note']],
  ])('window: %s', (_name, w, p, wanted) => {
    expect(kinds(looked(plan(p), { windows: [win('w', '2026-03-17T00:00Z', '2026-03-19T00:00Z', w)] }))).toEqual(wanted)
  })

  test('spans found by the index are those that overlap, over random spans', () => {
    const random = seededUniform(7)
    const spans: (Span & { readonly id: number })[] = Array.from({ length: 400 }, (_, id) => { const startMs = Math.floor(random() * 1000); return { id, startMs, endMs: startMs + Math.floor(random() * 60) } })
    const index = indexSpans(spans)
    for (let i = 0; i < 300; i++) {
      const startMs = Math.floor(random() * 1000)
      const asked = { startMs, endMs: startMs + Math.floor(random() * 80) }
      const wanted = asked.startMs < asked.endMs ? spans.filter((s) => s.startMs < s.endMs && meets(s, asked)).map((s) => s.id).toSorted((a, b) => a - b) : []
      expect(index.over(asked).map((s) => s.id).toSorted((a, b) => a - b)).toEqual(wanted)
    }
  })

  test('10,000 planned changes: one is looked at against all in less than 100 ms', () => {
    const random = seededUniform(3)
    const from = at('2026-03-01T00:00Z')
    const others = Array.from({ length: 10_000 }, (_, i): Work => {
      const startMs = from + Math.floor(random() * 90 * 86_400_000)
      return { ...work(`c${i}`, '2026-03-17T21:00Z', '2026-03-17T23:00Z'), startMs, endMs: startMs + 2 * 3_600_000, touches: Array.from({ length: 5 }, () => `i${Math.floor(random() * 5000)}`), above: Array.from({ length: 20 }, () => `i${Math.floor(random() * 5000)}`) }
    })
    const index = indexSpans(others)
    const p = plan({ touches: Array.from({ length: 20 }, (_, i) => `i${i}`), above: Array.from({ length: 500 }, (_, i) => `i${i + 20}`) })
    const began = performance.now()
    const found = conflictsOf(p, { others: index, windows: [], promised: [], nameOf: (id) => id })
    expect(performance.now() - began).toBeLessThan(100)
    expect(found.length).toBeGreaterThan(0)
    expect(collisionsAmong(others.slice(0, 500)).size).toBe(500)
  })

  test('four hundred changes on each other, each hurting two hundred things, are sorted out at once and named up to a limit', () => {
    const list = Array.from({ length: 400 }, (_, i) => work(`c${i}`, '2026-03-17T20:00Z', '2026-03-17T23:00Z', { touches: [`own${i}`], above: [...Array.from({ length: 199 }, (_n, j) => `t${i}-${j}`), 'gate'] }))
    const found = collisionsAmong(list)
    expect([found.get('c0')?.length, found.get('c399')?.length]).toEqual([mostCollisions, mostCollisions])
    for (const w of list) found.get(w.id)?.forEach((id) => expect(id).not.toBe(w.id))
    expect([...collisionsAmong(list.map((w) => ({ ...w, above: w.above.slice(0, 199) }))).values()].flat()).toEqual([])
  })
})

test('collisions named are those of comparing each pair, the earliest first', () => {
  const uniform = seededUniform(5)
  const below = (n: number): number => Math.floor(uniform() * n)
  for (let round = 0; round < 40; round++) {
    const list = Array.from({ length: 60 }, (_, i) => { const from = below(400); return work(`c${i}`, new Date(at('2026-03-17T00:00Z') + from * 60_000).toISOString(), new Date(at('2026-03-17T00:00Z') + (from + 1 + below(90)) * 60_000).toISOString(), { touches: [`t${below(12)}`], above: [`a${below(9)}`, `t${below(12)}`] }) })
    const found = collisionsAmong(list)
    for (const a of list) {
      const needs = (w: Work): ReadonlySet<string> => new Set([...w.touches, ...w.above, ...w.peopleIds])
      const met = list.filter((b) => b.id !== a.id && a.startMs < b.endMs && b.startMs < a.endMs && [...needs(a)].some((id) => needs(b).has(id)))
      expect(new Set(found.get(a.id))).toEqual(new Set(met.map((b) => b.id)))
    }
  }
})

describe('windows with hours of the week', () => {
  const nights = { zone: 'Europe/Berlin', hours: { sun: [['01:00', '05:00']] } } as WindowRule['hours']
  test.each([
    ['the night that has 23 hours', '2026-03-29', 3], ['the night that has 25 hours', '2026-10-25', 5], ['a usual night', '2026-11-08', 4],
  ])('%s', (_name, day, hours) => {
    const parts = holdsWithin(win('w', '2026-01-01T00:00Z', '2027-01-01T00:00Z', { hours: nights }), { startMs: at(`${day}T00:00Z`) - 3_600_000 * 3, endMs: at(`${day}T12:00Z`) })
    expect(parts.map((p) => (p.endMs - p.startMs) / 3_600_000)).toEqual([hours])
  })

  test('freezes that overlap or touch are one wait, and a gap ends it', () => {
    const list = [win('a', '2026-12-18T00:00Z', '2026-12-24T00:00Z'), win('b', '2026-12-23T00:00Z', '2026-12-27T00:00Z'), win('c', '2026-12-27T00:00Z', '2027-01-02T00:00Z'), win('d', '2027-01-03T00:00Z', '2027-01-04T00:00Z')]
    expect(endOfWait(list, at('2026-12-20T00:00Z'), 4e10)).toBe(at('2027-01-02T00:00Z'))
    expect(endOfWait(list, at('2027-01-02T00:00Z'), 4e10)).toBeNull()
  })
})

describe('the verdict', () => {
  const asked = (more: Partial<Question> = {}): Question => ({ atMs: at('2026-03-17T20:00Z'), untilMs: at('2026-03-17T20:30Z'), kind: null, unknown: [], unclear: [], targets: ['db'], reach: reach(['db', 'gate']), cut: null, change: undefined, windows: [], ...more })
  const named = { id: 'c', number: 'CHG-7', state: 'scheduled', plannedStartMs: at('2026-03-17T19:00Z'), plannedEndMs: at('2026-03-17T21:00Z'), isEmergency: false, agreedAt: null, touches: new Set(['db']) }
  const freeze = win('w', '2026-03-17T00:00Z', '2026-03-19T00:00Z')
  const elsewhere = win('e', '2026-03-17T00:00Z', '2026-03-19T00:00Z', { scope: { serviceIds: ['elsewhere'] } })
  test.each<[string, Partial<Question>, string]>([
    ['nothing named', { targets: [] }, 'ask nothing_named'],
    ['an unknown name beside a known one', { unknown: ['web-99'] }, 'ask not_known'],
    ['an unknown name in a freeze', { unknown: ['web-99'], windows: [freeze] }, 'ask not_known'],
    ['nothing against it', {}, 'allowed nothing_against'],
    ['a hard freeze', { windows: [freeze] }, 'blocked hard_freeze'],
    ['a freeze that ends at this instant', { windows: [win('w', '2026-03-16T00:00Z', '2026-03-17T20:00Z')] }, 'allowed nothing_against'],
    ['a freeze that begins at this instant', { windows: [win('w', '2026-03-17T20:00Z', '2026-03-19T00:00Z')] }, 'blocked hard_freeze'],
    ['a freeze that begins before the work ends', { windows: [win('w', '2026-03-17T20:29Z', '2026-03-19T00:00Z')] }, 'blocked hard_freeze'],
    ['a freeze that begins when the work ends', { windows: [win('w', '2026-03-17T20:30Z', '2026-03-19T00:00Z')] }, 'allowed nothing_against'],
    ['a soft freeze', { windows: [{ ...freeze, isHard: false }] }, 'allowed_with_approval soft_freeze'],
    ['a soft and a hard one', { windows: [{ ...freeze, isHard: false }, { ...freeze, id: 'h' }] }, 'blocked hard_freeze'],
    ['an emergency in a hard freeze', { kind: 'emergency', windows: [freeze] }, 'allowed_with_approval emergency_in_freeze'],
    ['a freeze on the service above', { windows: [{ ...freeze, scope: { serviceIds: ['gate'] } }] }, 'blocked hard_freeze'],
    ['a freeze on a team', { reach: reach(['db'], { teamIds: new Set(['t']) }), windows: [{ ...freeze, scope: { teamIds: ['t'] } }] }, 'blocked hard_freeze'],
    ['a freeze on something else', { windows: [{ ...freeze, scope: { ciIds: ['mail'] } }] }, 'allowed nothing_against'],
    ['an authorised change', { change: named }, 'allowed change_authorised'],
    ['an authorised change in a soft freeze that came later', { change: { ...named, agreedAt: '2026-03-01T00:00:00.000Z' }, windows: [{ ...freeze, isHard: false, since: '2026-03-02T00:00:00.000Z' }] }, 'allowed_with_approval soft_freeze'],
    ['a change that a manager agreed to in a soft freeze', { change: { ...named, agreedAt: '2026-03-03T00:00:00.000Z' }, windows: [{ ...freeze, isHard: false, since: '2026-03-02T00:00:00.000Z' }] }, 'allowed change_authorised'],
    ['the same, at another time than was agreed to', { untilMs: at('2026-03-17T23:00Z'), change: { ...named, agreedAt: '2026-03-03T00:00:00.000Z' }, windows: [{ ...freeze, isHard: false, since: '2026-03-02T00:00:00.000Z' }] }, 'allowed_with_approval soft_freeze'],
    ['an authorised emergency in a hard freeze', { change: { ...named, isEmergency: true, agreedAt: '2026-03-03T00:00:00.000Z' }, windows: [freeze] }, 'allowed change_authorised'],
    ['a graph that is too large, while something is frozen', { cut: 'Too large.', windows: [elsewhere] }, 'ask too_large'],
    ['a graph that is too large, with an authorised change, while something is frozen', { cut: 'Too large.', change: named, windows: [elsewhere] }, 'ask too_large'],
    ['a graph that is too large, while something of another customer is frozen', { cut: 'Too large.', change: named, windows: [{ ...elsewhere, orgId: 'other', isForAll: false }] }, 'allowed change_authorised'],
    ['a graph that is too large, with an authorised change, while nothing is frozen', { cut: 'Too large.', change: named }, 'allowed change_authorised'],
    ['a graph that is too large, while a manager agreed since something was frozen', { cut: 'Too large.', change: { ...named, agreedAt: '2026-03-17T18:00:00.000Z' }, windows: [{ ...elsewhere, isHard: false }] }, 'allowed change_authorised'],
    ['a graph that is too large, in a freeze that was found', { cut: 'Too large.', windows: [freeze] }, 'blocked hard_freeze'],
    ['an authorised change in a freeze', { change: named, windows: [freeze] }, 'blocked hard_freeze'],
    ['a change that is an exception', { change: named, windows: [{ ...freeze, exceptIds: ['c'] }] }, 'allowed excepted'],
    ['a change that is an exception and not authorised', { change: { ...named, state: 'assessed' }, windows: [{ ...freeze, exceptIds: ['c'] }] }, 'allowed_with_approval change_not_authorised'],
    ['a change that is not authorised', { change: { ...named, state: 'assessed' } }, 'allowed_with_approval change_not_authorised'],
    ['a change that was rejected', { change: { ...named, state: 'rejected' } }, 'blocked change_not_authorised'],
    ['a change a quarter of an hour before its time, as it may begin then', { change: { ...named, plannedStartMs: at('2026-03-17T20:15Z'), plannedEndMs: at('2026-03-17T23:00Z') } }, 'allowed change_authorised'],
    ['a change a second before that', { change: { ...named, plannedStartMs: at('2026-03-17T20:15:01Z'), plannedEndMs: at('2026-03-17T23:00Z') } }, 'blocked change_not_now'],
    ['a soft freeze that a manager agreed to, just before its time', { windows: [{ ...freeze, isHard: false }], change: { ...named, plannedStartMs: at('2026-03-17T20:10Z'), plannedEndMs: at('2026-03-17T23:00Z'), agreedAt: '2026-03-16T00:00:00.000Z' } }, 'allowed change_authorised'],
    ['a change planned for later', { change: { ...named, plannedStartMs: at('2026-03-17T22:00Z'), plannedEndMs: at('2026-03-17T23:00Z') } }, 'blocked change_not_now'],
    ['a change of other things', { change: { ...named, touches: new Set(['mail']) } }, 'ask change_elsewhere'],
    ['a change that is not there', { change: null }, 'ask change_not_known'],
    ['a normal change without a number', { kind: 'normal' }, 'allowed_with_approval normal_needs_change'],
    ['a business event', { windows: [{ ...freeze, kind: 'business_event' }] }, 'allowed_with_approval business_event'],
    ['outside maintenance', { windows: [win('w', '2026-03-18T00:00Z', '2026-03-19T00:00Z', { kind: 'maintenance' })] }, 'allowed_with_approval outside_maintenance'],
  ])('%s', (_name, more, wanted) => {
    const got = verdictOf(asked(more))
    expect(`${got.verdict} ${got.rule}`).toBe(wanted)
    expect(got.sentence).toMatch(/\.$/)
  })

  test('says to a developer which freeze, until when, and what to do', () => {
    expect(verdictOf(asked({ windows: [freeze] })).sentence).toBe('W “Window w” freezes this until 2026-03-19 00:00 UTC. Deploy after that, or ask a manager for an exception.')
  })
  test('waits for the end of all freezes in a row', () => {
    expect(verdictOf(asked({ windows: [freeze, win('x', '2026-03-18T12:00Z', '2026-03-22T00:00Z')] })).until).toBe('2026-03-22T00:00:00.000Z')
  })
  test('names the next freeze where it allows', () => {
    expect(verdictOf(asked({ windows: [win('w', '2026-03-18T00:00Z', '2026-03-19T00:00Z')] })).until).toBe('2026-03-18T00:00:00.000Z')
  })
})
