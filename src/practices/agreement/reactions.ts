/** What agreements do by themselves: keep the clocks of incidents, and give a new installation defaults that say they are defaults. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import type { Derived } from '../../model/derived.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is, isEmpty } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'
import { aroundTheClock } from '../../model/calendar.ts'
import { type Incident, incident } from '../incident/record.ts'
import { organization } from '../organization/record.ts'
import { team } from '../people/team.ts'
import { agreement } from './agreement.ts'
import { calendar } from './calendar.ts'
import { obligationAt } from './clock.ts'
import { canonicalInputs, type CalendarVersion, type ClockInput } from './clock-facts.ts'
import { type AgreementHistory, agreementHistory, calendarVersions, clockInput } from './facts-of.ts'
import { obligation } from './obligation.ts'
import { settle } from './settle.ts'
import { watchClocks } from './watch.ts'

type Obligation = ReturnType<typeof obligationAt>
/** A row of the derived table. */
export type ObligationRow = typeof obligation extends Derived<infer Row> ? Row : never

/** What is promised to whom, as clocks read it. */
export interface Promises {
  readonly of: (orgId: string) => readonly AgreementHistory[]
  readonly calendars: readonly CalendarVersion[]
  readonly nameOf: (teamId: string) => string
}

// A journal up to a version never changes, so what was folded from it holds as long as the record has that version.
const folded = { agreement: keepFolded(agreementHistory), calendar: keepFolded(calendarVersions) }
const mostFolded = 2000

function keepFolded<T>(fold: (journal: readonly JournalEntry[]) => T): (ctx: Context, record: string, rows: readonly { readonly id: string; readonly version: number }[]) => Promise<T[]> {
  const known = new Map<string, T>()
  return async (ctx, record, rows) => {
    const keyOf = (r: { id: string; version: number }): string => `${r.id} ${r.version}`
    const fresh = rows.filter((r) => !known.has(keyOf(r)))
    const journals = fresh.length === 0 ? new Map<string, readonly JournalEntry[]>() : await ctx.histories(record, fresh.map((r) => r.id))
    if (known.size + fresh.length > mostFolded) known.clear()
    return rows.map((r) => {
      const kept = known.get(keyOf(r))
      if (kept !== undefined) return kept
      const journal = journals.get(r.id) ?? []
      const made = fold(journal)
      // Somebody may have moved it between the two reads: then this is a later version's, and not kept under this one.
      if (journal.at(-1)?.version === r.version) known.set(keyOf(r), made)
      return made
    })
  }
}

async function loadPromises(ctx: Context): Promise<Promises> {
  const agreements = await all(ctx, agreement)
  const folds = await folded.agreement(ctx, 'agreement', agreements)
  const histories = agreements.map((a, i) => ({ a, history: folds[i] ?? null }))
  const calendars = (await folded.calendar(ctx, 'calendar', await all(ctx, calendar))).flat()
  const names = new Map((await all(ctx, team)).map((t) => [t.id, t.name]))
  return {
    of: (orgId) => histories.flatMap(({ a, history }) => (history !== null && (a.orgId === orgId || sharedOf(a)) ? [history] : [])),
    calendars, nameOf: (id) => names.get(id) ?? 'another team',
  }
}
async function all<Row>(ctx: Context, type: Defined<Row>): Promise<(Row & Common)[]> {
  const rows: (Row & Common)[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await ctx.list(type, { limit: 200, ...(after === undefined ? {} : { after }) })
    rows.push(...page.items)
    after = page.next
  }
  return rows
}

const sharedOf = (row: object): boolean => 'shared' in row && row.shared === true

const stopped = new Set(['met', 'breached', 'cancelled', 'merged', 'withdrawn', 'no_target'])
// A paused clock has no due date and a stopped one no hurry: both sort behind every running one.
const last = '2999-12-31T00:00:00.000Z'

async function keepClocks(ctx: Context, ids: readonly string[], promises: Promises): Promise<void> {
  const incidents = await ctx.seekMany(incident, ids)
  const journals = await ctx.histories('incident', ids)
  const kept = [...incidents.values()].map((i) => {
    const journal = journals.get(i.id) ?? []
    return { i, journal, clocks: clocksOf(i, journal, promises, ctx.now()) }
  })
  await ctx.underive(obligation, { recordId: ids })
  await ctx.derive(obligation, kept.flatMap(({ clocks }) => clocks.map(({ row }) => row)))
  for (const { i, journal, clocks } of kept) {
    const read = clocks.map(({ o }) => o)
    await settle(ctx, i.id, { journal, clocks: read }, async () => {
      const newer = await ctx.history('incident', i.id)
      return { journal: newer, clocks: clocksOf(i, newer, promises, ctx.now()).map(({ o }) => o) }
    })
    await watchClocks(ctx, i.id, read, journal)
  }
}

/** The clocks of an incident from its whole journal, as read `now`: each with its row. */
export function clocksOf(i: Incident & { readonly id: string; readonly orgId: string }, journal: readonly JournalEntry[], promises: Promises, now: string): { readonly row: ObligationRow; readonly o: Obligation }[] {
  const rows = (['response', 'resolution', 'update'] as const).flatMap((kind) => {
    const input = clockInput(kind, journal, promises.of(i.orgId), promises.calendars, promises.nameOf)
    return input === null ? [] : [{ kind, input, o: obligationAt(input, now) }]
  })
  const running = rows.filter(({ o }) => !stopped.has(o.state))
  const tightest = (running.length > 0 ? running : rows).toSorted((a, b) => (sortAtOf(a.o) < sortAtOf(b.o) ? -1 : 1))[0]
  return rows.map(({ kind, input, o }) => ({ o, row: {
    recordId: i.id, kind, record: 'incident', orgId: i.orgId, requesterId: i.requesterId, state: o.state, dueAt: o.dueAt, sortAt: sortAtOf(o), isTightest: kind === tightest?.kind,
    budgetSeconds: o.budgetSeconds === null ? null : Math.round(o.budgetSeconds), agreementNumber: o.why?.agreement.name ?? null, facts: input, inputsHash: hashOf(input),
  } }))
}

const sortAtOf = (o: Obligation): string => (stopped.has(o.state) || o.dueAt === null ? last : o.dueAt)

// Tells whether a stored clock still stands on the same inputs; FNV-1a over the canonical text, no secret and no proof.
function hashOf(input: ClockInput): string {
  let h = 0x811c9dc5
  for (const c of canonicalInputs(input)) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193)
  return (h >>> 0).toString(16).padStart(8, '0')
}

/** Clocks follow every move that matters to a promise. */
export const clocksFollow: Reaction = {
  name: 'clocks follow the incident',
  version: 1,
  on: { incident: ['create', 'update', 'classify', 'assign', 'take', 'acknowledge', 'pause', 'resume', 'resolve', 'close', 'reopen', 'cancel', 'prioritize', 'escalate', 'bounce', 'merge', 'comment', 'declareMajor', 'endMajor'] },
  run: async (ctx, entries: readonly JournalEntry[]) => {
    const promises = await loadPromises(ctx)
    await keepClocks(ctx, [...new Set(entries.map((e) => e.recordId))], promises)
  },
}

/** What an agreement that is ended or dated back promised to open incidents changes now, not with their next move. */
export const agreementsMove: Reaction = {
  name: 'clocks follow an agreement that ends or is dated back',
  version: 1,
  on: { agreement: ['create', 'update', 'end'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const from = e.changes['validFrom']
      const isBack = typeof from === 'string' && from < e.at
      if (e.verb === 'end' || isBack) await ctx.after({ task: 'keep the clocks of an agreement', payload: { id: e.recordId, ...(isBack ? { from } : {}) } })
    }
  },
}

/**
 * Incidents in the scope of an agreement, a page in each transaction: those that are open and, where it was dated back, those done since
 * then, whose promises are settled anew. What a former system settled stays as it came.
 */
export const keepClocksOfAgreement: Task = {
  name: 'keep the clocks of an agreement',
  version: 2,
  attempts: 25,
  run: async (ctx, payload) => {
    const a = await ctx.seek(agreement, String(payload['id']))
    if (a === null) return
    const { from, done } = payload
    const scope = [...(sharedOf(a) ? [] : [is('orgId', a.orgId)]), ...(a.serviceId === null ? [] : [is('serviceId', a.serviceId)])]
    const where = done === true ? [...scope, { field: 'createdAt', op: 'from', values: [String(from)] } as const, isEmpty('formerNumber')] : scope
    const page = await ctx.list(incident, { where, group: done === true ? 'done' : 'active', sort: 'createdAt', limit: 200, ...(typeof payload['after'] === 'string' ? { after: payload['after'] } : {}) })
    if (page.items.length > 0) await keepClocks(ctx, page.items.map((i) => i.id), await loadPromises(ctx))
    if (page.next !== null) await ctx.after({ task: 'keep the clocks of an agreement', payload: { ...payload, after: page.next } })
    else if (from !== undefined && done !== true) await ctx.after({ task: 'keep the clocks of an agreement', payload: { id: a.id, from, done: true } })
  },
}

const hours = (n: number): number => n * 3600

/** Where nobody agreed on anything yet: shown everywhere as "default, not agreed". */
export const defaultsForProvider: Reaction = {
  name: 'a provider begins with defaults',
  version: 1,
  on: { organization: ['create'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const o = await ctx.seek(organization, e.recordId)
      if (o?.kind !== 'provider' || (await ctx.list(agreement, { where: [is('orgId', o.id)], limit: 1 })).items.length > 0) continue
      const always = await ctx.create(calendar, { orgId: o.id, shared: true, name: 'Around the clock', hours: { ...aroundTheClock, zone: o.zone } })
      await ctx.create(agreement, {
        orgId: o.id, shared: true, name: 'Default targets', calendarId: always.id, standing: 'default',
        targets: {
          1: { responseSeconds: 900, resolutionSeconds: hours(4) }, 2: { responseSeconds: 1800, resolutionSeconds: hours(8) }, 3: { responseSeconds: hours(4), resolutionSeconds: hours(24) },
          4: { responseSeconds: hours(8), resolutionSeconds: hours(48) }, 5: { responseSeconds: null, resolutionSeconds: null },
        },
      })
    }
  },
}
