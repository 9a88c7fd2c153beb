/** Emergency changes: a repair that hits much of the business waits for one manager's word, is done while the incident is worked on, and is reviewed after. */
import { rule } from '../model/actor.ts'
import { change } from '../practices/change/record.ts'
import { askApprovals } from './approvals.ts'
import type { Member } from './cast.ts'
import { lookOf } from './change-lives.ts'
import { nextOfficeMoment } from './hours.ts'
import { iso } from './life.ts'
import { type Case, day, hour, serviceOf, squadOf, type World } from './world.ts'

const deployment = rule('deployment')
/** What hits less is repaired with a nod and no record. */
const worstImpact = 2

/** Written down by whoever repairs; the first manager answers at `answerMs`. */
export function askEmergency(w: World, member: Member, c: Case, answerMs: number): void {
  const { cause } = c
  if (cause === null || cause.impact > worstImpact || c.emergency !== null) return
  const chance = w.chance('emergencies')
  const now = w.agenda.now()
  const { id, plan } = serviceOf(w, cause.service)
  const doing = { actor: member.actor, at: now, correlationId: w.correlation() }
  const life = w.book.begin(change, w.cast.providerId, {
    ...doing, facts: { model: null }, input: {
      title: `Restore ${plan.name}`, type: 'emergency', incidentId: c.life.id, demand: 'incident', requesterId: member.actor.id, implementerId: member.actor.id, teamId: squadOf(w, member.team).crew.id, serviceIds: [id],
      plannedStart: iso(answerMs), plannedEnd: iso(answerMs + 4 * hour), remediation: 'Stop, and put back what was there.', testEvidence: 'None: it is done where it fails.', communicationPlan: 'Those who are hit hear it with the incident.',
    },
  })
  w.book.act(life, 'submit', { ...doing, facts: { model: null } })
  c.emergency = life
  askApprovals(w, life, lookOf(w, life, answerMs), answerMs - now, chance, () => {
    w.book.act(life, 'begin', { actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { freeze: null, others: null } })
  })
}

/** The incident is restored: so is what the change was for. */
export function finishEmergency(w: World, member: Member, c: Case): void {
  const { emergency } = c
  if (emergency?.row.state !== 'implementing') return
  w.book.act(emergency, 'finish', { actor: member.actor, at: w.agenda.now(), correlationId: w.correlation(), facts: { open: [] } })
  const chance = w.chance('emergencies')
  w.agenda.at(nextOfficeMoment(w.cast.zone, w.agenda.now() + day, chance), () => {
    const doing = { actor: chance.pick(w.cast.managers).actor, at: w.agenda.now(), correlationId: w.correlation() }
    w.book.act(emergency, 'review', { ...doing, input: { outcome: 'success', findings: `It restored ${c.life.number}. What made it fail is another matter.` } })
    w.book.act(emergency, 'close', doing)
  })
}
