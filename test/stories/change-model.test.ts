/** A change model that lost its pre-authorisation is not replaced by one person with another of the same scope. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../src/model/actor.ts'
import { changeModel } from '../../src/practices/change/model.ts'
import { change } from '../../src/practices/change/record.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof Error ? e.message : String(e)))
const manager = (): Actor => w.as('manager', 'a')
const create = async (input: Record<string, unknown>, by: Actor = manager()): Promise<string> => (await w.store.write(by, (s) => s.create(changeModel, { orgId: w.a.orgId, isPreAuthorised: true, ...input }))).id
const move = (id: string, verb: string, input: Record<string, unknown> = {}, by: Actor = manager()): Promise<string> => said(w.store.write(by, (s) => s.move(changeModel, id, verb, input)))
const again = /^It is for the same as CHM-\d+ “Restart a node”, which lost its pre-authorisation; to trust that again needs a second person/

test('not by a new one, by pre-authorising one, or by renaming one; two persons can', async () => {
  const lost = await create({ name: 'Restart a node', steps: ['Drain', 'Restart'] })
  expect(await said(create({ name: 'Restart a node 2' }))).toBe('done')
  const other = await create({ name: 'Rotate a key', steps: ['Make', 'Hand out'] })
  expect(await move(lost, 'loseAuthority', { reason: 'Two failed.' })).toBe('done')
  expect(await said(create({ name: 'Restart a node v3' }))).toMatch(again)
  expect(await said(create({ name: 'Bounce hosts', steps: ['Drain', 'restart!'] }))).toMatch(again)
  expect(await move(other, 'update', { name: 'Restart of a node' })).toMatch(again)
  expect(await move(other, 'update', { steps: ['Drain', 'Restart'] })).toMatch(again)
  expect(await move(other, 'update', { name: 'Rotate a password' })).toBe('done')
  expect(await move(lost, 'retire', { reason: 'Put away.' })).toBe('done')
  const mine = await create({ name: 'Restart a node v3', isPreAuthorised: false })
  expect(await move(mine, 'preauthorise', { reason: 'I say so.' })).toMatch(again)
  expect(await move(mine, 'propose', { trustAgain: true, reason: 'It is better now.' })).toBe('done')
  expect(await move(mine, 'confirm')).toMatch(/somebody else must confirm it/)
  expect(await move(mine, 'confirm', {}, w.as('admin', 'a'))).toBe('done')
  expect((await w.store.read(system, (s) => s.find(changeModel, mine))).isPreAuthorised).toBe(true)
  expect(await move(mine, 'update', { name: 'Restart a node v4' })).toBe('done')
})

test('nor by one of another name whose changes touch the same', async () => {
  const [lost, mine] = [await create({ name: 'Flush the queue' }), await create({ name: 'Swap disks', isPreAuthorised: false })]
  for (const modelId of [lost, mine]) await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'x', modelId, serviceIds: [w.a.serviceId] }))
  expect(await move(lost, 'loseAuthority', { reason: 'Two failed.' })).toBe('done')
  expect(await move(mine, 'preauthorise', { reason: 'I say so.' })).toMatch(/^It is for the same as CHM-\d+ “Flush the queue”/)
})

test('one that was put away in good standing, or is another organization’s, can be made anew', async () => {
  const old = await create({ name: 'Replace a switch' })
  expect(await move(old, 'retire', { reason: 'A new version.' })).toBe('done')
  expect(await said(create({ name: 'Replace a switch' }))).toBe('done')
  const theirs = await create({ orgId: w.b.orgId, name: 'Patch a printer' }, system)
  expect(await move(theirs, 'loseAuthority', { reason: 'Failed.' }, system)).toBe('done')
  expect(await said(create({ name: 'Patch a printer' }))).toBe('done')
})

test('one that was retired while failures mounted, or whose loss was given the words of a retirement, is not made anew by one person', async () => {
  const failing = await create({ name: 'Rotate the logs', failuresAllowed: 2 })
  const { id } = await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'x', type: 'standard', modelId: failing, requesterId: w.as('customer', 'a').id, implementerId: w.as('agent', 'a').id, serviceIds: [w.a.serviceId], remediation: 'Back.', testEvidence: 'Tried.', communicationPlan: 'Told.', plannedStart: new Date(w.clock.now() + 60_000).toISOString(), plannedEnd: new Date(w.clock.now() + 3_660_000).toISOString() }))
  w.clock.forward(60)
  for (const [verb, input] of [['submit', {}], ['begin', {}], ['backOut', { reason: 'It did not come up.' }]] as const) { await w.store.write(w.as('agent', 'a'), (s) => s.move<object>(change, id, verb, input)); await w.quiet() }
  expect((await w.store.read(system, (s) => s.find(changeModel, failing))).isPreAuthorised).toBe(true)
  expect(await move(failing, 'retire', { reason: 'A new version.' })).toBe('done')
  expect(await said(create({ name: 'Rotate the logs' }))).toMatch(/^It is for the same as CHM-\d+ “Rotate the logs”, which was retired after changes by it had failed; to trust that again needs a second person/)
  const worded = await create({ name: 'Empty a cache' })
  expect(await move(worded, 'loseAuthority', { reason: 'It was retired.' })).toBe('done')
  expect(await said(create({ name: 'Empty a cache' }))).toMatch(/“Empty a cache”, which lost its pre-authorisation/)
  w.clock.forward(60)
  expect(await move(worded, 'retire', { reason: 'Put away.' })).toBe('done')
  expect(await said(create({ name: 'Empty a cache' }))).toMatch(/“Empty a cache”, which lost its pre-authorisation/)
})
