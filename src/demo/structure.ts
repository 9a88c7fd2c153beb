/** Makes the company's records that incidents stand on, through the door and dated back: organizations, people, teams, services and what they stand on, promises, monitoring. */
import { createHash, randomBytes } from 'node:crypto'
import type { Session } from '../store/store.ts'
import { agreement } from '../practices/agreement/agreement.ts'
import { calendar } from '../practices/agreement/calendar.ts'
import { integration } from '../practices/event/integration.ts'
import { changeModel } from '../practices/change/model.ts'
import { organization } from '../practices/organization/record.ts'
import { site } from '../practices/organization/site.ts'
import { person } from '../practices/people/person.ts'
import { team } from '../practices/people/team.ts'
import { service } from '../practices/service/record.ts'
import { groupBy, serviceLabels } from './alerts.ts'
import type { Cast, Somebody } from './cast.ts'
import { modelPlans } from './change-lives.ts'
import { agreementsOf, hoursOf, pausesOn } from './promises.ts'
import { makeItems } from './structure-items.ts'

/** A record that was made. */
export interface Made {
  readonly record: string
  readonly id: string
  readonly number: string
  readonly version: number
}

/** All of them, as of `at`; what people looked at again was looked at before `endMs`. Refused as conflict where a service with one of the keys is there. */
export async function makeStructure(s: Session, cast: Cast, at: string, endMs: number): Promise<Made[]> {
  const made = new Map<string, Made>()
  const note = (record: string, row: { readonly id: string; readonly number: string; readonly version: number }): void => { made.set(row.id, { record, id: row.id, number: row.number, version: row.version }) }
  const more = (id: string) => ({ at, id })
  for (const c of cast.customers) {
    note('organization', await s.create(organization, { name: c.plan.name, kind: 'customer', zone: c.plan.zone, note: 'Part of the demo company.' }, more(c.id)))
    for (const [name, kind, address] of c.plan.sites) note('site', await s.create(site, { orgId: c.id, name, kind, address, zone: c.plan.zone }, { at }))
  }
  for (const x of cast.suppliers) note('organization', await s.create(organization, { name: x.name, kind: 'supplier', zone: cast.zone, note: 'Part of the demo company.' }, more(x.id)))
  for (const crew of cast.crews.values()) note('team', await s.create(team, { orgId: cast.providerId, shared: true, name: crew.plan.name, zone: crew.plan.zone }, more(crew.id)))
  const join = async (x: Somebody): Promise<void> => {
    const { id, orgId, name, role, reach, teamIds } = x.actor
    note('person', await s.create(person, { orgId, name, email: x.email, role, reach, teamIds }, more(id)))
  }
  for (const crew of cast.crews.values()) for (const m of crew.members) await join(m)
  for (const m of cast.managers) await join(m)
  for (const c of cast.customers) for (const p of c.people) await join(p)
  for (const crew of cast.crews.values()) note('team', await s.move(team, crew.id, 'update', { leadId: crew.members[0]?.actor.id }, { at }))
  await makeServices(s, cast, at, note)
  await makeItems(s, cast, at, endMs, note)
  await makePromises(s, cast, at, note)
  for (const { key, ...model } of modelPlans) note('change_model', await s.create(changeModel, { orgId: cast.providerId, shared: true, isPreAuthorised: true, failuresAllowed: 100, failuresAmong: 200, ...model }, more(cast.modelIds[key])))
  // Nobody knows this key: a new one is made for who wants to send alerts of their own.
  const keyHash = createHash('sha256').update(randomBytes(32)).digest('hex')
  note('integration', await s.create(integration, { orgId: cast.providerId, name: 'Harbour monitoring', kind: 'alertmanager', keyHash, serviceLabels, groupBy }, more(cast.integrationId)))
  return [...made.values()]
}

type Note = (record: string, row: { readonly id: string; readonly number: string; readonly version: number }) => void

async function makeServices(s: Session, cast: Cast, at: string, note: Note): Promise<void> {
  const idOf = (key: string): string => cast.services.get(key)?.id ?? ''
  for (const [n, { id, plan }] of [...cast.services.values()].entries()) {
    note('service', await s.create(service, {
      orgId: cast.providerId, shared: true, name: plan.name, key: plan.key, description: plan.does, tier: plan.tier, layer: plan.layer, teamId: cast.crews.get(plan.team)?.id,
      ownerId: cast.managers[n % cast.managers.length]?.actor.id, dependsOnIds: plan.on.map(idOf), vitalFunctions: plan.vital, dependencySince: at,
    }, { at, id }))
  }
}

async function makePromises(s: Session, cast: Cast, at: string, note: Note): Promise<void> {
  for (const key of ['always', 'office'] as const) note('calendar', await s.create(calendar, { orgId: cast.providerId, shared: true, ...hoursOf[key] }, { at, id: cast.calendarIds[key] }))
  for (const a of agreementsOf(cast)) {
    note('agreement', await s.create(agreement, {
      orgId: cast.providerId, shared: true, name: a.name, ...(a.service === null ? {} : { serviceId: cast.services.get(a.service)?.id }), calendarId: cast.calendarIds[a.calendar], targets: a.targets, pausesOn, standing: 'agreed',
    }, { at, id: a.id }))
  }
}
