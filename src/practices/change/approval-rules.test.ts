/** Who may let a change be done: the odd cases in rows, and a hundred thousand random courses that must never end in a yes they do not deserve. */
import { describe, expect, test } from 'vitest'
import { seededUniform } from '../../analysis/seeded.ts'
import { type Approval, answerRefusal, delegateRefusal, outcomeOf, panelFor, type RiskLevel, type Standing, withdrawRefusal } from './approval-rules.ts'

const nowMs = Date.parse('2026-03-17T09:00:00Z')
const standing = (more: Partial<Standing> = {}): Standing => ({ requesterId: 'req', implementerId: 'imp', level: 'minor', nowMs, hasLeft: () => false, ...more })
const row = (id: string, more: Partial<Approval> = {}): Approval => ({ id, step: 1, quorum: 1, approverId: null, role: 'manager', state: 'asked', decidedById: null, expiresMs: null, ...more })
const yes = (id: string, by: string, more: Partial<Approval> = {}): Approval => row(id, { state: 'approved', decidedById: by, ...more })

describe('the approvals of a round together', () => {
  test.each<[string, readonly Approval[], Partial<Standing>, string]>([
    ['nobody was asked', [], {}, 'waiting'],
    ['one who may agrees', [yes('a', 'x')], {}, 'approved'],
    ['only the requester agrees', [yes('a', 'req')], {}, 'waiting'],
    ['the requester and another agree', [yes('a', 'req', { quorum: 2 }), yes('b', 'x', { quorum: 2 })], {}, 'approved'],
    ['the one who does it agrees alone, to a minor change', [yes('a', 'imp')], {}, 'approved'],
    ['the one who does it agrees alone, to a significant change', [yes('a', 'imp')], { level: 'significant' }, 'waiting'],
    ['the one who wrote it down for another agrees alone, to a significant change', [yes('a', 'w')], { raisedById: 'w', level: 'significant' }, 'approved'],
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
    ['somebody too late', row('a', { expiresMs: nowMs }), me, /passed/],
    ['somebody out of turn', row('b', { step: 2 }), me, /earlier step/],
  ])('is refused: %s', (_name, own, who, why) => {
    expect(answerRefusal(own, who, [row('a'), own], standing())?.message).toMatch(why)
  })
  test('may answer in turn', () => {
    expect(answerRefusal(row('b', { step: 2 }), me, [yes('a', 'y'), row('b', { step: 2 })], standing())).toBeNull()
  })
  test('does not delegate to who has left or may not, nor what is not theirs', () => {
    const to = { id: 'z', role: 'manager', hasLeft: false } as const
    expect(delegateRefusal(row('a'), me, to, nowMs)).toBeNull()
    expect(delegateRefusal(row('a'), me, { ...to, hasLeft: true }, nowMs)?.message).toMatch(/left/)
    expect(delegateRefusal(row('a'), me, { ...to, role: 'agent' }, nowMs)?.message).toMatch(/role/)
    expect(delegateRefusal(row('a', { approverId: 'y' }), me, to, nowMs)?.message).toMatch(/asked/)
  })
})

test('100,000 random courses: a standing rejection never becomes a yes, and nobody agrees to their own wish alone', () => {
  const random = seededUniform(20_260_317)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const people = ['req', 'imp', 'x', 'y', 'z'] as const
  const roleOf = { req: 'manager', imp: 'manager', x: 'admin', y: 'manager', z: 'agent' } as const
  const wrong: string[] = []
  let approvals = 0
  for (let course = 0; course < 100_000; course++) {
    const level = pick(['minor', 'significant', 'major'] as const)
    const left = new Set<string>()
    let at = nowMs
    let list: Approval[] = panelFor(level, { isEmergency: random() < 0.1, ownerIds: random() < 0.3 ? [pick(people)] : [] }).flatMap((p) =>
      (p.approverIds.length > 0 ? p.approverIds : Array.from({ length: p.quorum }, () => null)).map((approverId, i) => row(`${p.step}${i}`, { step: p.step, quorum: p.quorum, role: p.role, approverId, expiresMs: random() < 0.2 ? nowMs + 3 : null })))
    const set = (own: Approval, more: Partial<Approval>): void => { list = list.map((a) => (a === own ? { ...a, ...more } : a)) }
    for (let n = 0; n < 8; n++) {
      const who = pick(people)
      const own = pick(list)
      const s = standing({ level, nowMs: at, hasLeft: (id) => left.has(id) })
      const me = { personId: who, role: roleOf[who] }
      const act = random()
      if (act < 0.45) { if (own.state === 'asked' && !answerRefusal(own, me, list, s)) set(own, { state: 'approved', decidedById: who }) }
      else if (act < 0.55) { if (own.state === 'asked' && !answerRefusal(own, me, list, s)) set(own, { state: 'rejected', decidedById: who }) }
      else if (act < 0.65) { if (own.state === 'approved' || own.state === 'rejected') if (!withdrawRefusal(own, me)) set(own, { state: 'asked', decidedById: null }) }
      else if (act < 0.8) {
        const to = pick(people)
        if (own.state === 'asked' && !delegateRefusal(own, me, { id: to, role: roleOf[to], hasLeft: left.has(to) }, at)) {
          set(own, { state: 'delegated' })
          list.push(row(`d${n}`, { step: own.step, quorum: own.quorum, role: own.role, approverId: to, expiresMs: own.expiresMs }))
        }
      } else if (act < 0.9) left.add(who)
      else at += 1
      const after = standing({ level, nowMs: at, hasLeft: (id) => left.has(id) })
      const got = outcomeOf(list, after)
      if (got.status === 'approved') approvals += 1
      // What must hold, said without the rules' own words.
      const isRejected = list.some((a) => a.state === 'rejected')
      const good = new Set(list.filter((a) => a.state === 'approved' && !left.has(a.decidedById ?? '') && (a.expiresMs === null || at < a.expiresMs)).map((a) => a.decidedById))
      const others = [...good].filter((id) => id !== 'req' && (level === 'minor' || id !== 'imp'))
      if (got.status === 'approved' && (isRejected || others.length === 0)) wrong.push(JSON.stringify({ level, list, left: [...left] }))
      if (isRejected !== (got.status === 'rejected')) wrong.push(`rejection: ${JSON.stringify(list)}`)
    }
  }
  expect(wrong.slice(0, 3)).toEqual([])
  expect(approvals).toBeGreaterThan(1000)
})
