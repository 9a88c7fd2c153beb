/** Ranks problems by what their incidents cost: pain in the classic value, user-minutes and money with a range, and what still leaks. */
import { z } from 'zod'
import { type Pain, painOfSum, type Prices } from '../analysis/pain.ts'
import { pareto } from '../analysis/pareto.ts'
import { type Actor, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { problem } from '../practices/problem/record.ts'
import { type Standing, standingOf } from '../practices/problem/standing.ts'
import { mostPainful, type PainRow, painRows } from '../store/pain.ts'
import type { Store } from '../store/store.ts'

const dayMs = 86_400_000
/** Days looked back where nobody says. */
const usualDays = 180
/** What leaks per month is taken from the last so many days. */
const leakDays = 90
const monthDays = 30

const range = z.string().regex(/^\d{1,9}(-\d{1,9})?$/, 'must be an amount or two with - between, such as 2000-6000').transform((t) => {
  const [low = 0, high = low] = t.split('-').map(Number)
  return { low, high }
}).refine(({ low, high }) => low <= high, 'begins above its end')

/** What an hour costs: `userHour` and `effortHour` are minor units of `currency`. What is asked by default, 20 to 60 and 40 to 90 an hour, is a guess to be replaced by one's own. */
export const priceFields = { userHour: range.prefault('2000-6000'), effortHour: range.prefault('4000-9000'), currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code such as EUR').default('EUR') }
type PricesAsked = z.infer<z.ZodObject<typeof priceFields>>

/** As an answer names them. `penaltiesMinor` is null: agreements keep no penalties so far, and none is in any cost. */
export const pricesIn = ({ userHour, effortHour, currency }: PricesAsked): Prices & { readonly currency: string; readonly penaltiesMinor: null } =>
  ({ userHourMinor: userHour, effortHourMinor: effortHour, currency, penaltiesMinor: null })

/** Incidents from `from` to before `to`, of one problem or all, at these prices. */
export const painSchema = z.strictObject({
  from: z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString()).optional(), to: z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString()).optional(),
  problemId: z.uuid().optional(), ...priceFields,
})
export type PainAsked = z.infer<typeof painSchema>

/** What no longer hurts by its own verdict. */
const isMended = (s: Standing): boolean => s === 'verified'

/** Answers `GET /api/problems/pain`: problems with incidents in the asked time, the most painful first, and whether a few of them are most of it. */
export async function painAnswer(store: Store, actor: Actor, asked: PainAsked): Promise<Readonly<Record<string, unknown>>> {
  const now = new Date(store.clock.now()).toISOString()
  // An end is not part of its time; what happens this very moment is.
  const to = asked.to ?? new Date(store.clock.now() + 1).toISOString()
  const from = asked.from ?? new Date(Date.parse(to) - usualDays * dayMs).toISOString()
  if (from >= to) throw new AppError('invalid', 'to must be after from.', { faults: [{ at: 'to', message: 'must be after from' }] })
  const prices = pricesIn(asked)
  const rows = await store.db.read(sightOf(actor), (tx) => painRows(tx, { from, to, now, ...(asked.problemId === undefined ? {} : { problemId: asked.problemId }) }))
  const lately = new Date(Math.max(Date.parse(from), Date.parse(to) - leakDays * dayMs)).toISOString()
  const lateDays = Math.max(1, (Date.parse(to) - Date.parse(lately)) / dayMs)
  const byProblem = Map.groupBy(rows, (r) => r.problemId)
  const known = await store.read(actor, (s) => s.seekMany(problem, [...byProblem.keys()]))
  const items = [...byProblem].flatMap(([id, list]) => {
    const p = known.get(id)
    if (!p || p.state === 'merged') return []
    const pain = painIn(list, prices)
    const standing = standingOf(p)
    const late = painIn(list.filter((r) => r.at >= lately), prices)
    const perMonth = isMended(standing) ? { low: 0, high: 0 } : { low: Math.round(late.costMinor.low * monthDays / lateDays), high: Math.round(late.costMinor.high * monthDays / lateDays) }
    return [{ id, number: p.number, title: p.title, state: p.state, standing, serviceId: p.serviceId, ownerId: p.ownerId, isMajor: p.isMajor, lastAt: list[0]?.at ?? null, ...pain, perMonthMinor: perMonth }]
  })
  const middle = ({ costMinor }: Pain): number => (costMinor.low + costMinor.high) / 2
  const ranked = pareto(items.map((item) => ({ cause: item, harm: middle(item), atLeast: Math.min(item.costMinor.low, middle(item)) })))
  return {
    from, to, prices,
    items: ranked.ranked.map(({ cause, share, cumulated, shareAtLeast }) => ({ ...cause, share, cumulated, shareAtLeast })),
    verdict: { topFifth: ranked.topFifth, topFifthShare: ranked.topFifthShare, hasVitalFew: ranked.hasVitalFew }, isCut: rows.length === mostPainful, computedAt: now,
  }
}

function painIn(rows: readonly PainRow[], prices: Prices): Pain {
  const sum = (of: (r: PainRow) => number): number => rows.reduce((total, r) => total + of(r), 0)
  const userHours = { low: sum((r) => r.low), high: sum((r) => r.high) }
  return painOfSum({ incidents: rows.length, hours: sum((r) => r.hours), userHours, workHours: sum((r) => r.effortHours ?? 0), severities: sum((r) => 5 - r.impact), unknown: rows.filter((r) => r.isUnknown).length }, { prices })
}
