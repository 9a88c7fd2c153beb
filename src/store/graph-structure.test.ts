/** The structure as it is laid out: the same as its relations one by one, and read anew as soon as one that says otherwise is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { world, type World } from '../../test/world.ts'
import { seededUniform } from '../analysis/seeded.ts'
import { effectOf, type Structure } from '../analysis/structure.ts'
import { type CompactStructure, groupOf } from '../analysis/structure-compact.ts'
import { FailureEffects } from '../analysis/structure-effects.ts'
import { nowhere, type Sight } from '../model/actor.ts'
import { around } from './graph.ts'
import { UuidNumbers } from './graph-ids.ts'
import { keepStructures } from './graph-structure.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(() => w.end())

const all: Sight = { all: true, orgId: nowhere, own: '', internal: true }
const [before, then, later] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z']
const idOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

interface Said {
  readonly from: number
  readonly to: number
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly orgId: string
}

let numbers = 0
const write = (list: readonly Partial<Said>[]): Promise<unknown> => w.store.db.owner((tx) => tx.query(
  `INSERT INTO relation (id, number, org_id, shared, state, state_since, version, created_at, created_by, updated_at, name, from_record, from_id, to_record, to_id, kind, role, group_name, at_least, standby, valid_from, valid_to, source, confidence, confirmed_at, chain)
   SELECT gen_random_uuid(), 'T-' || (x->>'n'), (x->>'orgId')::uuid, false, 'valid', $2, 1, $2, 'test', $2, 'test', 'ci', (x->>'fromId')::uuid, 'ci', (x->>'toId')::uuid, 'depends_on', x->>'role', x->>'groupName', (x->>'atLeast')::int, x->>'standby',
     (x->>'validFrom')::timestamptz, (x->>'validTo')::timestamptz, 'person', 0.9, $2, '' FROM jsonb_array_elements($1::jsonb) x`,
  [JSON.stringify(list.map((x) => ({ orgId: w.provider, role: 'series', groupName: null, atLeast: null, standby: null, validFrom: before, validTo: null, ...x, fromId: idOf(x.from ?? 0), toId: idOf(x.to ?? 0), n: numbers++ }))), before]))
const clear = (): Promise<unknown> => w.store.db.owner((tx) => tx.query('DELETE FROM relation'))
const read = (kept = keepStructures(), at = then, sight = all): Promise<CompactStructure> => w.store.db.read(sight, (tx) => kept.at(tx, sight, at))

/** Of acyclic chance: each stands on later ones only, for some time, in groups of any kind. */
function chance(seed: number, nodes: number): readonly Said[] {
  const uniform = seededUniform(seed)
  const whole = (most: number): number => Math.floor(uniform() * most)
  return Array.from({ length: nodes * 3 }, (): Said => {
    const from = whole(nodes - 1)
    const isAlternate = uniform() < 0.6
    return {
      from, to: from + 1 + whole(nodes - from - 1), role: isAlternate ? 'alternate' : 'series', groupName: isAlternate ? ['feed', 'Knoten "ü" \\ 2'][whole(2)] ?? '' : null,
      atLeast: isAlternate && uniform() < 0.7 ? 1 + whole(3) : null, standby: isAlternate && uniform() < 0.8 ? (uniform() < 0.5 ? 'hot' : 'warm') : null,
      validFrom: uniform() < 0.9 ? before : later, validTo: uniform() < 0.9 ? null : then, orgId: w.provider,
    }
  }).filter((one, i, list) => list.findIndex((x) => x.from === one.from && x.to === one.to) === i)
}

/** The same one by one, without numbers. */
function plain(said: readonly Said[], at: string): Structure {
  const valid = said.filter((x) => x.validFrom <= at && (x.validTo === null || x.validTo > at))
  return new Map([...Map.groupBy(valid, (x) => idOf(x.from))].map(([id, list]) => [id, {
    needs: list.filter((x) => x.role === 'series').map((x) => idOf(x.to)),
    groups: [...Map.groupBy(list.filter((x) => x.role === 'alternate'), (x) => x.groupName).values()].map((some) => groupOf(some.map((x) => ({ ...x, id: idOf(x.to) })))),
  }]))
}

test.each([1, 2, 3, 4, 5, 6])('all losses over a graph of chance are those of one loss at a time (seed %i)', async (seed) => {
  await clear()
  const nodes = 40
  const said = chance(seed, nodes)
  await write(said)
  for (const at of [before, then, later]) {
    const [slow, laid] = [plain(said, at), await read(keepStructures(), at)]
    const [effects, lost] = [new FailureEffects(laid), new FailureEffects(laid, { only: 'X' })]
    for (let top = 0; top < nodes; top++) {
      const [felt, stops] = [effects.on(idOf(top)), new Set(lost.singlePoints(idOf(top)))]
      for (let part = 0; part < nodes; part++) {
        const should = effectOf(slow, idOf(top), new Set([idOf(part)]))
        expect([at, top, part, felt.get(idOf(part)) ?? null, stops.has(idOf(part))]).toEqual([at, top, part, should, should === 'X' && part !== top])
      }
    }
  }
})

describe('what was laid out', () => {
  test('is given again until something is written of what stands on what', async () => {
    await clear()
    await write([{ from: 1, to: 2 }, { from: 2, to: 3, validTo: later }, { from: 9, to: 1, validFrom: later }])
    const kept = keepStructures()
    const first = await read(kept)
    expect(await read(kept, '2026-02-15T00:00:00.000Z')).toBe(first)
    // Before the first and from the end of one on, something else held.
    expect(new FailureEffects(await read(kept, later)).on(idOf(1)).size).toBe(2)
    expect((await read(kept, '2025-12-31T00:00:00.000Z')).ids.size).toBe(0)
    expect(await read(kept)).toBe(first)
    await w.store.db.owner((tx) => tx.query('UPDATE relation SET confidence = 0.98, confirmed_at = $1', [then]))
    expect(await read(kept)).toBe(first)
    await w.store.db.owner((tx) => tx.query('UPDATE relation SET valid_to = $1 WHERE from_id = $2', [before, idOf(2)]))
    expect(new FailureEffects(await read(kept)).on(idOf(1)).size).toBe(2)
    await write([{ from: 2, to: 4 }])
    expect(new FailureEffects(await read(kept)).on(idOf(1)).size).toBe(3)
  })

  test('has what was written by a transaction that ended while others wrote and read', async () => {
    await clear()
    await write([{ from: 1, to: 2 }])
    const kept = keepStructures()
    await w.store.db.owner(async (tx) => {
      await tx.query('UPDATE relation SET valid_to = $1', [before])
      await write([{ from: 3, to: 4 }])
      expect((await read(kept)).ids.size).toBe(4)
    })
    expect((await read(kept)).ids.size).toBe(2)
  })

  test('is within sight, and asked by many at once is read once', async () => {
    await clear()
    await write([{ from: 1, to: 2 }, { from: 5, to: 6, orgId: w.b.orgId }])
    const kept = keepStructures()
    const ofB: Sight = { all: false, orgId: w.b.orgId, own: '', internal: true }
    const [one, other, third] = await Promise.all([read(kept), read(kept, then, ofB), read(kept)])
    expect([one.ids.size, other.ids.size, third === one]).toEqual([4, 2, true])
    expect(other.ids.find(idOf(1))).toBe(-1)
  })
})

test('a walk along a chain of five thousand ends, and tells the way to its end, whatever was counted of the relations before', async () => {
  await clear()
  // As autovacuum does; of a table in which all stood on one, a step of the walk was planned to read all of it.
  await write(Array.from({ length: 300 }, (_, n) => ({ from: 1, to: n + 2 })))
  await w.store.db.ownerPool.query('ANALYZE relation')
  await clear()
  await w.store.db.owner((tx) => tx.query(`INSERT INTO ci_type (id, number, org_id, shared, state, state_since, version, created_at, created_by, updated_at, key, name, fields, chain) VALUES ($1, 'T-0', $2, true, 'in_use', $3, 1, $3, 'test', $3, 'chain', 'Chain', '[]', '')`, [idOf(999_999), w.provider, before]))
  await w.store.db.owner((tx) => tx.query(
    `INSERT INTO ci (id, number, org_id, shared, state, state_since, version, created_at, created_by, updated_at, tags, name, key, aliases, type_id, attrs, differences, chain)
     SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'TC-' || n, $1, false, 'live', $2, 1, $2, 'test', $2, '{}', 'c' || n, 'c' || n, '{}', $3, '{}', 0, '' FROM generate_series(0, 5000) n`, [w.provider, before, idOf(999_999)]))
  await write(Array.from({ length: 5000 }, (_, n) => ({ from: n, to: n + 1 })))
  const reached = await w.store.db.read(all, (tx) => around(tx, [idOf(0)], { direction: 'below', at: then, depth: 20_000, most: 20_000 }))
  expect([reached.length, reached.at(-1)?.depth, reached.at(-1)?.path.length, reached.at(-1)?.path.at(-1)]).toEqual([5000, 5000, 5001, idOf(5000)])
  const usual = await w.store.db.read(all, (tx) => around(tx, [idOf(0)], { direction: 'below', at: then }))
  expect(usual.length).toBe(50)
})

test('ids keep their numbers as they grow to many, and strangers have none', () => {
  const ids = new UuidNumbers()
  const words = Int32Array.from({ length: 40_000 }, (_, i) => (i % 4 === 3 ? i : i % 4))
  for (let n = 0; n < 10_000; n++) expect(ids.number(words, n * 4)).toBe(n)
  for (let n = 0; n < 10_000; n++) if (ids.number(words, n * 4) !== n || ids.find(ids.idOf(n)) !== n) throw new Error(`${n} has another number`)
  expect([ids.size, ids.find(idOf(77)), ids.find('no id')]).toEqual([10_000, -1, -1])
})
