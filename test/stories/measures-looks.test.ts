/** What counts as a look at an item of the map, and what is unknown of it: before anybody counted, after an answer, and where several count at once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rule, sightOf } from '../../src/model/actor.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciFacts } from '../../src/practices/configuration/facts.ts'
import { countOfBefore, differencesAreCounted } from '../../src/practices/configuration/reconcile-count.ts'
import { discrepancy } from '../../src/practices/configuration/reconcile-discrepancy.ts'
import { measureOf } from '../../src/practices/measure/register.ts'
import { uuidv7 } from '../../src/store/clock.ts'
import { followFacts } from '../../src/store/facts.ts'
import { appendPast } from '../../src/store/history.ts'
import { measureCells } from '../../src/store/measure.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
let typeId = ''
beforeAll(async () => {
  w = await stage()
  await w.quiet()
  typeId = (await w.store.write(system, (s) => s.create(ciType, { orgId: w.provider, name: 'Machine', key: 'machine' }))).id
}, 60_000)
afterAll(async () => { await w.end() })

const now = (): string => new Date(w.clock.now()).toISOString()
const newItem = (key: string) => w.store.write(system, (s) => s.create(ci, { orgId: w.provider, typeId, name: key, key }))
const tell = async (ciId: string): Promise<string> => (await w.store.write(w.as('agent'), (s) => s.create(discrepancy, { orgId: w.provider, kind: 'different', ciId, observed: 'Another disk.' }))).id
const itemOf = (id: string) => w.store.read(system, (s) => s.find(ci, id))
/** `hits of used, eligible` of the month. */
async function wrongIn(month: string): Promise<string[]> {
  await w.quiet()
  await followFacts(w.store, ciFacts)
  const definition = measureOf('CF1')?.definition
  if (!definition) throw new Error('no CF1')
  const [from, to] = [new Date(`${month}-01T00:00:00.000Z`), new Date(`${month}-01T00:00:00.000Z`)]
  to.setUTCMonth(to.getUTCMonth() + 1)
  return (await w.store.db.read(sightOf(system), (tx) => measureCells(tx, ciFacts, definition, { step: 'all', zone: 'UTC', by: [], where: [], from: from.toISOString(), to: to.toISOString() }, now()))).map((c) => `${c.hits} of ${c.used}, ${c.eligible}`)
}

test('an item of before counting is not without differences: nobody knows, until those that stand are counted and somebody looks', async () => {
  const id = uuidv7(w.clock.now())
  const day = (n: number): string => new Date(Date.parse('2025-11-01T09:00:00.000Z') + n * 86_400_000).toISOString()
  const life = { id, orgId: w.provider, createdAt: day(0), entries: [
    { at: day(0), verb: 'create', actorName: 'Ann', changes: { name: 'Old', key: 'old', typeId, state: 'live', teamId: w.teamId } },
    { at: day(2), verb: 'verify', actorName: 'import', changes: { verifiedAt: day(2) } },
  ] }
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, ci, [life], { actor: rule('past'), recordedAt: now(), correlationId: uuidv7(w.clock.now()), facts: ciFacts }))
  const told = { id: uuidv7(w.clock.now()), orgId: w.provider, createdAt: day(1), entries: [{ at: day(1), verb: 'create', actorName: 'Ann', changes: { title: 'Old: other', kind: 'different', ciId: id, state: 'raised' } }] }
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, discrepancy, [told], { actor: rule('past'), recordedAt: now(), correlationId: uuidv7(w.clock.now()) }))
  expect([await wrongIn('2025-11'), (await itemOf(id)).differences]).toEqual([['0 of 0, 1'], null])
  await w.store.write(system, (s) => s.after({ task: countOfBefore.name, payload: {} }))
  await w.quiet()
  expect(await itemOf(id)).toMatchObject({ differences: 1, comparedAt: null })
  expect(await wrongIn('2026-03')).toEqual([])
  await w.store.write(w.as('agent'), (s) => s.move(ci, id, 'verify'))
  expect([await wrongIn('2025-11'), await wrongIn('2026-03')]).toEqual([['0 of 0, 1'], ['1 of 1, 1']])
})

test('an item that nobody ever told anything of is known to be so once it is looked at', async () => {
  const id = uuidv7(w.clock.now())
  const life = { id, orgId: w.provider, createdAt: '2025-11-01T09:00:00.000Z', entries: [{ at: '2025-11-01T09:00:00.000Z', verb: 'create', actorName: 'Ann', changes: { name: 'Quiet', key: 'quiet', typeId, state: 'live', teamId: w.teamId } }] }
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, ci, [life], { actor: rule('past'), recordedAt: now(), correlationId: uuidv7(w.clock.now()), facts: ciFacts }))
  await w.store.write(w.as('agent'), (s) => s.move(ci, id, 'verify'))
  expect([await wrongIn('2026-03'), (await itemOf(id)).differences]).toEqual([['1 of 2, 2'], 0])
})

test('an answer at a desk is no look', async () => {
  const { id } = await newItem('answered')
  const told = await tell(id)
  expect(await wrongIn('2026-03')).toEqual(['2 of 3, 3'])
  const { comparedAt } = await itemOf(id)
  w.clock.set('2026-05-04T09:00:00.000Z')
  await w.store.write(w.as('manager'), (s) => s.move(discrepancy, told, 'accept', { reason: 'So be it.' }))
  expect([await wrongIn('2026-03'), await wrongIn('2026-05')]).toEqual([['2 of 3, 3'], []])
  expect(await itemOf(id)).toMatchObject({ differences: 0, comparedAt })
  await w.store.write(w.as('agent'), (s) => s.move(ci, id, 'verify'))
  expect(await wrongIn('2026-05')).toEqual(['0 of 1, 1'])
})

test('what several workers count at once is what stands at the end', async () => {
  const items = await Promise.all(['r1', 'r2', 'r3'].map(newItem))
  const wrong = async (): Promise<unknown[]> => {
    await w.quiet()
    return w.store.db.owner((tx) => tx.query(`SELECT c.name FROM ci c WHERE c.name LIKE 'r_' AND c.differences IS DISTINCT FROM (SELECT count(*) FROM discrepancy d WHERE d.ci_id = c.id AND d.state = 'raised')`))
  }
  for (let round = 0; round < 6; round++) {
    const told = (await Promise.all(items.map(({ id }) => Promise.all([tell(id), tell(id), tell(id)])))).flat()
    expect(await wrong()).toEqual([])
    await Promise.all(told.map((id) => w.store.write(w.as('manager'), (s) => s.move(discrepancy, id, 'accept', { reason: 'As it is.' }))))
    expect(await wrong()).toEqual([])
  }
}, 60_000)

test('who counts later has seen what who counts earlier had: a slow one does not put an old count back', async () => {
  const { id } = await newItem('raced')
  const appear = async () => {
    const d = { id: uuidv7(w.clock.now()), orgId: w.provider, createdAt: now(), entries: [{ at: now(), verb: 'create', actorName: 'Ann', changes: { title: 'Raced: other', kind: 'different', ciId: id, state: 'raised' } }] }
    await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, discrepancy, [d], { actor: rule('past'), recordedAt: now(), correlationId: uuidv7(w.clock.now()) }))
    return w.store.read(system, (s) => s.history('discrepancy', d.id))
  }
  const first = await appear()
  const [counted, goOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  const slow = w.store.write(rule('slow'), (s) => differencesAreCounted.run({ ...s, move: async (type, key, verb, input, more) => { counted.resolve(undefined); await goOn.promise; return s.move(type, key, verb, input, more) } }, first))
  await counted.promise
  const second = await appear()
  const quick = w.store.write(rule('quick'), (s) => differencesAreCounted.run(s, second))
  await Promise.race([quick, sleep(300)])
  goOn.resolve(undefined)
  await Promise.all([slow, quick])
  expect((await itemOf(id)).differences).toBe(2)
})
