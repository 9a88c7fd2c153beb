/** The door, the journal and the sight, on a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../model/error.ts'
import { ci } from '../practices/configuration/ci.ts'
import { ciType } from '../practices/configuration/ci-type.ts'
import { incident } from '../practices/incident/record.ts'
import { outage } from '../practices/incident/outage.ts'
import { service } from '../practices/service/record.ts'
import { is } from '../model/query.ts'
import { verifyJournal } from './journal.ts'
import { system, world, type World } from '../../test/world.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })

const refusal = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof AppError ? e.code : `fault ${String(e)}`))
const open = (title = 'Bookings time out', more: Record<string, unknown> = {}) =>
  w.store.write(w.as('agent'), (s) => s.create(incident, { title, orgId: w.a.orgId, serviceId: w.a.serviceId, impact: 1, urgency: 1, ...more }))

describe('the door', () => {
  test('gives a new record a number, a priority and version 1, and journals it', async () => {
    const i = await open()
    expect(i.number).toMatch(/^INC-\d+$/)
    expect([i.priority, i.state, i.version]).toEqual([1, 'assigned', 1])
    const history = await w.store.read(system, (s) => s.history('incident', i.id))
    expect(history.map((e) => [e.verb, e.version, e.actorName, e.prevHash])).toEqual([['create', 1, 'agent provider', '']])
  })

  test('walks the whole life of an incident', async () => {
    const me = w.as('agent')
    const i = await open()
    const verbs: [string, Record<string, unknown>, string][] = [
      ['assign', { toTeamId: w.teamId }, 'assigned'], ['acknowledge', {}, 'in_progress'], ['pause', { because: 'user', waitFor: 'Terminal Ops' }, 'pending'],
      ['resume', {}, 'in_progress'], ['resolve', { code: 'fixed', what: 'restarted' }, 'resolved'], ['reopen', { reason: 'still failing' }, 'in_progress'],
      ['resolve', { code: 'workaround' }, 'resolved'], ['close', {}, 'closed'],
    ]
    for (const [verb, input, state] of verbs) expect((await w.store.write(me, (s) => s.move(incident, i.number, verb, input))).state).toBe(state)
    const end = await w.store.read(me, (s) => s.find(incident, i.number))
    expect([end.version, end.reopenCount, end.assigneeId]).toEqual([9, 1, me.id])
  })

  test.each([
    ['a move that the state does not allow', 'close', {}, 'conflict'],
    ['an unknown field', 'assign', { toTeamId: undefined, colour: 'red' }, 'invalid'],
    ['a wrong type', 'prioritize', { to: 'high', reason: 'x' }, 'invalid'],
    ['a missing reason', 'cancel', {}, 'invalid'],
    ['a team that does not exist', 'assign', { toTeamId: '00000000-0000-4000-8000-000000000000' }, 'invalid'],
    ['NUL in a text', 'comment', { body: 'a\u0000b' }, 'invalid'],
  ])('refuses %s and writes nothing', async (_what, verb, input, code) => {
    const i = await open()
    expect(await refusal(w.store.write(w.as('agent'), (s) => s.move(incident, i.id, verb, input)))).toBe(code)
    expect((await w.store.read(system, (s) => s.history('incident', i.id))).length).toBe(1)
  })

  test('refuses a stale version and shows the current one', async () => {
    const i = await open()
    await w.store.write(w.as('agent'), (s) => s.move(incident, i.id, 'note', { body: 'seen' }))
    const late = w.store.write(w.as('agent'), (s) => s.move(incident, i.id, 'acknowledge', {}, { ifVersion: 1 }))
    await expect(late).rejects.toMatchObject({ code: 'stale', facts: { current: 2, seen: 1 } })
  })

  test('lets two people at once act one after the other, never both on the same state', async () => {
    const i = await open()
    const both = await Promise.all([0, 1].map(() => refusal(w.store.write(w.as('agent'), (s) => s.move(incident, i.id, 'acknowledge')))))
    expect(both.toSorted()).toEqual(['conflict', 'done'])
  })

  test('keeps an incident from being resolved while its outage is open, and ends it in the same step when told', async () => {
    const me = w.as('agent')
    const i = await open()
    const o = await w.store.write(me, (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: i.id, startedAt: '2026-03-17T08:40:00Z' }))
    expect(await refusal(w.store.write(me, (s) => s.move(incident, i.id, 'resolve', { code: 'fixed' })))).toBe('refused')
    await w.store.write(me, (s) => s.move(incident, i.id, 'resolve', { code: 'fixed', outagesEndedAt: '2026-03-17T08:55:00Z' }))
    expect(await w.store.read(me, (s) => s.find(outage, o.id))).toMatchObject({ state: 'ended', endedAt: '2026-03-17T08:55:00.000Z' })
  })

  test('writes many at once, each with its own chain', async () => {
    const rows = await w.store.write(system, (s) => s.createMany(incident, Array.from({ length: 500 }, (_, n) => ({ title: `storm ${n}`, orgId: w.a.orgId }))))
    expect(new Set(rows.map((r) => r.number)).size).toBe(500)
  })
})

describe('sight', () => {
  test('an organization sees nothing of another, in lists, counts, search, journal and references', async () => {
    await open('Zebra crossing in Berth 9')
    const stranger = w.as('admin', 'b')
    const seen = await w.store.read(stranger, async (s) => ({
      list: (await s.list(incident, {})).items.length, count: await s.count(incident, {}), search: (await s.search('zebra')).length, audit: (await s.audit({})).filter((e) => e.orgId !== w.b.orgId).length,
    }))
    expect(seen).toEqual({ list: 0, count: 0, search: 0, audit: 0 })
    expect((await w.store.read(w.as('agent', 'a'), (s) => s.search('zebra'))).length).toBe(1)
    const { number } = (await w.store.read(w.as('agent', 'a'), (s) => s.search('zebra')))[0] ?? { number: '' }
    expect((await w.store.read(w.as('agent', 'a'), (s) => s.search(number.toLowerCase())))[0]?.number).toBe(number)
    expect(await w.store.read(w.as('agent', 'b'), (s) => s.search(number))).toEqual([])
    expect(await refusal(w.store.write(w.as('agent', 'b'), (s) => s.create(incident, { title: 'x', serviceId: w.a.serviceId })))).toBe('invalid')
  })

  test('finds items and numbers by what was typed in one piece, as their beginning, and never another organization\'s', async () => {
    const { host, other } = await w.store.write(system, async (s) => {
      const type = await s.create(ciType, { orgId: w.provider, key: 'hypervisor', name: 'Hypervisor' })
      return {
        host: await s.create(ci, { orgId: w.a.orgId, typeId: type.id, name: 'Host vh-03 (Kiel)', key: 'netbox:77', aliases: ['esx-9.example.org'] }),
        other: await s.create(ci, { orgId: w.b.orgId, typeId: type.id, name: 'vh-03', key: 'vh-03' }),
      }
    })
    const found = (words: string, org: 'a' | 'b' = 'a') => w.store.read(w.as('agent', org), async (s) => [(await s.search(words)).map((hit) => hit.id), (await s.list(ci, { q: words })).items.map((x) => x.id)])
    for (const words of ['vh-03', 'VH-03', 'vh-0', ' (vh-03) ', 'host vh-03', 'netbox:77', 'netbox:7', 'esx-9', 'esx-9.example.org', 'kiel', host.number, host.number.toLowerCase()]) expect([words, await found(words)]).toEqual([words, [[host.id], [host.id]]])
    for (const words of ['h-03', 'vh-04', 'vh-03 north', '03)', "'vh-03", 'vh\\-03', 'vh-03\u0000x', '%-03', other.number]) expect([words, await found(words)]).toEqual([words, words === "'vh-03" ? [[host.id], [host.id]] : [[], []]])
    expect(await found('vh-03', 'b')).toEqual([[other.id], [other.id]])
    expect(await found('netbox:77', 'b')).toEqual([[], []])
    // A number and those that begin with it, itself first.
    const { number } = await open()
    expect((await w.store.read(w.as('agent'), (s) => s.search(number.slice(0, -1), { records: ['incident'] }))).map((hit) => hit.number)).toContain(number)
    expect((await w.store.read(w.as('agent'), (s) => s.search(number))).at(0)?.number).toBe(number)
  })

  test('an organization cannot write into another', async () => {
    const code = await refusal(w.store.write(w.as('admin', 'b'), (s) => s.create(incident, { title: 'x', orgId: w.a.orgId })))
    expect(code).toBe('invalid')
  })

  test('a requester sees only what they reported, and no internal note', async () => {
    const me = w.as('requester', 'a')
    const mine = await w.store.write(me, (s) => s.create(incident, { title: 'My screen is dark' }))
    await w.store.write(w.as('agent'), (s) => s.move(incident, mine.id, 'note', { body: 'known screen trouble' }))
    await w.store.write(w.as('agent'), (s) => s.move(incident, mine.id, 'comment', { body: 'We look at it' }))
    const seen = await w.store.read(me, async (s) => ({ list: (await s.list(incident, {})).items.map((i) => i.id), said: (await s.beside('comment', mine.id)).map((c) => c['body']), verbs: (await s.timeline(incident, mine.id)).map((e) => e.verb) }))
    expect(seen).toEqual({ list: [mine.id], said: ['We look at it'], verbs: ['create', 'comment'] })
    expect((await w.store.read(me, (s) => s.search('trouble'))).length).toBe(0)
  })

  test.each(['requester', 'customer'] as const)('lets a %s do every verb that is theirs, and see that they did', async (role) => {
    const me = w.as(role, 'a')
    const i = await w.store.write(me, (s) => s.create(incident, { title: 'Gate is shut', serviceId: w.a.serviceId }))
    const file = { name: 'photo.png', mediaType: 'image/png', sha256: 'a'.repeat(64), sizeBytes: 1 }
    for (const [verb, input] of [['watch', {}], ['unwatch', {}], ['attach', file], ['escalateUp', { level: 1, reason: 'The ship leaves at noon.' }]] as const) {
      expect(await refusal(w.store.write(me, (s) => s.move(incident, i.id, verb, input))), verb).toBe('done')
    }
    const seen = await w.store.read(me, (s) => s.timeline(incident, i.id))
    expect(seen.map((e) => e.verb)).toEqual(['create', 'watch', 'unwatch', 'attach', 'escalateUp'])
    expect((await w.store.read(me, (s) => s.beside('attachment', i.id))).map((x) => x['name'])).toEqual(['photo.png'])
  })

  test('gives what is beside a record by its id, also where there is more than a list holds', async () => {
    const i = await open()
    const rows = await w.store.write(w.as('agent'), async (s) => {
      for (let n = 0; n < 501; n++) await s.move(incident, i.id, 'note', { body: `note ${n}` })
      return s.history('incident', i.id)
    })
    const id = String(rows.at(-1)?.effects[0]?.row['id'])
    const found = await w.store.read(w.as('agent'), async (s) => [(await s.beside('comment', i.id)).some((c) => c.id === id), (await s.beside('comment', i.id, id)).map((c) => c['body'])])
    expect(found).toEqual([false, ['note 500']])
    expect(await w.store.read(w.as('customer', 'a'), (s) => s.beside('comment', i.id, id))).toEqual([])
  }, 30_000)

  test('a requester sets nothing internal, neither a field nor an input', async () => {
    for (const more of [{ correlateBy: 'service=x' }, { teamToAssign: w.teamId }]) {
      expect(await refusal(w.store.write(w.as('requester', 'a'), (s) => s.create(incident, { title: 'mine', ...more })))).toBe('forbidden')
    }
  })

  test('a role that may not, may not', async () => {
    const i = await open()
    expect(await refusal(w.store.write(w.as('auditor'), (s) => s.move(incident, i.id, 'acknowledge')))).toBe('forbidden')
    expect(await refusal(w.store.write(w.as('agent'), (s) => s.create(service, { name: 'x', key: 'x' })))).toBe('forbidden')
  })
})

describe('lists', () => {
  test('pages by key without gap or repeat, in any order', async () => {
    await w.store.write(system, (s) => s.createMany(incident, Array.from({ length: 57 }, (_, n) => ({ title: `page ${n % 7}`, orgId: w.b.orgId, impact: 1 + (n % 4) }))))
    for (const sort of ['title', '-title', 'noticedAt', '-priority', 'createdAt']) {
      const ids: string[] = []
      let after: string | undefined
      do {
        const page = await w.store.read(w.as('agent', 'b'), (s) => s.list(incident, { sort, limit: 10, ...(after ? { after } : {}) }))
        ids.push(...page.items.map((i) => i.id))
        after = page.next ?? undefined
      } while (after)
      expect([sort, ids.length, new Set(ids).size]).toEqual([sort, 57, 57])
    }
  })

  test('filters by conditions and finds words', async () => {
    const found = await w.store.read(w.as('agent', 'b'), async (s) => [
      (await s.list(incident, { where: [is('impact', '1')], limit: 200 })).items.length, await s.count(incident, { q: 'page 3' }), await s.count(incident, { group: 'active' }), (await s.tally(incident, {}, 'impact'))['2'],
    ])
    expect(found).toEqual([15, 8, 57, 14])
  })
})

test('the journal proves itself, and shows any change behind its back', async () => {
  expect((await verifyJournal(w.store.db, w.store.records)).faults).toEqual([])
  const i = await open('to be tampered with')
  await w.store.db.owner((tx) => tx.query('UPDATE incident SET title = $2 WHERE id = $1', [i.id, 'something else']))
  expect((await verifyJournal(w.store.db, w.store.records)).faults).toEqual([`incident ${i.number}: the row differs from its journal in title`])
  await w.store.db.owner((tx) => tx.query('UPDATE incident SET title = $2 WHERE id = $1', [i.id, 'to be tampered with']))
  await expect(w.store.db.owner((tx) => tx.query("UPDATE journal SET reason = 'x' WHERE record_id = $1", [i.id]))).rejects.toThrow('append-only')
})

test('what moves while the journal is proven is no fault of it', async () => {
  const i = await open('busy')
  let moves = 0
  const { db } = w.store
  const disturbed: typeof db = {
    ...db,
    owner: (work) => db.owner((tx) => work({
      ...tx,
      query: async (text, values, name) => {
        // Between the rows and their journal, once.
        if (text.includes('record_id = ANY') && values?.[0] === 'incident' && moves++ === 0) await w.store.write(w.as('agent'), (s) => s.move(incident, i.id, 'acknowledge'))
        return tx.query(text, values, name)
      },
    })),
  }
  expect((await verifyJournal(disturbed, w.store.records)).faults).toEqual([])
  expect(moves).toBeGreaterThan(0)
})
