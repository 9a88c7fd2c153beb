/** From counts to numbers that can be defended: intervals, coverage and maturity of each cell. Pure. */
import { kaplanMeier, survivalQuantile } from '../../analysis/kaplan-meier.ts'
import { poissonInterval, rateRatio } from '../../analysis/poisson.ts'
import { wilson } from '../../analysis/wilson.ts'
import type { Cell, Definition } from '../../model/measure.ts'

/** What was counted for one cell. */
export interface Counted {
  readonly period: string | null
  readonly periodEnd: string | null
  readonly slice: readonly (string | null)[]
  readonly value: number | null
  readonly used: number
  readonly eligible: number
  readonly hits: number | null
  readonly low: number | null
  readonly high: number | null
  readonly times?: readonly { readonly seconds: number; readonly ended: number; readonly open: number }[]
  readonly rates?: { readonly after: number; readonly before: number; readonly isApart: boolean }
}

/**
 * One number with its 95 % interval: Wilson for shares, exact Poisson for counts, the exact one for how many times one rate is another (none where windows overlap),
 * Kaplan–Meier's band for survival, order statistics for quantiles; stocks, what is fresh of them, sums and ages are a census and have none. `now` decides which periods are still open.
 */
export function cellOf(c: Counted, def: Definition, maturityDays: number, now: string): Cell {
  const isMature = c.periodEnd === null || Date.parse(c.periodEnd) + maturityDays * 86_400_000 <= Date.parse(now)
  const base = { period: c.period, slice: c.slice, used: c.used, eligible: c.eligible, hits: c.hits, censored: null, isMature }
  const none = { low: null, high: null }
  switch (def.kind) {
    // All that stand at the moment are looked at: nothing was sampled.
    case 'fresh': return { ...base, value: c.used === 0 ? null : c.value, ...none }
    case 'share': {
      const p = wilson(c.hits ?? 0, c.used)
      return p === null ? { ...base, value: null, ...none } : { ...base, value: c.value, low: p.low, high: p.high }
    }
    case 'rate-ratio': {
      const { after, before, isApart } = c.rates ?? { after: 0, before: 0, isApart: true }
      if (c.used === 0 || after + before === 0 || def.afterDays === undefined || def.beforeDays === undefined) return { ...base, value: null, ...none }
      // What happens where windows overlap is counted more than once: the exact interval would take it for several happenings.
      if (!isApart) return { ...base, value: c.value, ...none }
      const r = rateRatio({ count: after, exposure: c.used * def.afterDays }, { count: before, exposure: c.used * def.beforeDays })
      // Where nothing went wrong before, it is any number of times as much: only the lower end can be said.
      return { ...base, value: c.value, low: r.low, high: Number.isFinite(r.high) ? r.high : null }
    }
    case 'count': {
      const i = poissonInterval(c.value ?? 0)
      return { ...base, value: c.value ?? 0, low: def.distinct === undefined ? i.low : null, high: def.distinct === undefined ? i.high : null }
    }
    case 'survival': {
      // What was kept comes with its quantile.
      if (c.times === undefined) return { ...base, hits: null, censored: c.used - (c.hits ?? 0), value: c.value, low: c.low, high: c.high }
      const lifetimes = (c.times ?? []).flatMap((t) => [
        ...Array.from({ length: t.ended }, () => ({ duration: t.seconds, isFinished: true })), ...Array.from({ length: t.open }, () => ({ duration: t.seconds, isFinished: false }))])
      if (lifetimes.length === 0) return { ...base, hits: null, value: null, ...none }
      const q = survivalQuantile(kaplanMeier(lifetimes), def.p ?? 0.5)
      return { ...base, hits: null, censored: c.used - (c.hits ?? 0), value: q.value, low: q.low, high: q.high }
    }
    case 'stock': return { ...base, value: c.value ?? 0, ...none }
    default: return { ...base, value: c.used === 0 ? null : c.value, low: c.low, high: c.high }
  }
}
