/** Who may change whom: nobody changes somebody who may do or see more than they. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonActor } from '../../model/actor.ts'
import { AppError } from '../../model/error.ts'
import { system, world, type World } from '../../../test/world.ts'
import { person } from './person.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })

test.each([
  ['update', 'another address would be another owner of the account', { email: 'else@example.org' }],
  ['leave', 'it would lock the installation', {}],
] as const)('an administrator of one organization cannot %s one who sees all: %s', async (verb, _why, input) => {
  const small: PersonActor = { ...w.as('admin'), reach: 'organization' }
  const above = w.as('auditor').id
  const move = (actor: PersonActor): Promise<unknown> => w.store.write(actor, (s) => s.move(person, above, verb, input)).catch((e: unknown) => (e instanceof AppError ? e.code : e))
  expect(await move(small)).toBe('forbidden')
  expect(await move(w.as('admin'))).toMatchObject({ id: above })
  if (verb !== 'leave') return
  expect(await w.store.write(small, (s) => s.move(person, above, 'return')).catch((e: unknown) => (e instanceof AppError ? e.code : e))).toBe('forbidden')
  await w.store.write(system, (s) => s.move(person, above, 'return'))
})
