/** Problems: what fails again and again gets a record; its incidents name it, the desk is told a way around it, a change removes the cause or does not, and time tells. */
import { rule } from '../model/actor.ts'
import { change } from '../practices/change/record.ts'
import { recurrencesAreTold } from '../practices/problem/after-fix-reactions.ts'
import { usesAreJudged } from '../practices/problem/known-error-reactions.ts'
import { knownErrorUse } from '../practices/problem/known-error-use.ts'
import { problem } from '../practices/problem/record.ts'
import { judgeFix, verifyRefusal } from '../practices/problem/rules.ts'
import { askApprovals } from './approvals.ts'
import type { Member } from './cast.ts'
import { understood, type Understood } from './causes.ts'
import { lookOf } from './change-lives.ts'
import { itemsOfServices } from './items.ts'
import { nextOfficeMoment, workingDaysLater } from './hours.ts'
import { iso, type Life } from './life.ts'
import { asRule, type Case, type Cause, day, hour, isDone, minute, serviceOf, squadOf, textOf, type Worker, type World } from './world.ts'

/** Fixes that reach the cause; the others help nobody, and it comes back. */
const holds = 0.8
const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const deployment = rule('deployment')
const tells = asRule(recurrencesAreTold)
const judges = asRule(usesAreJudged)

/** A cause with its record. */
export interface Dossier {
  readonly life: Life
  readonly cause: Cause
  readonly words: Understood
  readonly cases: Case[]
  /** A change is on its way, or its fix is watched: nobody begins another. */
  isBusy: boolean
}

/** Somebody restored what failed, and says which problem it was; at the second time or later they begin one. Called after the incident is resolved. */
export function keepProblem(w: World, worker: Worker, c: Case, isRemoved: boolean): void {
  const { cause } = c
  if (cause === null || cause.last !== c) return
  const doing = { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation() }
  const known = w.problems.get(cause)
  if (known === undefined) {
    if (!isRemoved && cause.failures >= worthAt(w, cause)) open(w, cause, worker.member, doing)
    return
  }
  name(w, known, c, doing)
  if (known.life.row.state === 'investigating') publish(w, known, doing)
  else if (textOf(c.life, 'resolutionCode') === 'known_error' && textOf(known.life, 'knownErrorUntil') === null) use(w, known, c, doing)
  // A repair reached the cause before any change did.
  if (isRemoved && known.life.row.state === 'known_error' && !known.isBusy) fixByRepair(w, known, c, doing)
}

/** What the rule looks at where a change is raised: both, and what the problem names. */
const raising = (asked: Life, life: Life): Readonly<Record<string, unknown>> =>
  ({ change: { ...asked.row, problemNamedAt: null }, wanting: { id: life.id, openSince: life.createdAt, things: new Set([textOf(life, 'serviceId'), ...life.row['ciIds'] as readonly string[]]) } })

/** The change that was begun to be written is not needed any more; the problem says why. */
function fixByRepair(w: World, d: Dossier, c: Case, doing: Told): void {
  const reason = `Done with the repair of ${c.life.number}.`
  const asked = w.book.begin(change, w.cast.providerId, { ...doing, facts: { model: null }, input: { title: d.words.solution, type: 'normal', serviceIds: [serviceOf(w, d.cause.service).id], demand: 'incident', description: `Solves ${d.life.number}.` } })
  w.book.act(d.life, 'proposeSolution', { ...doing, input: { solution: `${d.words.solution}; done with the repair of ${c.life.number}` } })
  w.book.act(d.life, 'raiseChange', { ...doing, facts: raising(asked, d.life), input: { changeToRaise: asked.id, businessCase: 'The part was replaced with the repair; nothing is left to pay.' } })
  implement(w, d, doing, asked, { reason })
  w.book.act(asked, 'cancel', { ...doing, input: { reason } })
}

/** What hits much of the business is looked into sooner; what came once is no problem yet. */
const worthAt = (w: World, { impact }: Cause): number => (impact <= 2 ? Math.max(2, Math.floor(w.profile.repair.looksAfter / 2)) : w.profile.repair.looksAfter)

type Told = Pick<Parameters<World['book']['act']>[2], 'actor' | 'at' | 'correlationId'>

function open(w: World, cause: Cause, member: Member, doing: Told): void {
  const cases = [...w.cases.values()].filter((c) => c.cause === cause && c.sameAs === null && c.life.row.state !== 'cancelled')
  const item = itemsOfServices[cause.service]?.flatMap((b) => ('item' in b ? [w.cast.itemIds.get(b.item) ?? ''] : []))[0]
  const life = w.book.begin(problem, w.cast.providerId, {
    ...doing, input: {
      title: cause.title, origin: 'incidents', serviceId: serviceOf(w, cause.service).id, ...(item === undefined ? {} : { ciIds: [item] }), category: cause.category, impact: cause.impact, urgency: cause.urgency, ownerId: member.actor.id,
      evidence: `It failed ${cause.failures} times since ${cases[0] === undefined ? 'the beginning' : dayWords.format(new Date(cases[0].life.createdAt))}: ${cases.map((c) => c.life.number).join(', ')}.`,
    },
  })
  const words = w.chance('problems').pick(understood[cause.category] ?? understood['Application'] ?? [])
  const dossier: Dossier = { life, cause, words, cases: [], isBusy: false }
  w.problems.set(cause, dossier)
  for (const c of cases) name(w, dossier, c, doing)
  w.book.act(life, 'classify', doing)
  w.book.act(life, 'assign', { ...doing, input: { toTeamId: squadOf(w, cause.team).crew.id, toPersonId: member.actor.id } })
  w.book.act(life, 'investigate', doing)
}

function name(w: World, d: Dossier, c: Case, doing: Told): void {
  if (d.cases.includes(c)) return
  d.cases.push(c)
  w.book.act(c.life, 'linkProblem', { ...doing, input: { toProblemId: d.life.id } })
  const fixedAt = textOf(d.life, 'implementedAt')
  const after = fixedAt === null ? [] : counted(d).filter((x) => began(x) > fixedAt).map((x) => x.life.id).toSorted()
  if (after.includes(c.life.id)) w.book.act(d.life, 'comeBack', { ...doing, actor: tells, input: { incidents: after } })
}

const began = (c: Case): string => textOf(c.life, 'noticedAt') ?? c.life.createdAt
const counted = (d: Dossier): readonly Case[] => d.cases.filter((c) => c.life.row.state !== 'cancelled' && textOf(c.life, 'mergedIntoId') === null)
const occurrences = (d: Dossier): readonly string[] => counted(d).map(began).toSorted()

const publish = (w: World, d: Dossier, doing: Told): void => {
  w.book.act(d.life, 'publishKnownError', { ...doing, input: { causeStatement: d.words.cause, causeEvidence: d.words.evidence, workaround: d.words.workaround } })
}

function use(w: World, d: Dossier, c: Case, doing: Told): void {
  const life = w.book.begin(knownErrorUse, c.life.orgId, { ...doing, facts: { known: d.life.row }, input: { problemId: d.life.id, incidentId: c.life.id } })
  w.book.act(life, 'work', { ...doing, actor: judges, input: { reason: `${c.life.number} was resolved by it.` } })
}

/** The team has time for it: a solution is proposed and its change is asked for, agreed to, done in an evening, and watched. */
export function startFix(w: World, d: Dossier): void {
  d.isBusy = true
  const chance = w.chance('fixes')
  const { cause, life, words } = d
  whenAtWork(w, d, w.agenda.now(), (member, doing) => {
    if (cause.isGone || (life.row.state !== 'investigating' && life.row.state !== 'known_error')) { d.isBusy = false; return }
    if (life.row.state === 'investigating') publish(w, d, doing)
    w.book.act(life, 'proposeSolution', { ...doing, input: { solution: words.solution } })
    const waitMs = workingDaysLater(w.agenda.now(), chance.skewed(w.profile.change.approvalDays, 0.6)) - w.agenda.now()
    const start = nextOfficeMoment(w.cast.zone, w.agenda.now() + waitMs + 4 * day, chance)
    const at = start - (start % day) + Math.round(chance.between(17.5, 20) * hour)
    const asked = w.book.begin(change, w.cast.providerId, {
      ...doing, facts: { model: null }, input: {
        title: words.solution, type: 'normal', requesterId: member.actor.id, teamId: squadOf(w, cause.team).crew.id, implementerId: member.actor.id, serviceIds: [serviceOf(w, cause.service).id], ciIds: life.row['ciIds'], demand: 'problem', description: `Solves ${life.number}.`,
        plannedStart: iso(at), plannedEnd: iso(at + 2 * hour), backOutSeconds: 1800, remediation: 'Put the old setting or part back.', testEvidence: 'A week in the test system without the failure.', communicationPlan: 'The users of the service, a day before.',
      },
    })
    const look = lookOf(w, asked, at)
    w.book.act(asked, 'submit', { ...doing, facts: { model: null } })
    w.book.act(asked, 'assess', { ...doing, facts: { look, owners: look.ownerIds } })
    w.book.act(life, 'raiseChange', { ...doing, facts: raising(asked, life), input: { changeToRaise: asked.id, businessCase: `It failed ${cause.failures} times so far.` } })
    askApprovals(w, asked, lookOf(w, asked, at), waitMs, chance, () => {
      w.book.act(asked, 'schedule', { actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { look } })
      w.agenda.at(at, () => { carryOutFix(w, d, asked) })
    })
  })
}

function carryOutFix(w: World, d: Dossier, asked: Life): void {
  const chance = w.chance('fixes')
  w.book.act(asked, 'begin', { actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { freeze: null, others: null } })
  w.agenda.at(w.agenda.now() + chance.between(15, 100) * minute, () => {
    w.book.act(asked, 'finish', { actor: deployment, at: w.agenda.now(), correlationId: w.correlation(), facts: { open: [] } })
    const isReached = chance.isSo(holds)
    if (isReached) d.cause.isGone = true
    const doneAt = iso(w.agenda.now())
    whenAtWork(w, d, w.agenda.now(), (_member, doing) => { if (d.life.row.state === 'change_raised') implement(w, d, doing, asked, { implementedOn: doneAt }) })
    w.agenda.at(nextOfficeMoment(w.cast.zone, w.agenda.now() + 3 * day, chance), () => {
      const doing = { actor: chance.pick(w.cast.managers).actor, at: w.agenda.now(), correlationId: w.correlation() }
      w.book.act(asked, 'review', { ...doing, input: { outcome: 'success', findings: 'Done as planned and in its time; whether it helps, its problem will tell.' } })
      w.book.act(asked, 'close', doing)
    })
  })
}

function implement(w: World, d: Dossier, doing: Told, asked: Life, input: { readonly implementedOn?: string; readonly reason?: string }): void {
  d.isBusy = true
  w.book.act(d.life, 'implement', { ...doing, facts: { occurrences: occurrences(d), zone: w.cast.zone, change: asked.row }, input })
  const after = counted(d).filter((c) => began(c) > (textOf(d.life, 'implementedAt') ?? '')).map((c) => c.life.id).toSorted()
  if (after.length > 0) w.book.act(d.life, 'comeBack', { ...doing, actor: tells, input: { incidents: after } })
  judgeLater(w, d, Date.parse(textOf(d.life, 'observeUntil') ?? ''))
}

/** When the watching is over somebody asks the incidents whether it held. */
function judgeLater(w: World, d: Dossier, atMs: number): void {
  whenAtWork(w, d, atMs, (_member, doing) => {
    if (d.life.row.state !== 'implemented') return
    const now = iso(w.agenda.now())
    const seen = occurrences(d)
    const refusalWith = (proof: string | null): ReturnType<typeof verifyRefusal> => verifyRefusal(textOf(d.life, 'observeUntil'), judgeFix(textOf(d.life, 'implementedAt') ?? now, seen, now, proof), now)
    const found = judgeFix(textOf(d.life, 'implementedAt') ?? now, seen, now)
    const proof = found.verdict === 'unknown' ? 'The part is gone, and what it did cannot happen without it.' : null
    const refusal = refusalWith(proof)
    if (refusal === null) {
      w.book.act(d.life, 'verify', { ...doing, facts: { occurrences: seen }, input: proof === null ? {} : { proof } })
      closeLater(w, d, w.agenda.now())
    } else if (found.after.count > 0) {
      w.book.act(d.life, 'reopen', { ...doing, input: { reason: refusal.message } })
      d.isBusy = false
    } else judgeLater(w, d, w.agenda.now() + Math.max(1, Math.ceil(found.daysToWait ?? 1)) * day)
  })
}

function closeLater(w: World, d: Dossier, fromMs: number): void {
  whenAtWork(w, d, fromMs, (_member, doing) => {
    if (d.life.row.state !== 'verified') return
    const isOpen = d.cases.filter((c) => !isDone(c)).map((c) => c.life.number)
    if (isOpen.length > 0) { closeLater(w, d, w.agenda.now() + 2 * day); return }
    w.book.act(d.life, 'close', { ...doing, facts: { open: isOpen }, input: { retire: true } })
  })
}

/** Somebody of the team that can repair it does this in their next shift. */
function whenAtWork(w: World, d: Dossier, fromMs: number, then: (member: Member, doing: Told) => void): void {
  const { crew } = squadOf(w, d.cause.team)
  const chance = w.chance('shifts of problems')
  const from = Math.max(fromMs, w.agenda.now())
  const next = crew.members.flatMap((member) => {
    const shift = crew.rota.shifts(member.n).find(([begin]) => begin > from)
    return shift === undefined ? [] : [{ member, shift }]
  }).sort((a, b) => a.shift[0] - b.shift[0])[0]
  if (next === undefined) return
  const [begin, end] = next.shift
  const at = Math.round(Math.min(begin + chance.between(5, 90) * minute, end - minute))
  w.agenda.at(at, () => { then(next.member, { actor: next.member.actor, at: w.agenda.now(), correlationId: w.correlation() }) })
}
