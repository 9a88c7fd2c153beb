/** What items and relations refuse, and what follows from them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { system, world, type World } from '../../../test/world.ts'
import type { Actor } from '../../model/actor.ts'
import { verifyJournal } from '../../store/journal.ts'
import { startWorker } from '../../store/worker.ts'
import { service } from '../service/record.ts'
import { ci, type Ci } from './ci.ts'
import { ciType } from './ci-type.ts'
import { mostMoments } from './circle.ts'
import { endLost, shipTypes } from './reactions.ts'
import { relation, type Relation } from './relation.ts'

let w: World
let typeId = ''
let worker: { stop(): Promise<void> }
beforeAll(async () => {
  w = await world()
  await w.store.write(system, (s) => shipTypes(s, w.provider))
  worker = await startWorker({ store: w.store, isOnlyOne: true, log: { warn: () => undefined, error: () => undefined } })
  typeId = await w.store.read(system, async (s) => (await s.list(ciType, { where: [{ field: 'key', op: 'in', values: ['server'] }] })).items[0]?.id ?? '')
})
afterAll(async () => { await worker.stop(); await w.end() })

let made = 0
const item = (more: Record<string, unknown> = {}): Promise<Ci> => w.store.write(w.as('agent'), (s) => s.create(ci, { orgId: w.provider, name: `host ${++made}`, key: `host-${made}`, typeId, teamId: w.teamId, inState: 'live', ...more }))
const relate = (from: Ci, to: Ci, more: Record<string, unknown> = {}): Promise<Relation> =>
  w.store.write(w.as('agent'), (s) => s.create(relation, { fromRecord: 'ci', fromId: from.id, toRecord: 'ci', toId: to.id, ...more }))
const move = (id: string, verb: string, input: Record<string, unknown> = {}) => w.store.write(w.as('manager'), (s) => s.move(ci, id, verb, input))
const namesOf = (ids: readonly string[], direction: 'above' | 'below', at?: string) =>
  w.store.read(system, (s) => s.around(ids, { direction, ...(at === undefined ? {} : { at }) }))

describe('an item', () => {
  test.each([
    ['a number in a text', { address: 7 }, ['/attrs/address', 'must be text']],
    ['a half core', { cores: 1.5 }, ['/attrs/cores', 'must be a whole number']],
    ['a word that is none of the choice', { environment: 'prod' }, ['/attrs/environment', 'must be one of test, staging, production, development']],
    ['a field of no server', { seats: 3 }, ['/attrs/seats', 'is no field of this type']],
  ])('refuses %s and says where', async (_what, attrs, [at, message]) => {
    await expect(item({ attrs })).rejects.toMatchObject({ code: 'invalid', faults: [{ at, message }] })
  })

  test('names each value that does not fit, not only the first', async () => {
    await expect(item({ attrs: { address: 7, cores: 'two' } })).rejects.toMatchObject({ faults: [{ at: '/attrs/address' }, { at: '/attrs/cores' }] })
  })

  test('lacks a needed field: the type says which', async () => {
    const strict = await w.store.write(w.as('manager'), (s) => s.create(ciType, { orgId: w.provider, key: 'lift', name: 'Lift', fields: [{ name: 'plate', label: 'Plate', kind: 'text', required: true }] }))
    await expect(item({ typeId: strict.id })).rejects.toMatchObject({ faults: [{ at: '/attrs/plate', message: 'is needed: Plate' }] })
  })

  test('goes live with an owner or a team only, and keeps one', async () => {
    await expect(item({ teamId: null })).rejects.toMatchObject({ code: 'refused', faults: [{ at: '/teamId' }] })
    const one = await item()
    await expect(move(one.id, 'update', { teamId: null })).rejects.toMatchObject({ code: 'refused' })
    await move(one.id, 'update', { teamId: null, ownerId: w.as('agent').id })
  })

  test('does not retire while others stand on it, and the refusal names them; then it stands on nothing', async () => {
    const [app, db, disk] = [await item(), await item(), await item()]
    const on = await relate(app, db)
    const under = await relate(db, disk)
    await expect(move(db.id, 'retire', { reason: 'Old.' })).rejects.toMatchObject({ code: 'refused', message: `${app.name} stands on it. End those relations first.` })
    await w.store.write(w.as('agent'), (s) => s.move(relation, on.id, 'end'))
    await move(db.id, 'retire', { reason: 'Old.' })
    await expect.poll(async () => (await w.store.read(system, (s) => s.find(relation, under.id))).state, { timeout: 10_000 }).toBe('ended')
  })

  test('that retires leaves none of its relations, however many there were', async () => {
    const hub = await item()
    const ends = await w.store.write(w.as('agent'), (s) => s.createMany(ci, Array.from({ length: 203 }, () => ({ orgId: w.provider, name: `port ${++made}`, key: `port-${made}`, typeId, teamId: w.teamId }))))
    await w.store.write(w.as('agent'), (s) => s.createMany(relation, ends.map((end) => ({ fromRecord: 'ci', fromId: hub.id, toRecord: 'ci', toId: end.id }))))
    await move(hub.id, 'retire', { reason: 'Old.' })
    const left = async (): Promise<number> => w.store.read(system, (s) => s.count(relation, { where: [{ field: 'fromId', op: 'in', values: [hub.id] }, { field: 'state', op: 'in', values: ['valid'] }] }))
    await expect.poll(left, { timeout: 20_000 }).toBe(0)
  }, 60_000)

  test('has its key alone in its organization', async () => {
    const one = await item()
    await expect(item({ key: one.key })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a relation', () => {
  test('that closes a circle is refused with the way round', async () => {
    const [a, b, c] = [await item(), await item(), await item()]
    await relate(a, b)
    await relate(b, c)
    await expect(relate(c, a)).rejects.toMatchObject({ code: 'refused', message: `${c.name} would stand on itself: ${c.name} → ${a.name} → ${b.name} → ${c.name}.` })
    await expect(relate(a, a)).rejects.toMatchObject({ code: 'refused' })
    // What says nothing of failing together may go round.
    await relate(c, a, { kind: 'connected_to' })
    expect((await namesOf([a.id], 'below')).map((x) => x.id)).toEqual([b.id, c.id])
  })

  test('that closes a circle by way of another organization’s item is refused to who does not see it, and does not name it', async () => {
    const typeOf = (await w.store.write(system, (s) => s.create(ciType, { orgId: w.provider, name: 'Box', key: 'box', shared: true }))).id
    const [shared, secret, mine] = [await item({ typeId: typeOf, shared: true }), await item({ typeId: typeOf }), await w.store.write(system, (s) => s.create(ci, { orgId: w.a.orgId, typeId: typeOf, name: 'mine', key: 'mine' }))]
    const tie = (by: Actor, from: Ci, to: Ci) => w.store.write(by, (s) => s.create(relation, { fromRecord: 'ci', fromId: from.id, toRecord: 'ci', toId: to.id }))
    await tie(w.as('admin'), shared, secret)
    await tie(w.as('admin'), secret, mine)
    await expect(tie(w.as('manager', 'a'), mine, shared)).rejects.toMatchObject({ code: 'refused', message: `mine would stand on itself: mine → ${shared.name} → something you may not see → mine.` })
    await expect(tie(w.as('admin'), mine, shared)).rejects.toMatchObject({ code: 'refused', message: `mine would stand on itself: mine → ${shared.name} → ${secret.name} → mine.` })
  })

  test('whose circle could lie beyond the moments that are looked at is refused with the reason', async () => {
    const [a, b, c] = [await item(), await item(), await item()]
    const at = (minute: number): string => new Date(Date.parse('2026-01-01T00:00:00Z') + minute * 60_000).toISOString()
    const changing = Array.from({ length: mostMoments }, (_, i) => ({ fromRecord: 'ci', fromId: b.id, toRecord: 'ci', toId: c.id, validFrom: at(2 * i + 1), validTo: at(2 * i + 2) }))
    for (let i = 0; i < changing.length; i += 100) await w.store.write(w.as('agent'), (s) => s.createMany(relation, changing.slice(i, i + 100)))
    await relate(b, c, { validFrom: at(2 * mostMoments + 1), validTo: at(2 * mostMoments + 3) })
    await relate(c, a, { validFrom: at(2 * mostMoments + 1), validTo: at(2 * mostMoments + 3) })
    await expect(relate(a, b, { validFrom: at(0), validTo: at(3 * mostMoments) })).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(`changed at more than ${mostMoments} moments of this time`) as string })
    await relate(a, b, { validFrom: at(0), validTo: at(mostMoments) })
  }, 60_000)

  test('that closes a circle of sixty is refused', async () => {
    const ring = await w.store.write(w.as('agent'), (s) => s.createMany(ci, Array.from({ length: 60 }, () => ({ orgId: w.provider, name: `ring ${++made}`, key: `ring-${made}`, typeId, teamId: w.teamId }))))
    for (const [i, one] of ring.entries()) {
      const [from, to] = [one as unknown as Ci, ring[(i + 1) % ring.length] as unknown as Ci]
      if (i < ring.length - 1) await relate(from, to)
      else await expect(relate(from, to)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('would stand on itself') as string })
    }
  }, 60_000)

  test('that closes a circle with one of the same moment waits for it and is refused', async () => {
    const [a, b] = [await item(), await item()]
    const [written, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = w.store.write(w.as('agent'), async (s) => {
      await s.create(relation, { fromRecord: 'ci', fromId: a.id, toRecord: 'ci', toId: b.id })
      written.resolve()
      await go.promise
    })
    await written.promise
    let isSaid = false
    // This one began earlier by its own clock, and the first is not yet so then.
    const second = w.store.write(w.as('agent'), (s) => s.create(relation, { fromRecord: 'ci', fromId: b.id, toRecord: 'ci', toId: a.id, validFrom: '2026-01-01T00:00:00Z' })).finally(() => { isSaid = true })
    const said = expect(second).rejects.toMatchObject({ code: 'refused', message: `${b.name} would stand on itself: ${b.name} → ${a.name} → ${b.name}.` })
    // What carries no failure waits for nobody.
    await relate(b, a, { kind: 'connected_to' })
    expect(isSaid).toBe(false)
    go.resolve()
    await Promise.all([first, said])
  })

  test('that closes a circle with one that arrived together with it is refused', async () => {
    const [a, b, c] = [await item(), await item(), await item()]
    const arrive = (from: Ci, to: Ci) => w.store.create(w.as('agent'), relation, { fromRecord: 'ci', fromId: from.id, toRecord: 'ci', toId: to.id })
    const said = await Promise.allSettled([arrive(a, b), arrive(b, c), arrive(c, a)])
    expect(said.map((x) => x.status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })

  test('that would have closed a circle in the past is refused too', async () => {
    const [a, b] = [await item(), await item()]
    await relate(a, b, { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-02-01T00:00:00Z' })
    await expect(relate(b, a, { validFrom: '2026-01-10T00:00:00Z', validTo: '2026-01-20T00:00:00Z' })).rejects.toMatchObject({ code: 'refused' })
    await relate(b, a)
  })

  describe.each([
    { why: 'within the time of the one that closes it', ab: ['01-10', '01-20'], bc: ['01-01', '02-01'], ca: ['01-01', '02-01'], isCircle: true },
    { why: 'only where all three overlap', ab: ['01-01', '01-20'], bc: ['01-15', '02-10'], ca: ['01-05', '02-05'], isCircle: true },
    { why: 'within a relation that still stands', ab: ['01-10', '01-12'], bc: ['01-11', '01-20'], ca: ['01-01', null], isCircle: true },
    { why: 'for one day in the middle, far from both ends', ab: ['01-01', '01-16'], bc: ['01-15', '02-01'], ca: ['01-01', '02-01'], isCircle: true },
    { why: 'never: each two overlap, all three do not', ab: ['01-01', '01-10'], bc: ['01-10', '01-20'], ca: ['01-05', '01-15'], isCircle: false },
    { why: 'never: the way is whole before and after', ab: ['01-01', '01-10'], bc: ['01-01', '01-10'], ca: ['01-10', '01-20'], isCircle: false },
  ] as const)('in the past, that closes a circle $why', ({ ab, bc, ca, isCircle }) => {
    const times = ([from, to]: readonly [string, string | null]): Record<string, unknown> => ({ validFrom: `2026-${from}T00:00:00Z`, ...(to === null ? {} : { validTo: `2026-${to}T00:00:00Z` }) })
    const ends = (from: Ci, to: Ci, span: readonly [string, string | null]): Record<string, unknown> => ({ fromRecord: 'ci', fromId: from.id, toRecord: 'ci', toId: to.id, ...times(span) })
    const many = (inputs: readonly Record<string, unknown>[]) => w.store.write(w.as('agent'), (s) => s.createMany(relation, inputs))
    const decided = async (work: Promise<unknown>): Promise<void> => {
      if (isCircle) await expect(work).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('would stand on itself') as string })
      else await work
    }

    test('is decided by what stands', async () => {
      const [a, b, c] = [await item(), await item(), await item()]
      await relate(a, b, times(ab))
      await relate(b, c, times(bc))
      await decided(relate(c, a, times(ca)))
    })

    test('is decided by what is recorded together with it, in whatever order', async () => {
      for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
        const [a, b, c] = [await item(), await item(), await item()]
        const all = [ends(a, b, ab), ends(b, c, bc), ends(c, a, ca)]
        await decided(many(order.map((i) => all[i] ?? {})))
      }
    })

    test('is decided by both', async () => {
      const [a, b, c] = [await item(), await item(), await item()]
      await relate(b, c, times(bc))
      await decided(many([ends(a, b, ab), ends(c, a, ca)]))
    })
  })

  test('that closes a circle with one recorded together with it is refused with the way round, and none of them is recorded', async () => {
    const [a, b, c, d] = [await item(), await item(), await item(), await item()]
    await relate(b, c)
    const ends = (from: Ci, to: Ci): Record<string, unknown> => ({ fromRecord: 'ci', fromId: from.id, toRecord: 'ci', toId: to.id })
    await expect(w.store.write(w.as('agent'), (s) => s.createMany(relation, [ends(a, b), ends(c, d), ends(d, a)])))
      .rejects.toMatchObject({ code: 'refused', message: `${d.name} would stand on itself: ${d.name} → ${a.name} → ${b.name} → ${c.name} → ${d.name}.` })
    expect((await namesOf([a.id], 'below')).map((x) => x.id)).toEqual([])
    await w.store.write(w.as('agent'), (s) => s.createMany(relation, [ends(a, b), ends(c, d), { ...ends(d, a), kind: 'connected_to' }]))
    expect((await namesOf([a.id], 'below')).map((x) => x.id)).toEqual([b.id, c.id, d.id])
  })

  test('to what is retired is refused', async () => {
    const [a, old] = [await item(), await item()]
    await move(old.id, 'retire', { reason: 'Old.' })
    await expect(relate(a, old)).rejects.toMatchObject({ code: 'refused', message: `${old.name} is retired; nothing new stands on it or is held by it.` })
  })

  test('that says the same for some of the time is refused and names the other; after its end it may be said again', async () => {
    const [a, b] = [await item(), await item()]
    const first = await relate(a, b, { validFrom: '2026-01-01T00:00:00Z' })
    await expect(relate(a, b)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(first.number) as string })
    await w.store.write(w.as('agent'), (s) => s.move(relation, first.id, 'end', { endedAt: '2026-02-01T00:00:00Z' }))
    await expect(relate(a, b, { validFrom: '2026-01-31T00:00:00Z' })).rejects.toMatchObject({ code: 'refused' })
    await relate(a, b, { validFrom: '2026-02-01T00:00:00Z' })
  })

  test('written twice at the same moment is there once', async () => {
    const [a, b] = [await item(), await item()]
    const said = await Promise.allSettled([relate(a, b), relate(a, b)])
    expect(said.map((x) => x.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test.each([
    ['begins in the future', { validFrom: '2026-04-01T00:00:00Z' }, 'validFrom'],
    ['ends in the future', { validTo: '2026-04-01T00:00:00Z' }, 'validTo'],
    ['ends before it begins', { validFrom: '2026-02-01T00:00:00Z', validTo: '2026-01-01T00:00:00Z' }, 'validTo'],
    ['is one of several of no group', { role: 'alternate' }, 'groupName'],
    ['is needed and has a group', { groupName: 'x' }, 'role'],
    ['is supplied by a machine', { kind: 'supplied_by' }, 'toRecord'],
  ])('that %s is refused', async (_what, more, at) => {
    await expect(relate(await item(), await item(), more)).rejects.toMatchObject({ code: 'refused', faults: [{ at: `/${at}` }] })
  })

  test('fades by the half-life of its source until somebody confirms it', async () => {
    const [a, b] = [await item(), await item()]
    const seen = await relate(a, b, { source: 'monitoring', confidence: 0.8 })
    const later = new Date(w.clock.now() + 30 * 86_400_000).toISOString()
    expect((await namesOf([b.id], 'above', later))[0]?.confidence).toBeCloseTo(0.4, 6)
    await w.store.write(w.as('agent'), (s) => s.move(relation, seen.id, 'confirm'))
    expect((await namesOf([b.id], 'above'))[0]?.confidence).toBeCloseTo(0.98, 6)
    await w.store.write(w.as('agent'), (s) => s.move(relation, seen.id, 'deny'))
    expect(await namesOf([b.id], 'above')).toEqual([])
  })

  test('counts for its own time: impact then is not impact now', async () => {
    const [a, b] = [await item(), await item()]
    await relate(a, b, { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-02-01T00:00:00Z' })
    expect(await namesOf([b.id], 'above')).toEqual([])
    expect((await namesOf([b.id], 'above', '2026-01-15T00:00:00.000Z')).map((x) => x.id)).toEqual([a.id])
    expect(await namesOf([b.id], 'above', '2026-02-01T00:00:00.000Z')).toEqual([])
  })
})

describe('a walk', () => {
  test('finds each node once by its shortest way, though there are countless ways', async () => {
    // A ladder of 15 diamonds has 2^15 ways.
    let top = await item()
    const bottom = top
    for (let i = 0; i < 15; i++) {
      const [left, right, next] = [await item(), await item(), await item()]
      for (const [from, to] of [[left, top], [right, top], [next, left], [next, right]] as const) await relate(from, to)
      top = next
    }
    const found = await namesOf([bottom.id], 'above')
    expect([found.length, new Set(found.map((x) => x.id)).size, found.at(-1)?.id, found.at(-1)?.depth]).toEqual([45, 45, top.id, 30])
    expect(found.at(-1)?.path.length).toBe(31)
    expect([found.at(-1)?.path[0], found.at(-1)?.path.at(-1)]).toEqual([bottom.id, top.id])
  }, 60_000)
})

describe('the service map', () => {
  const services = (id: string) => namesOf([id], 'above').then((l) => l.map((x) => x.id))
  test('is part of the graph, from when it was said until it is taken back', async () => {
    const [below, above] = await w.store.write(w.as('manager'), async (s) => {
      const one = await s.create(service, { orgId: w.a.orgId, name: 'Ledger', key: 'ledger' })
      return [one, await s.create(service, { orgId: w.a.orgId, name: 'Invoices', key: 'invoices', dependsOnIds: [one.id] })] as const
    })
    await expect.poll(() => services(below.id), { timeout: 10_000 }).toEqual([above.id])
    w.clock.forward(60)
    await w.store.write(w.as('manager'), (s) => s.move(service, above.id, 'update', { dependsOnIds: [] }))
    await expect.poll(() => services(below.id), { timeout: 10_000 }).toEqual([])
    expect((await namesOf([below.id], 'above', new Date(w.clock.now() - 1000).toISOString())).map((x) => x.id)).toEqual([above.id])
  })
})

test('of services that the undoing of an import removed, what the map said ends', async () => {
  const [below, above] = await w.store.write(w.as('manager'), async (s) => {
    const one = await s.create(service, { orgId: w.a.orgId, name: 'Old ledger', key: 'old-ledger' })
    return [one, await s.create(service, { orgId: w.a.orgId, name: 'Old invoices', key: 'old-invoices', dependsOnIds: [one.id] })] as const
  })
  const said = () => w.store.read(system, async (s) => (await s.list(relation, { where: [{ field: 'fromId', op: 'in', values: [above.id] }] })).items.map((r) => r.state))
  await expect.poll(said, { timeout: 10_000 }).toEqual(['valid'])
  await w.store.db.owner(async (tx) => {
    await tx.query(`SELECT set_config('evenkeel.undo', 'import', true)`)
    await tx.query('DELETE FROM service WHERE id = ANY($1::uuid[])', [[below.id, above.id]])
  })
  await w.store.write(system, (s) => s.after({ task: endLost.name, payload: {} }))
  await expect.poll(said, { timeout: 10_000 }).toEqual(['ended'])
})

describe('another organization', () => {
  test('learns nothing of the graph, and a foreign end is told as one that is not there', async () => {
    const mine = await w.store.write(w.as('admin'), (s) => s.create(ci, { orgId: w.a.orgId, name: 'gate controller', key: 'gate-1', typeId }))
    const theirs = await w.store.write(w.as('admin'), (s) => s.create(ci, { orgId: w.b.orgId, name: 'freight scale', key: 'scale-1', typeId }))
    await w.store.write(w.as('admin'), (s) => s.create(relation, { fromRecord: 'service', fromId: w.a.serviceId, toRecord: 'ci', toId: mine.id }))
    expect(await w.store.read(w.as('manager', 'b'), (s) => s.around([mine.id], { direction: 'above' }))).toEqual([])
    expect((await w.store.read(w.as('manager', 'a'), (s) => s.around([mine.id], { direction: 'above' }))).map((x) => x.id)).toEqual([w.a.serviceId])
    const said = async (toId: string, who: 'a' | 'provider'): Promise<unknown> => w.store.write(w.as('admin', who), (s) => s.create(relation, { fromRecord: 'ci', fromId: mine.id, toRecord: 'ci', toId, orgId: w.a.orgId }))
      .catch((e: unknown) => (e instanceof Error ? e.message.replaceAll(toId, '…') : e))
    const nobody = '00000000-0000-4000-8000-00000000dead'
    for (const who of ['a', 'provider'] as const) expect(await said(theirs.id, who)).toEqual(await said(nobody, who))
  })

  test('does not see the item of the provider that its own service stands on, but what is its own', async () => {
    const host = await item()
    await w.store.write(w.as('admin'), (s) => s.create(relation, { fromRecord: 'service', fromId: w.b.serviceId, toRecord: 'ci', toId: host.id }))
    expect(await w.store.read(w.as('manager', 'b'), (s) => s.around([w.b.serviceId], { direction: 'below' }))).toEqual([])
    expect((await w.store.read(w.as('manager', 'b'), (s) => s.around([host.id], { direction: 'above' }))).map((x) => x.id)).toEqual([w.b.serviceId])
    expect(await w.store.read(w.as('manager', 'a'), (s) => s.around([host.id], { direction: 'above' }))).toEqual([])
  })
})

test('after all that every row equals its journal', async () => {
  expect((await verifyJournal(w.store.db, new Map([ciType, ci, relation].map((r) => [r.name, r])))).faults).toEqual([])
})
