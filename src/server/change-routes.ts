/** Changes over HTTP beside their records: may I change this now, what a plan would meet, free times, the calendar, and the agenda of those who decide. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Actor, readers, roleOf, rule } from '../model/actor.ts'
import type { Context } from '../model/context.ts'
import { AppError } from '../model/error.ts'
import { plainText } from '../model/field.ts'
import { is } from '../model/query.ts'
import type { Common } from '../model/record.ts'
import { zoneOf } from '../model/zone.ts'
import { outcomeOf } from '../practices/change/approval-rules.ts'
import { approval, roundOf, ruleOf } from '../practices/change/approval.ts'
import { agreedFor } from '../practices/change/authority.ts'
import { calendarOf, outagesWithin } from '../practices/change/calendar.ts'
import { graphOf, type Look, lookAt, type Plan, plannedOf, reachOf, surroundingsOf, tooLargeSays } from '../practices/change/look.ts'
import { type Change, change, itself } from '../practices/change/record.ts'
import { changeTypes, isPlannedLate, leadHours, missingIn, panelOf, standingOf } from '../practices/change/rules.ts'
import { type Slots, slotsFor, usualStepMs } from '../practices/change/slots.ts'
import type { Span } from '../practices/change/spans.ts'
import { targetsOf } from '../practices/change/targets.ts'
import { verdictOf } from '../practices/change/verdict.ts'
import { changeWindow } from '../practices/change/window.ts'
import { windowsAt } from '../practices/change/windows-at.ts'
import { ci } from '../practices/configuration/ci.ts'
import { organization } from '../practices/organization/record.ts'
import { person } from '../practices/people/person.ts'
import { team } from '../practices/people/team.ts'
import { service } from '../practices/service/record.ts'
import type { Session } from '../store/store.ts'
import { actorOf, bodyOf, type Face, parse, pathPart, queryOf } from './face.ts'
import { presentAll, titlesOf } from './rows.ts'

const instant = z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString())
const name = plainText(200)
const names = z.union([name.transform((n) => [n]), z.array(name).max(200)])
const idList = z.array(z.uuid()).max(200)

/** What is about to be changed, by id, number, key, name, another name or labels; `until` is the end of the work; `change` its number or id. */
export const verdictSchema = z.strictObject({
  service: names.optional(), ci: names.optional(), labels: z.record(z.string().max(200), z.string().max(400)).refine((l) => Object.keys(l).length <= 50, 'has more than 50 labels').optional(),
  at: instant.optional(), until: instant.optional(), kind: z.enum(['standard', 'normal', 'emergency']).optional(), change: z.string().min(1).max(100).optional(),
})
const planFields = {
  type: z.enum(Object.keys(changeTypes) as [keyof typeof changeTypes, ...(keyof typeof changeTypes)[]]).default('normal'), orgId: z.uuid().nullish(), title: z.string().max(200).nullish(), modelId: z.uuid().nullish(),
  ciIds: idList.default([]), serviceIds: idList.default([]), supplierIds: idList.default([]), implementerId: z.uuid().nullish(), teamId: z.uuid().nullish(), plannedStart: instant.nullish(), plannedEnd: instant.nullish(),
  backOutSeconds: z.int().min(0).max(315_576_000).default(0), pointOfNoReturn: instant.nullish(), remediation: z.string().max(20_000).nullish(),
}
/** A plan that is not recorded yet, with the field names of the record. */
export const changeLookSchema = z.strictObject(planFields)
/** A plan or `changeId`, how long the work takes, and within which span; `stepSeconds` is the grid of the starts on the clock of the organization: a quarter of an hour, half an hour for work of more than four, where it is not given. */
export const slotsSchema = z.strictObject({
  ...planFields, changeId: z.string().max(100).optional(), seconds: z.int().min(60).max(2_592_000).optional(), from: instant.optional(), until: instant.optional(),
  stepSeconds: z.int().min(300).max(86_400).optional(), most: z.int().min(1).max(20).default(3),
})
/** As if it were planned for then. */
export const changeConflictsSchema = z.strictObject({ plannedStart: instant.optional(), plannedEnd: instant.optional() })
/** From `from` (inclusive) to `to` (exclusive), at most 400 days. */
export const changeCalendarSchema = z.strictObject({ from: instant, to: instant, serviceId: z.uuid().optional(), teamId: z.uuid().optional() })
/** Of one team only. */
export const agendaSchema = z.strictObject({ teamId: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(100) })

const dayMs = 86_400_000
const hourMs = 3_600_000
const mostCalendarDays = 400
const mostSlotDays = 92
/** Changes that are looked at for free times. */
const mostForSlots = 2000
const checker = rule('freeze check')
const isoOf = (ms: number): string => new Date(ms).toISOString()

/** Registers them. */
export function changeRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face

  app.post('/api/changes/verdict', async (request) => {
    const actor = await readerOf(face, request)
    return verdictAnswer(face, actor, parse(verdictSchema, bodyOf(request)))
  })

  app.get('/api/changes/:id/conflicts', async (request) => {
    const actor = await readerOf(face, request)
    const as = parse(changeConflictsSchema, queryOf(request), true)
    return store.read(actor, async (s) => {
      const row = await s.find(change, pathPart(request, 'id'))
      const at = { plannedStart: as.plannedStart ?? row.plannedStart, plannedEnd: as.plannedEnd ?? row.plannedEnd }
      return lookAnswer(s, { ...row, ...at, managerAgreedAt: agreedFor(row, at) })
    })
  })

  app.post('/api/changes/look', async (request) => {
    const actor = await readerOf(face, request)
    const asked = parse(changeLookSchema, bodyOf(request))
    return store.read(actor, (s) => lookAnswer(s, planOf(actor, asked)))
  })

  app.post('/api/changes/slots', async (request) => {
    const actor = await readerOf(face, request)
    return store.read(actor, (s) => slotsAnswer(s, actor, parse(slotsSchema, bodyOf(request))))
  })

  app.get('/api/changes/calendar', async (request) => {
    const actor = await actorOf(face, request)
    const q = parse(changeCalendarSchema, queryOf(request), true)
    const span = spanOf(q.from, q.to, mostCalendarDays)
    const planned = await store.read(checker, (s) => outagesWithin(s, span))
    return store.read(actor, async (s) => {
      const mine = await s.seekMany(service, [...new Set(planned.map((o) => o.serviceId))])
      const outages = planned.filter((o) => mine.has(o.serviceId) && (q.serviceId === undefined || o.serviceId === q.serviceId))
      // Customers learn what their services will not do, not who works on what.
      const { entries, isCut } = readers.includes(roleOf(actor)) ? await calendarOf(s, span, q) : { entries: [], isCut: false }
      return { entries, outages, isCut, titles: await titlesOnCalendar(s, [...entries.flatMap((e) => e.onServiceIds), ...outages.map((o) => o.serviceId)], entries.flatMap((e) => e.onTeamIds)) }
    })
  })

  app.get('/api/changes/agenda', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(agendaSchema, queryOf(request), true)
    return store.read(actor, (s) => agendaAnswer(face, s, q))
  })
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'What changes meet is for the operation’s staff and auditors, and for tokens with such a role.')
  return actor
}

function spanOf(from: string, to: string, mostDays: number): Span {
  const span = { startMs: Date.parse(from), endMs: Date.parse(to) }
  if (span.endMs <= span.startMs) throw new AppError('invalid', 'to must be after from.', { faults: [{ at: 'to', message: 'must be after from' }] })
  if (span.endMs - span.startMs > mostDays * dayMs) throw new AppError('invalid', `A span has at most ${mostDays} days.`, { faults: [{ at: 'to', message: `must be at most ${mostDays} days after from` }] })
  return span
}

/** Names are found with the asker's sight; freezes, the graph and the change's own closure with all of it: a freeze that one may not see binds all the same. */
async function verdictAnswer({ store }: Face, actor: Actor, q: z.infer<typeof verdictSchema>): Promise<unknown> {
  const at = q.at ?? isoOf(store.clock.now())
  const [atMs, untilMs] = [Date.parse(at), q.until === undefined ? Date.parse(at) : Date.parse(q.until)]
  if (untilMs < atMs) throw new AppError('invalid', '/until must not be before at.', { faults: [{ at: '/until', message: 'must not be before at' }] })
  const { targets, named } = await store.read(actor, async (s) => ({
    targets: await targetsOf(s, { services: q.service ?? [], items: q.ci ?? [], labels: q.labels ?? {} }), named: q.change === undefined ? undefined : await s.seek(change, q.change),
  }))
  const isByChange = targets.serviceIds.length + targets.ciIds.length + targets.unknown.length + targets.unclear.length === 0 && named != null
  const about = isByChange ? { serviceIds: named.serviceIds, ciIds: named.ciIds, unknown: [], unclear: [] } : targets
  const answer = await store.read(checker, async (s) => {
    const graph = await graphOf(s, { ciIds: about.ciIds, serviceIds: about.serviceIds, teamId: named?.teamId ?? null })
    const owners = new Set([...graph.services.values()].map((x) => x.orgId))
    const reach = reachOf(graph, named?.orgId ?? (actor.kind === 'rule' ? '' : actor.orgId), named?.supplierIds ?? [])
    return {
      owners, question: {
        atMs, untilMs, kind: q.kind ?? null, unknown: about.unknown, unclear: about.unclear, targets: [...about.serviceIds, ...about.ciIds], reach, cut: graph.isCut ? tooLargeSays : null, windows: await windowsAt(s, { startMs: atMs, endMs: atMs + mostCalendarDays * dayMs }),
        change: named === undefined ? undefined : named === null ? null : { id: named.id, number: named.number, state: named.state, plannedStartMs: msOf(named.plannedStart), plannedEndMs: msOf(named.plannedEnd), isEmergency: named.type === 'emergency', agreedAt: named.managerAgreedAt, touches: new Set([...named.serviceIds, ...named.ciIds]) },
      },
    }
  })
  const seen = await store.read(actor, (s) => s.seekMany(changeWindow, answer.question.windows.map((w) => w.id)))
  // That there is a freeze one must know; its name may tell of another organization.
  const windows = answer.question.windows.map((w) => (seen.has(w.id) ? w : { ...w, number: 'A window', name: 'of the operation' }))
  const verdict = verdictOf({ ...answer.question, windows })
  return { ...verdict, window: verdict.window !== null && seen.has(verdict.window.id) ? verdict.window : null, at, until: verdict.until, serviceIds: about.serviceIds, ciIds: about.ciIds, unclear: about.unclear }
}
const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at))

const nobody = '00000000-0000-0000-0000-000000000000'
function planOf(actor: Actor, p: z.infer<typeof changeLookSchema>): Plan {
  return {
    id: nobody, number: 'This change', title: p.title ?? '', orgId: p.orgId ?? (actor.kind === 'rule' ? nobody : actor.orgId), type: p.type, modelId: p.modelId ?? null, ciIds: p.ciIds, serviceIds: p.serviceIds, supplierIds: p.supplierIds,
    implementerId: p.implementerId ?? null, teamId: p.teamId ?? null, plannedStart: p.plannedStart ?? null, plannedEnd: p.plannedEnd ?? null, backOutSeconds: p.backOutSeconds, pointOfNoReturn: p.pointOfNoReturn ?? null, remediation: p.remediation ?? null, managerAgreedAt: null,
  }
}

async function lookAnswer(s: Session, plan: Plan): Promise<unknown> {
  if (plan.plannedStart !== null && plan.plannedEnd !== null && plan.plannedEnd <= plan.plannedStart) throw new AppError('invalid', 'plannedEnd must be after plannedStart.', { faults: [{ at: '/plannedEnd', message: 'must be after plannedStart' }] })
  const { conflicts, risk, impact, ownerIds }: Look = await lookAt(s, itself(), plan)
  const things = [...conflicts.flatMap((c) => [...c.itemIds, ...(c.with?.record === 'service' ? [c.with.id] : [])]), ...impact.serviceIds, ...impact.reached.flatMap((r) => r.path)]
  return { conflicts, risk, impact, panel: panelOf(risk.level, plan.type, ownerIds), titles: await namesOf(s, things, [], [...ownerIds, ...conflicts.flatMap((c) => (c.kind === 'person' ? c.itemIds : []))]) }
}

async function slotsAnswer(s: Session, actor: Actor, q: z.infer<typeof slotsSchema>): Promise<unknown> {
  const row = q.changeId === undefined ? null : await s.find(change, q.changeId)
  const plan: Plan = row ?? planOf(actor, q)
  // What is submitted already was late then or is not; what is not begins when it no longer would be, unless somebody asks for earlier.
  const isTimely = plan.type !== 'normal' || (row !== null && row.submittedAt !== null)
  const notLateFrom = isTimely ? null : isoOf(Date.parse(s.now()) + leadHours * hourMs + timeToSubmitMs)
  const from = q.from === undefined ? notLateFrom ?? s.now() : q.from > s.now() ? q.from : s.now()
  const within = spanOf(from, q.until ?? isoOf(Date.parse(from) + 14 * dayMs), mostSlotDays)
  const known = plan.plannedStart === null || plan.plannedEnd === null ? null : Date.parse(plan.plannedEnd) - Date.parse(plan.plannedStart)
  const durationMs = q.seconds === undefined ? known ?? 3_600_000 : q.seconds * 1000
  const graph = await graphOf(s, plan)
  const p = plannedOf(plan, graph, isoOf(within.startMs), isoOf(within.startMs + durationMs))
  const around = await surroundingsOf(s, itself(), p, graph, within, mostForSlots)
  const ends = [...around.windows.map((w) => w.endsMs), ...around.promised.map((h) => h.endMs), ...around.others.over(within).map((w) => w.endMs)]
  const zone = zoneOf((await s.seek(organization, plan.orgId))?.zone ?? 'Etc/UTC')
  const stepMs = q.stepSeconds === undefined ? usualStepMs(durationMs) : q.stepSeconds * 1000
  const found = slotsFor(p, around, { within, durationMs, backOutMs: plan.backOutSeconds * 1000, stepMs, zone, most: q.most }, ends)
  return { slots: found.slots.map((slot) => {
    const isLate = !isTimely && isPlannedLate({ type: plan.type, plannedStart: slot.from }, s.now())
    return { ...slot, isLate, why: [...(isLate ? [lateSays] : []), ...whyOf(slot.conflicts.map((c) => c.sentence))] }
  }), notLateFrom, sentence: slotsSentence(found, plan), inTheWay: found.inTheWay, isCut: around.isCut }
}
/** Between finding a time and submitting the change with it. */
const timeToSubmitMs = 3_600_000
const lateSays = `Planned late: a normal change is submitted at least ${leadHours / 24} days before it begins.`
const whyOf = (sentences: readonly string[]): readonly string[] => (sentences.length === 0 ? ['Nothing collides with it then.'] : sentences.slice(0, 5))

function slotsSentence({ slots, free, inTheWay: [most] }: Slots, plan: Plan): string {
  if (slots.length === 0) return most === undefined ? 'The span is too short for the work and the time to get back.' : `No time in this span is free. ${most.sentence}`
  if (free === 0) return `No time in this span is free; ${slots.length === 1 ? 'this has' : 'these have'} the least against ${slots.length === 1 ? 'it' : 'them'}. Most in the way${most === undefined ? ' is what is named below.' : `: ${most.sentence}`}`
  if (plan.ciIds.length + plan.serviceIds.length === 0) return 'Nothing is named that it touches, so only people and freezes of everything could be looked at.'
  return free < slots.length ? `${free === 1 ? '1 free time' : `${free} free times`}; the others collide with something.` : `${free} free ${free === 1 ? 'time' : 'times'}, the freest first.`
}

async function agendaAnswer(face: Face, s: Session, q: z.infer<typeof agendaSchema>): Promise<unknown> {
  const rows = (await s.list(change, { where: [is('state', 'submitted', 'assessed'), ...(q.teamId === undefined ? [] : [is('teamId', q.teamId)])], sort: 'plannedStart', limit: q.limit })).items
  const shown = await presentAll(face, s, change, rows as unknown as Parameters<typeof presentAll>[3])
  const items = []
  const approvals: (Record<string, unknown>)[] = []
  for (const [i, c] of rows.entries()) {
    const { rows: asked, left } = await roundOf(s, c.id, c.round)
    const outcome = outcomeOf(asked.map(ruleOf), standingOf(c, s.now(), left))
    const its = await presentAll(face, s, approval, asked as unknown as Parameters<typeof presentAll>[3])
    approvals.push(...its)
    items.push({ change: shown[i], approvals: its, outcome, missing: missingIn(c), conflicts: c.conflicts ?? [], advice: await adviceOf(s, c) })
  }
  return { items, titles: { ...await titlesOf(s, change, shown), ...await titlesOf(s, approval, approvals), ...await namesOf(s, rows.flatMap((c) => c.impact?.serviceIds ?? []), []) } }
}

/** What advisers said in this round, oldest first. */
async function adviceOf(ctx: Context, c: Change & Common): Promise<readonly unknown[]> {
  const entries = await ctx.history('change', c.id)
  const since = entries.findLast((e) => e.verb === 'assess')?.seq ?? 0
  return entries.filter((e) => e.verb === 'advise' && e.seq > since).map((e) => ({ by: e.actorName, at: e.at, advice: e.input['advice'], why: e.reason }))
}

/** Of services and teams, for the rows of a calendar. */
const titlesOnCalendar = async (s: Session, serviceIds: readonly string[], teamIds: readonly string[]): Promise<Record<string, { number: string; title: string }>> =>
  Object.fromEntries([...await s.titles(service, [...new Set(serviceIds)]), ...await s.titles(team, [...new Set(teamIds)])])

/** Numbers and titles of nodes, teams and people by id; what may not be seen is absent. Most nodes are items: what is found is not asked for again. */
async function namesOf(s: Session, things: readonly string[], teams: readonly string[], people: readonly string[] = []): Promise<Record<string, { number: string; title: string }>> {
  const found = new Map(await s.titles(team, [...new Set(teams)]))
  let left = [...new Set([...people, ...things])].slice(0, mostNamed)
  for (const type of [ci, service, organization, person]) {
    for (const [id, titled] of await s.titles(type, left)) found.set(id, titled)
    left = left.filter((id) => !found.has(id))
  }
  return Object.fromEntries(found)
}
/** Things on the ways of an answer. */
const mostNamed = 5000
