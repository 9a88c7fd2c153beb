/** Rows of the store: what the door costs beside bare inserts. */
import { practices } from '../src/app/parts.ts'
import type { PersonActor } from '../src/model/actor.ts'
import { rule } from '../src/model/actor.ts'
import { incident } from '../src/practices/incident/record.ts'
import { organization } from '../src/practices/organization/record.ts'
import { person } from '../src/practices/people/person.ts'
import { service } from '../src/practices/service/record.ts'
import { openStore } from '../src/store/open.ts'
import { openRaw } from './raw.ts'
import { alternate, type BenchRow, type Timing } from './row.ts'

const clients = 8
const perCommit = 100

export async function storeRows(url: string, timing: Timing): Promise<BenchRow[]> {
  const store = openStore({ url, practices, poolSize: clients })
  const raw = await openRaw(url, clients)
  try {
    const { me, serviceId } = await store.write(rule('bench'), async (s) => {
      const orgId = (await s.create(organization, { name: 'Bench', kind: 'provider', zone: 'Etc/UTC' })).id
      const p = await s.create(person, { orgId, name: 'Agent', email: 'agent@example.org', role: 'agent' })
      const me: PersonActor = { kind: 'person', id: p.id, name: p.name, role: 'agent', orgId, reach: 'organization', teamIds: [] }
      return { me, serviceId: (await s.create(service, { orgId, name: 'Booking', key: 'booking' })).id }
    })
    const input = (client: number, n: number) => ({ title: `Bookings time out ${client} ${n}`, serviceId, impact: 2, urgency: 2, description: 'Since nine. Nobody can confirm a slot.' })
    const single = await alternate(timing, clients, async (client, n) => { await store.create(me, incident, input(client, n)) }, () => raw.one())
    const batch = await alternate(timing, 1, async (client, n) => {
      await store.write(me, (s) => s.createMany(incident, Array.from({ length: perCommit }, (_, k) => input(client, n * perCommit + k))))
    }, () => raw.many(perCommit), perCommit)
    return [
      { what: `create an incident through the door, all rules on, ${clients} writers`, unit: '/s', ...single, yardstick: 'raw, 8 clients', target: 0.3 },
      { what: `create incidents, ${perCommit} a commit, 1 writer`, unit: '/s', ...batch, yardstick: `raw, ${perCommit} a commit`, target: null },
      { what: 'one commit for a hundred against one for each', unit: '/s', ours: batch.ours, yardstick: 'through the door one by one, 8 writers', theirs: single.ours, target: null },
    ]
  } finally {
    await raw.end()
    await store.close()
  }
}
