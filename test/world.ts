/** A small world for tests: a database, a store with a clock that stands, two organizations, people of every role. */
import type { Actor, PersonActor, Role } from '../src/model/actor.ts'
import { rule } from '../src/model/actor.ts'
import { practices } from '../src/app/parts.ts'
import { fakeClock } from '../src/store/clock.ts'
import { openStore } from '../src/store/open.ts'
import type { Store } from '../src/store/store.ts'
import { organization } from '../src/practices/organization/record.ts'
import { person } from '../src/practices/people/person.ts'
import { team } from '../src/practices/people/team.ts'
import { service } from '../src/practices/service/record.ts'
import { testDatabase } from './database.ts'

export interface World {
  readonly store: Store
  readonly url: string
  readonly clock: ReturnType<typeof fakeClock>
  readonly provider: string
  readonly a: { readonly orgId: string; readonly serviceId: string }
  readonly b: { readonly orgId: string; readonly serviceId: string }
  readonly teamId: string
  /** Somebody of this role in organization A, B or, with reach over all, the provider. */
  as(role: Role, where?: 'a' | 'b' | 'provider'): PersonActor
  end(): Promise<void>
}

export const system: Actor = rule('test')

export async function world(): Promise<World> {
  const db = await testDatabase()
  const clock = fakeClock('2026-03-17T09:00:00.000Z')
  const store = openStore({ url: db.url, practices, clock, poolSize: 10 })
  const made = await store.write(system, async (s) => {
    const org = async (name: string, kind: string): Promise<string> => (await s.create(organization, { name, kind, zone: 'Europe/Berlin' })).id
    const [provider, a, b] = [await org('Nordhavn IT', 'provider'), await org('Terminal Ops', 'customer'), await org('Freight Desk', 'customer')]
    const teamId = (await s.create(team, { orgId: provider, name: 'Platform', email: 'platform@example.org', shared: true })).id
    const people = new Map<string, PersonActor>()
    for (const [where, orgId] of [['a', a], ['b', b], ['provider', provider]] as const) {
      for (const role of ['requester', 'customer', 'auditor', 'agent', 'manager', 'admin'] as const) {
        const reach = where === 'provider' ? 'all' : 'organization'
        const name = `${role} ${where}`
        const p = await s.create(person, { orgId, name, email: `${role}.${where}@example.org`, role, reach, teamIds: where === 'provider' ? [teamId] : [] })
        people.set(`${role} ${where}`, { kind: 'person', id: p.id, name, role, orgId, reach, teamIds: p.teamIds })
      }
    }
    const svc = async (orgId: string, name: string, key: string): Promise<string> => (await s.create(service, { orgId, name, key, teamId })).id
    return { provider, a: { orgId: a, serviceId: await svc(a, 'Gate and Yard', 'gate') }, b: { orgId: b, serviceId: await svc(b, 'Freight Booking', 'booking') }, teamId, people }
  })
  return {
    store, url: db.url, clock, provider: made.provider, a: made.a, b: made.b, teamId: made.teamId,
    as: (role, where = 'provider') => {
      const who = made.people.get(`${role} ${where}`)
      if (!who) throw new Error(`nobody is ${role} of ${where}`)
      return who
    },
    end: async () => { await store.close(); await db.drop() },
  }
}
