/** Major incidents in the simulation: declared by who works on one that stops the harbour, with news at the promised pace, more or less. */
import { type Case, fieldOf, isDone, minute, priorityOf, serviceOf, type Worker, type World } from './world.ts'
import { majorNews } from './words.ts'

const newsEverySeconds = 1800

export function declareMajor(w: World, worker: Worker, c: Case): void {
  const { cause } = c
  if (cause === null || cause.degree < 1 || fieldOf(c.life, 'isMajor') === true) return
  const { plan } = serviceOf(w, cause.service)
  const isWide = [...w.cast.services.values()].filter((s) => s.plan.on.includes(cause.service)).length >= 3
  if ((plan.tier !== 'gold' && !isWide) || priorityOf(c) > 2) return
  w.book.act(c.life, 'declareMajor', { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation(), input: { reason: `${plan.name} stands still for its users.`, leadToBe: worker.member.actor.id, newsEverySeconds } })
  w.book.act(c.life, 'comment', { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation(), input: { body: `${plan.name} does not work since ${new Date(c.failedAt).toISOString().slice(11, 16)} UTC. We work on it; the next news comes within half an hour.` } })
  tellNext(w, c)
}

function tellNext(w: World, c: Case): void {
  const chance = w.chance('news')
  w.agenda.at(w.agenda.now() + chance.between(20, 29) * minute, () => {
    if (isDone(c)) return
    const { worker } = c
    // Only who works on it now can say something true.
    if (worker !== null && worker.job !== null && worker.job.on === c && chance.isSo(w.profile.told.majorNews)) {
      w.book.act(c.life, 'comment', { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation(), input: { body: chance.pick(majorNews) } })
    }
    tellNext(w, c)
  })
}
