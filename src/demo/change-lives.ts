/** Changes as records: what goes live in the simulation is drafted, passes by its model, is done and reviewed; and brings the causes that the simulation knows of. */
import { rule } from '../model/actor.ts'
import { change } from '../practices/change/record.ts'
import type { Look } from '../practices/change/look.ts'
import { riskOf } from '../practices/change/risk.ts'
import { type ServicePlan, services } from './company.ts'
import { iso, type Life } from './life.ts'
import { day, hour, minute, serviceOf, squadOf, type World } from './world.ts'

/** The deployment tool and the rule by which models let pass: no person has to be at work for it. */
const deployment = rule('deployment')
const passes = rule('standard changes pass by their model')
/** Days after which it is looked at whether a change did harm. */
const reviewAfterMs = 3 * day

export interface ModelPlan {
  readonly key: 'release' | 'update'
  readonly name: string
  readonly remediation: string
  readonly communicationPlan: string
}

/** The two ways in which the company changes things. */
export const modelPlans: readonly ModelPlan[] = [
  { key: 'release', name: 'Release of an application', remediation: 'Put the last version back; it takes ten minutes.', communicationPlan: 'Users read the notes of the release.' },
  { key: 'update', name: 'Update of what applications run on', remediation: 'Start from the snapshot taken before.', communicationPlan: 'Nobody should notice; the desk knows.' },
]

interface Drafted {
  readonly key: string
  readonly model: ModelPlan['key']
  readonly title: string
  readonly wantedBy: string | null
}

/** A wish was understood and is written down. */
export function draftChange(w: World, d: Drafted): Life {
  const { id, plan } = serviceOf(w, d.key)
  const chance = w.chance('change records')
  const crew = squadOf(w, plan.team).crew
  const customer = chance.pick(w.cast.customers)
  const model = modelOf(w, d.model)
  return w.book.begin(change, w.cast.providerId, {
    actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { model },
    input: {
      title: d.title, type: 'standard', modelId: model.id, serviceIds: [id], teamId: crew.id, implementerId: chance.pick(crew.members).actor.id, requesterId: d.model === 'release' ? chance.pick(customer.people).actor.id : crew.members[0]?.actor.id,
      isBusinessOriginated: d.model === 'release', demand: d.model === 'release' ? 'business' : 'none', ...(d.wantedBy === null ? {} : { wantedBy: d.wantedBy }),
    },
  })
}

/** Its time is known, and its model lets it pass. */
export function planChange(w: World, life: Life, at: number, isTested: boolean): void {
  const now = w.agenda.now()
  const model = modelOf(w, life.row['modelId'] === w.cast.modelIds.release ? 'release' : 'update')
  const doing = { at: now, correlationId: w.correlation() }
  const plannedEnd = at + 2 * hour
  w.book.act(life, 'update', { ...doing, actor: deployment, input: { testEvidence: isTested ? 'All cases passed in the test system.' : 'Not tried: the test system was taken.' } })
  w.book.act(life, 'submit', { ...doing, actor: deployment, facts: { model }, input: { plannedStart: iso(at), plannedEnd: iso(plannedEnd) } })
  w.book.act(life, 'authorise', { ...doing, actor: passes, facts: { look: lookOf(w, life, at), model, rows: [], left: new Set(), names: new Map(), managers: new Set() } })
}

/** It begins now, and is over within its time; days later it is looked at whether it did harm. */
export function carryOut(w: World, life: Life, didHarm: () => boolean): void {
  const chance = w.chance('change records')
  w.book.act(life, 'begin', { actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { freeze: null, others: null } })
  w.agenda.at(w.agenda.now() + chance.between(8, 95) * minute, () => {
    w.book.act(life, 'finish', { actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { open: [] } })
    w.agenda.at(w.agenda.now() + reviewAfterMs, () => {
      const isBad = didHarm()
      const doing = { actor: deployment, at: w.agenda.now(), correlationId: w.correlation() }
      w.book.act(life, 'review', { ...doing, input: { outcome: isBad ? 'failed' : 'success', findings: isBad ? 'An incident within three days names it.' : 'No incident within three days names it.' } })
      w.book.act(life, 'close', doing)
    })
  })
}

function modelOf(w: World, key: ModelPlan['key']): { readonly id: string; readonly number: string; readonly name: string; readonly state: 'in_use'; readonly isPreAuthorised: true; readonly remediation: string; readonly testEvidence: null; readonly communicationPlan: string; readonly lostBecause: null } {
  const plan = modelPlans.find((m) => m.key === key)
  if (!plan) throw new Error(`Broken promise: there is no model ${key}`)
  const id = w.cast.modelIds[key]
  return { id, number: w.numberOf(id), name: plan.name, state: 'in_use', isPreAuthorised: true, remediation: plan.remediation, testEvidence: null, communicationPlan: plan.communicationPlan, lostBecause: null }
}

/** What the product would see: who stands on it, and when it is done. */
export function lookOf(w: World, life: Life, at: number): Look {
  const plan = services.find((s) => (life.row['serviceIds'] as readonly string[]).includes(serviceOf(w, s.key).id))
  if (!plan) throw new Error(`Broken promise: ${life.number} changes no service`)
  const ways = waysUp(plan)
  const hurt = [plan, ...ways.flatMap((way) => way.at(-1) ?? [])]
  const tiers = { gold: 0, silver: 0, bronze: 0, supporting: 0 }
  for (const s of hurt) tiers[s.tier]++
  const wall = new Date(at).getUTCHours()
  const risk = riskOf({
    tiers, singlePoints: null, byModel: null, onItems: { all: 0, failed: 0 }, isInPromisedHours: wall >= 7 && wall < 16, isInBusinessEvent: false, isOutsideMaintenance: false, load: 0, hasRemediation: true, noReturnShare: null, isEmergency: life.row['type'] === 'emergency',
  })
  const reached = ways.map((way) => { const path = way.map((s) => serviceOf(w, s.key).id); return { id: path.at(-1) ?? '', record: 'service' as const, depth: path.length - 1, confidence: 1, path } })
  return { impact: { asOf: iso(w.agenda.now()), serviceIds: hurt.map((s) => serviceOf(w, s.key).id), reached, count: reached.length }, risk, conflicts: [], ownerIds: [] }
}

/** The shortest way to each service that stands on this one, from it on. */
function waysUp(plan: ServicePlan): readonly (readonly ServicePlan[])[] {
  const ways: (readonly ServicePlan[])[] = [[plan]]
  const found = new Set([plan])
  for (const way of ways) {
    for (const s of services) {
      if (found.has(s) || !s.on.includes(way.at(-1)?.key ?? '')) continue
      found.add(s)
      ways.push([...way, s])
    }
  }
  return ways.slice(1)
}

/** What a release is called. */
export const releaseTitle = (plan: ServicePlan, n: number, wishes: number): string => `${plan.name} ${1 + Math.floor(n / 10)}.${n % 10}: ${wishes === 1 ? 'one wish' : `${wishes} wishes`} of its users`
