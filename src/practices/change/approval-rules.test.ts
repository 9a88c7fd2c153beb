/** Who may let a change be done: the odd cases in rows, and a hundred thousand random courses that must never end in a yes they do not deserve. */
import { describe, expect, test } from 'vitest'
import { seededUniform } from '../../analysis/seeded.ts'
import { type Approval, answerRefusal, delegateRefusal, lackingIn, mostHandedOn, outcomeOf, panelFor, type PanelStep, type RiskLevel, type Standing, withdrawRefusal } from './approval-rules.ts'
import { decidedRefusal, decisionOf } from './rules.ts'

const nowMs = Date.parse('2026-03-17T09:00:00Z')
/** What most rows are about: one manager. */
const oneManager: readonly PanelStep[] = [{ step: 1, quorum: 1, role: 'manager', approverIds: [] }]
const standing = (more: Partial<Standing> = {}): Standing => ({ requesterId: 'req', implementerId: 'imp', level: 'minor', panel: oneManager, nowMs, hasLeft: () => false, ...more })
const row = (id: string, more: Partial<Approval> = {}): Approval => ({ id, step: 1, quorum: 1, approverId: null, viaId: null, role: 'manager', state: 'asked', decidedById: null, expiresMs: null, ...more })
const yes = (id: string, by: string, more: Partial<Approval> = {}): Approval => row(id, { state: 'approved', decidedById: by, ...more })

const withOwner = panelFor('major', { isEmergency: false, ownerIds: ['own'] })

describe('the approvals of a round together', () => {
  test.each<[string, readonly Approval[], Partial<Standing>, string]>([
    ['nobody was asked', [], {}, 'waiting'],
    ['one who may agrees', [yes('a', 'x')], {}, 'approved'],
    ['only the requester agrees', [yes('a', 'req')], {}, 'waiting'],
    ['the requester and another agree', [yes('a', 'req', { quorum: 2 }), yes('b', 'x', { quorum: 2 })], {}, 'approved'],
    ['the one who does it agrees alone, to a minor change', [yes('a', 'imp')], {}, 'approved'],
    ['the one who does it agrees alone, to a significant change', [yes('a', 'imp')], { level: 'significant' }, 'waiting'],
    ['the one who wrote it down for another agrees alone, to a minor change', [yes('a', 'w')], { raisedById: 'w' }, 'approved'],
    ['the one who wrote it down for another agrees alone, to a significant change', [yes('a', 'w')], { raisedById: 'w', level: 'significant' }, 'waiting'],
    ['the one who wrote it down for another agrees alone, to a major change', [yes('a', 'w')], { raisedById: 'w', level: 'major' }, 'waiting'],
    ['requester and implementer agree, to a major change', [yes('a', 'req', { quorum: 2 }), yes('b', 'imp', { quorum: 2 })], { level: 'major' }, 'waiting'],
    ['one person answers two places of a quorum of two', [yes('a', 'x', { quorum: 2 }), yes('b', 'x', { quorum: 2 })], {}, 'waiting'],
    ['the second step is missing', [yes('a', 'x'), row('b', { step: 2 })], {}, 'waiting'],
    ['one rejects and all others agree', [yes('a', 'x'), row('b', { state: 'rejected', decidedById: 'y' })], {}, 'rejected'],
    ['the one who rejected has left', [yes('a', 'x'), row('b', { state: 'rejected', decidedById: 'y' })], { hasLeft: (id) => id === 'y' }, 'rejected'],
    ['the one who agreed has left', [yes('a', 'x')], { hasLeft: (id) => id === 'x' }, 'waiting'],
    ['the approval expires at this very instant', [yes('a', 'x', { expiresMs: nowMs })], {}, 'waiting'],
    ['the approval expires a moment later', [yes('a', 'x', { expiresMs: nowMs + 1 })], {}, 'approved'],
    ['what was delegated is not waited for', [row('a', { state: 'delegated' }), yes('b', 'x')], {}, 'approved'],
    ['a place for a lesser role that somebody added', [row('a'), yes('b', 'x', { role: 'agent' })], {}, 'waiting'],
    ['the whole panel was replaced beforehand by one place for a lesser role', [yes('b', 'x', { role: 'agent' })], { level: 'significant' }, 'waiting'],
    ['one agreed where the panel wants two', [yes('a', 'x')], { level: 'major', panel: panelFor('major', { isEmergency: false, ownerIds: [] }) }, 'waiting'],
    ['two managers agreed where an owner comes first, and no owner was asked', [yes('a', 'x', { step: 2, quorum: 2 }), yes('b', 'y', { step: 2, quorum: 2 })], { level: 'major', panel: withOwner }, 'waiting'],
    ['somebody else agreed in the owner’s step', [yes('o', 'z', { role: 'agent', approverId: 'z' }), yes('a', 'x', { step: 2, quorum: 2 }), yes('b', 'y', { step: 2, quorum: 2 })], { level: 'major', panel: withOwner }, 'waiting'],
    ['whoever the owner handed it on to agreed', [row('p', { state: 'delegated', role: 'agent', approverId: 'own' }), yes('o', 'z', { role: 'agent', approverId: 'z', viaId: 'p' }), yes('a', 'x', { step: 2, quorum: 2 }), yes('b', 'y', { step: 2, quorum: 2 })], { level: 'major', panel: withOwner }, 'approved'],
    ['the requester agrees where it counts, and another only where nobody had to', [yes('a', 'req'), yes('b', 'x', { step: 2, role: 'agent' })], { level: 'significant' }, 'waiting'],
    ['nobody has to agree by any panel', [yes('a', 'x')], { panel: [] }, 'waiting'],
    ['all were dropped', [row('a', { state: 'void' })], {}, 'waiting'],
  ])('%s', (_name, list, more, status) => {
    const got = outcomeOf(list, standing(more))
    expect(got.status).toBe(status)
    expect(got.why).toMatch(/\.$/)
  })

  test.each<[RiskLevel, boolean, readonly string[], string]>([
    ['minor', false, [], '1:1 agent'], ['significant', false, ['o'], '1:1 manager'], ['major', false, [], '1:2 manager'], ['major', false, ['o'], '1:1 agent o | 2:2 manager'], ['major', true, ['o'], '1:1 manager'],
  ])('a %s change (emergency: %s) asks', (level, isEmergency, ownerIds, panel) => {
    expect(panelFor(level, { isEmergency, ownerIds }).map((p) => [`${p.step}:${p.quorum} ${p.role}`, ...p.approverIds].join(' ')).join(' | ')).toBe(panel)
  })
})

describe('who answers', () => {
  const me = { personId: 'x', role: 'manager' } as const
  test.each([
    ['a token', row('a'), { personId: null, role: 'admin' } as const, /person/],
    ['somebody who is not asked', row('a', { approverId: 'y' }), me, /Somebody else/],
    ['a lesser role', row('a', { role: 'admin' }), me, /role admin/],
    ['somebody asked by name whose role is a lesser one by now', row('a', { approverId: 'x', role: 'admin' }), me, /role admin, which you have no more/],
    ['somebody too late', row('a', { expiresMs: nowMs }), me, /passed/],
    ['somebody out of turn', row('b', { step: 2 }), me, /earlier step/],
  ])('is refused: %s', (_name, own, who, why) => {
    expect(answerRefusal(own, who, [row('a'), own], standing())?.message).toMatch(why)
  })
  test('may answer in turn', () => {
    expect(answerRefusal(row('b', { step: 2 }), me, [yes('a', 'y'), row('b', { step: 2 })], standing())).toBeNull()
    expect(answerRefusal(row('b', { step: 2 }), me, [row('b', { step: 2 })], standing())?.message).toMatch(/earlier step/)
  })
  test('does not delegate to who has left or may not, nor what is not theirs', () => {
    const to = { id: 'z', role: 'manager', hasLeft: false } as const
    expect(delegateRefusal(row('a'), me, to, [], nowMs)).toBeNull()
    expect(delegateRefusal(row('a'), me, { ...to, hasLeft: true }, [], nowMs)?.message).toMatch(/left/)
    expect(delegateRefusal(row('a'), me, { ...to, role: 'agent' }, [], nowMs)?.message).toMatch(/role/)
    expect(delegateRefusal(row('a', { approverId: 'y' }), me, to, [], nowMs)?.message).toMatch(/asked/)
    expect(delegateRefusal(row('a'), me, { ...to, id: 'x' }, [], nowMs)?.message).toMatch(/already/)
  })
  test('does not delegate in a circle, nor more than five times', () => {
    const to = (id: string) => ({ id, role: 'manager', hasLeft: false }) as const
    const first = row('a', { state: 'delegated', decidedById: 'y' })
    const second = row('b', { approverId: 'x', viaId: 'a' })
    expect(delegateRefusal(second, me, to('y'), [first, second], nowMs)?.message).toBe('That person handed it on before. Name somebody else, or answer it.')
    expect(delegateRefusal(second, me, to('z'), [first, second], nowMs)).toBeNull()
    const chain = Array.from({ length: mostHandedOn + 1 }, (_, i) => row(`c${i}`, { approverId: i === mostHandedOn ? 'x' : `p${i}`, viaId: i === 0 ? null : `c${i - 1}`, state: i === mostHandedOn ? 'asked' : 'delegated' }))
    expect(delegateRefusal(chain.at(-1) ?? first, me, to('z'), chain, nowMs)?.message).toMatch(/handed on 5 times/)
    expect(delegateRefusal(chain.at(-2) ?? first, { ...me, personId: `p${mostHandedOn - 1}` }, to('z'), chain.slice(0, -1), nowMs)).toBeNull()
  })
})

describe('who presses Authorise', () => {
  const manager = { personId: 'x', role: 'manager' } as const
  test.each<[string, readonly Approval[], Partial<Standing>, string]>([
    ['speaks for the place that nobody was asked for', [], {}, 'approved'],
    ['is asked beside a lesser place', [yes('b', 'z', { role: 'agent' })], {}, 'approved'],
    ['is not two people', [], { level: 'major', panel: panelFor('major', { isEmergency: false, ownerIds: [] }) }, 'waiting'],
    ['is not the owner', [], { level: 'major', panel: withOwner }, 'waiting'],
    ['does not speak for who is asked by name', [row('a', { approverId: 'y', role: 'agent' })], { panel: [{ step: 1, quorum: 1, role: 'agent', approverIds: ['y'] }] }, 'waiting'],
    ['was asked by name, and has a lesser role by now', [row('a', { approverId: 'x', role: 'admin' })], { panel: [{ step: 1, quorum: 1, role: 'admin', approverIds: ['x'] }] }, 'waiting'],
    ['cannot undo a rejection', [row('a', { state: 'rejected', decidedById: 'y' })], {}, 'rejected'],
    ['wanted it', [], { requesterId: 'x' }, 'waiting'],
  ])('%s', (_name, given, more, status) => {
    expect(decisionOf(given, manager, standing(more)).status).toBe(status)
  })
})

test('what the panel lacks is asked for, whatever else was asked before', () => {
  expect(lackingIn(withOwner, [row('a', { role: 'agent' }), row('b', { step: 2, quorum: 2 }), row('c', { step: 2, viaId: 'b' })])).toEqual([
    { step: 1, quorum: 1, role: 'agent', approverId: 'own' }, { step: 2, quorum: 2, role: 'manager', approverId: null },
  ])
  expect(lackingIn(oneManager, [row('a', { role: 'agent' }), row('b', { state: 'void' })])).toHaveLength(1)
  expect(lackingIn(oneManager, [row('a', { state: 'rejected', decidedById: 'y' })])).toEqual([])
})

test('nothing is asked, answered or taken back where there is nothing to decide', () => {
  const c = { number: 'CHG-7', type: 'normal', state: 'assessed', round: 2 }
  expect(decidedRefusal(c, 2)).toBeNull()
  expect(decidedRefusal(c, 1)?.message).toBe('CHG-7 is in round 2; answers of round 1 count no more.')
  expect(decidedRefusal({ ...c, state: 'authorised' }, 2)?.message).toMatch(/is authorised/)
  expect(decidedRefusal({ ...c, state: 'submitted' }, 2)?.message).toMatch(/is submitted/)
  expect(decidedRefusal({ ...c, state: 'submitted', type: 'emergency' }, 2)).toBeNull()
})

test('100,000 random courses: a standing rejection never becomes a yes, nobody agrees to their own wish alone, and no place beside the panel makes it easier', () => {
  const random = seededUniform(20_260_317)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const people = ['req', 'imp', 'wrote', 'x', 'y', 'z'] as const
  const roleOf = { req: 'manager', imp: 'manager', wrote: 'manager', x: 'admin', y: 'manager', z: 'agent' } as const
  const wrong: string[] = []
  let [approvals, presses, loops, extra] = [0, 0, 0, 0]
  for (let course = 0; course < 100_000; course++) {
    let level = pick(['minor', 'significant', 'major'] as const)
    let owner = random() < 0.3 ? pick(people) : null
    const isEmergency = random() < 0.1
    const left = new Set<string>()
    let at = nowMs
    let n = 0
    let list: Approval[] = []
    const now = (): Standing => standing({ level, raisedById: 'wrote', panel: panelFor(level, { isEmergency, ownerIds: owner === null ? [] : [owner] }), nowMs: at, hasLeft: (id) => left.has(id) })
    const ask = (): void => { for (const p of lackingIn(now().panel, list)) list.push(row(`p${n++}`, { ...p, expiresMs: random() < 0.2 ? nowMs + 3 : null })) }
    // Somebody may be first with a place of their own making; the panel is asked for all the same.
    const addPlace = (): void => {
      const approverId = random() < 0.5 ? pick(people) : null
      const role = pick(['agent', 'manager'] as const)
      if (approverId === null || role === 'agent' || roleOf[approverId] !== 'agent') { list.push(row(`e${n++}`, { step: pick([1, 1, 2, 3]), quorum: pick([1, 1, 2]), role, approverId })); extra++ }
    }
    if (random() < 0.3) addPlace()
    ask()
    const set = (own: Approval, more: Partial<Approval>): void => { list = list.map((a) => (a === own ? { ...a, ...more } : a)) }
    for (let turn = 0; turn < 10; turn++) {
      const who = pick(people)
      const own = pick(list)
      const s = now()
      const me = { personId: who, role: roleOf[who] }
      const act = random()
      let decided: readonly string[] | null = null
      if (act < 0.45) { if (own.state === 'asked' && !answerRefusal(own, me, list, s)) set(own, { state: 'approved', decidedById: who }) }
      else if (act < 0.52) { if (own.state === 'asked' && !answerRefusal(own, me, list, s)) set(own, { state: 'rejected', decidedById: who }) }
      else if (act < 0.6) { if (own.state === 'approved' || own.state === 'rejected') if (!withdrawRefusal(own, me)) set(own, { state: 'asked', decidedById: null }) }
      else if (act < 0.72) {
        const to = pick(people)
        if (own.state === 'asked' && !delegateRefusal(own, me, { id: to, role: roleOf[to], hasLeft: left.has(to) }, list, at)) {
          set(own, { state: 'delegated', decidedById: who })
          list.push(row(`d${n++}`, { step: own.step, quorum: own.quorum, role: own.role, approverId: to, viaId: own.id, expiresMs: own.expiresMs }))
        } else if (own.viaId !== null) loops++
      } else if (act < 0.78) { if (roleOf[who] !== 'agent') addPlace() }
      else if (act < 0.82) { level = pick(['minor', 'significant', 'major'] as const); owner = random() < 0.3 ? pick(people) : null; list = []; ask() }
      else if (act < 0.86) left.add(who)
      else if (act < 0.9) at += 1
      else if (!left.has(who)) {
        presses++
        const got = decisionOf(list, me, s)
        if (got.status === 'approved') decided = [...got.deciderIds]
      }
      const after = now()
      const got = outcomeOf(list, after)
      if (got.status === 'approved') approvals += 1
      // What must hold, said without the rules' own words: `spoke` may be somebody who presses Authorise, whose word counts as one more.
      const isRejected = list.some((a) => a.state === 'rejected')
      const holds = (spoke: string | null): boolean => {
        const good = list.filter((a) => a.state === 'approved' && !left.has(a.decidedById ?? '') && (a.expiresMs === null || at < a.expiresMs)).map((a) => ({ by: a.decidedById ?? '', step: a.step, asked: firstOf(a, list).approverId }))
        const words = [...good, ...(spoke === null ? [] : [1, 2].map((step) => ({ by: spoke, step, asked: spoke })))]
        const isManager = (id: string): boolean => id !== 'z'
        const managers = new Set(words.filter((g) => isManager(g.by)).map((g) => g.by))
        const hasOwner = owner === null || words.some((g) => g.step === 1 && g.asked === owner)
        const isEnough = isEmergency ? managers.size >= 1 : level === 'minor' ? words.length > 0 : level === 'significant' ? managers.size >= 1 : managers.size >= 2 && hasOwner
        const others = new Set(words.map((g) => g.by).filter((id) => id !== 'req' && (level === 'minor' || (id !== 'imp' && id !== 'wrote'))))
        return isEnough && others.size > 0
      }
      if (got.status === 'approved' && (isRejected || !holds(null))) wrong.push(JSON.stringify({ level, owner, isEmergency, list, left: [...left] }))
      if (decided !== null && (isRejected || !holds(who) || !decided.every((id) => !left.has(id)))) wrong.push(`pressed by ${who}: ${JSON.stringify({ level, owner, isEmergency, list, left: [...left] })}`)
      if (isRejected !== (got.status === 'rejected')) wrong.push(`rejection: ${JSON.stringify(list)}`)
      if (list.some((a) => depthOf(a, list) > mostHandedOn)) wrong.push(`handed on too often: ${JSON.stringify(list)}`)
    }
  }
  expect(wrong.slice(0, 3)).toEqual([])
  expect([approvals > 1000, presses > 1000, loops > 1000, extra > 1000]).toEqual([true, true, true, true])
}, 120_000)

const firstOf = (a: Approval, list: readonly Approval[]): Approval => { const from = a.viaId === null ? undefined : list.find((b) => b.id === a.viaId); return from === undefined ? a : firstOf(from, list) }
const depthOf = (a: Approval, list: readonly Approval[]): number => { const from = a.viaId === null ? undefined : list.find((b) => b.id === a.viaId); return from === undefined ? 0 : 1 + depthOf(from, list) }
