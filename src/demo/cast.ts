/** Cast: the company with names, ids and rotas, as the simulation and the records share it. */
import type { PersonActor, Role } from '../model/actor.ts'
import { type Chance, chanceOf, idMaker } from './chance.ts'
import { type CustomerPlan, customers, type ServicePlan, services, suppliers, type TeamPlan, teams } from './company.ts'
import { items } from './items.ts'
import type { Profile } from './profile.ts'
import { type Rota, rotaOf } from './rota.ts'
import { familyNames, givenNames } from './words.ts'

export interface Somebody {
  readonly actor: PersonActor
  readonly email: string
}
export interface Member extends Somebody {
  readonly team: string
  /** Place in the team's rota. */
  readonly n: number
}
export interface Customer {
  readonly id: string
  readonly plan: CustomerPlan
  readonly people: readonly Somebody[]
}
export interface Crew {
  readonly id: string
  readonly plan: TeamPlan
  readonly members: readonly Member[]
  readonly rota: Rota
}
export interface Cast {
  /** The organization that operates: the installation's own. */
  readonly providerId: string
  /** Its zone: closing counts its working days. */
  readonly zone: string
  /** Zone of each organization by its id. */
  readonly zones: ReadonlyMap<string, string>
  readonly crews: ReadonlyMap<string, Crew>
  readonly customers: readonly Customer[]
  readonly suppliers: readonly { readonly id: string; readonly name: string }[]
  readonly services: ReadonlyMap<string, { readonly id: string; readonly plan: ServicePlan }>
  readonly managers: readonly Somebody[]
  readonly integrationId: string
  readonly calendarIds: Readonly<Record<'always' | 'office', string>>
  readonly agreementIds: readonly string[]
  readonly modelIds: Readonly<Record<'release' | 'update', string>>
  /** Configuration items by the key of their plan. */
  readonly itemIds: ReadonlyMap<string, string>
}

export interface CastOptions {
  readonly profile: Profile
  readonly seed: number
  /** Keeps ids of two companies in one database apart. */
  readonly salt: string
  readonly providerId: string
  readonly zone: string
  readonly startMs: number
  readonly endMs: number
}

/** How many agreements `structure` makes: one general and one for each vital service. */
export const agreementCount = 1 + services.filter((s) => s.tier === 'gold').length

/** Names follow the seed alone, ids the salt too, rotas the profile's heads. */
export function castOf(o: CastOptions): Cast {
  const names = nameGiver(chanceOf(o.seed, 'names'))
  const newId = idMaker(`${o.salt} ${o.seed} cast`)
  const id = (): string => newId(o.startMs)
  const somebody = (role: Role, orgId: string, domain: string, teamIds: readonly string[] = []): Somebody => {
    const name = names()
    const reach = orgId === o.providerId ? 'all' : 'organization'
    const email = `${name.toLowerCase().replace(/[^a-z ]/g, '').replaceAll(' ', '.')}@${domain}`
    return { actor: { kind: 'person', id: id(), name, role, orgId, reach, teamIds }, email }
  }
  const crews = new Map(teams.map((plan) => {
    const teamId = id()
    const heads = Math.max(3, Math.round(plan.heads * o.profile.staff.factor))
    const members = Array.from({ length: heads }, (_, n): Member => ({ ...somebody('agent', o.providerId, 'harbour-it.example', [teamId]), team: plan.key, n }))
    return [plan.key, { id: teamId, plan, members, rota: rotaOf(plan, heads, o.startMs, o.endMs, chanceOf(o.seed, `rota ${plan.key}`)) }] as const
  }))
  const clientele = customers.map((plan) => {
    const orgId = id()
    const people = Array.from({ length: plan.people }, (_, n) => somebody(n === 0 ? 'customer' : 'requester', orgId, `${plan.key}.example`))
    return { id: orgId, plan, people }
  })
  return {
    providerId: o.providerId, zone: o.zone, zones: new Map([[o.providerId, o.zone], ...clientele.map((c) => [c.id, c.plan.zone] as const)]), crews, customers: clientele,
    suppliers: suppliers.map((name) => ({ id: id(), name })),
    services: new Map(services.map((plan) => [plan.key, { id: id(), plan }] as const)),
    managers: Array.from({ length: 3 }, () => somebody('manager', o.providerId, 'harbour-it.example')),
    integrationId: id(), calendarIds: { always: id(), office: id() }, agreementIds: Array.from({ length: agreementCount }, id), modelIds: { release: id(), update: id() },
    itemIds: new Map(items.map(({ key }) => [key, id()] as const)),
  }
}

/** Different full names as long as there are any; then with a number. */
function nameGiver(chance: Chance): () => string {
  const used = new Map<string, number>()
  return () => {
    const name = `${chance.pick(givenNames)} ${chance.pick(familyNames)}`
    const n = (used.get(name) ?? 0) + 1
    used.set(name, n)
    return n === 1 ? name : `${name} ${['', 'II', 'III', 'IV', 'V'][n - 1] ?? String(n)}`
  }
}
