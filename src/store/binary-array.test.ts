/** What is written in binary is what PostgreSQL reads; and what is plucked from a JSON value is what lies in it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system, world, type World } from '../../test/world.ts'
import { sightOf } from '../model/actor.ts'
import { change } from '../practices/change/record.ts'
import { Int4ArrayWriter, UuidArrayWriter, wordsOfUuid } from './binary-array.ts'
import { pluck } from './pluck.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(() => w.end())

const read = async (type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  (await w.store.db.read(sightOf(system), (tx) => tx.query<{ as: string }>(`SELECT $1::${type}::text AS as`, [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)])))[0]?.as ?? ''

test.each([
  { why: 'none', list: [] },
  { why: 'one', list: [7] },
  { why: 'with and without a sign, up to the ends', list: [0, -1, 2 ** 31 - 1, -(2 ** 31), 4_194_303] },
  { why: 'more than the first piece of memory holds', list: Array.from({ length: 5000 }, (_, i) => i * 3 - 700) },
])('whole numbers: $why', async ({ list }) => {
  const writer = new Int4ArrayWriter()
  for (const n of list) writer.push(n)
  expect(await read('int4[]', writer.finish())).toBe(`{${list.join(',')}}`)
})

test('ids, those with high bits too', async () => {
  const ids = ['0199aaaa-0000-7000-8000-0000000000ff', 'ffffffff-ffff-4fff-bfff-ffffffffffff', '80000000-7fff-4000-8000-800000000001']
  const writer = new UuidArrayWriter()
  for (const id of ids) writer.push(wordsOfUuid(id), 0)
  expect(await read('uuid[]', writer.finish())).toBe(`{${ids.join(',')}}`)
  expect(await read('uuid[]', new UuidArrayWriter().finish())).toBe('{}')
})

test('texts at a path of a JSON field are read in order, through lists; what may not be seen is absent', async () => {
  const c = await w.store.write(system, (s) => s.create(change, { orgId: w.a.orgId, title: 'New version', serviceIds: [w.a.serviceId] }))
  const look = (sight: Parameters<typeof w.store.db.read>[0], path: readonly string[]) => w.store.db.read(sight, (tx) => pluck(tx, change, 'impact', path, [c.id, 'no id', c.id]))
  expect([...await look(sightOf(system), ['reached', 'id'])]).toEqual([[c.id, []]])
  await w.store.db.owner((tx) => tx.query('UPDATE change SET impact = $2::jsonb WHERE id = $1', [c.id, JSON.stringify({ asOf: 'now', serviceIds: ['s'], reached: [{ id: 'b', path: ['x'] }, { id: 'a' }, { id: 5 }], count: 3 })]))
  expect([...await look(sightOf(system), ['reached', 'id'])]).toEqual([[c.id, ['b', 'a']]])
  expect([...await look(sightOf(system), ['no', '"such" path'])]).toEqual([[c.id, []]])
  expect([...await look({ all: false, orgId: w.b.orgId, own: '', internal: true }, ['reached', 'id'])]).toEqual([])
})
