/** Rolling a release out in steps: which unit is next, when it must stop, and when its early life is over. Pure. */
import { z } from 'zod'
import { toleranceSeconds } from './rules.ts'

/** A part of the rollout: a site, a customer, a share of machines. */
export const unitSchema = z.strictObject({
  name: z.string().min(1).max(120),
  state: z.enum(['waiting', 'done', 'failed']).default('waiting'),
  /** When it was done or failed. */
  at: z.iso.datetime().nullable().default(null),
})
/** In the order in which they are done; names are different. */
export const unitsSchema = z.array(unitSchema).min(1).max(200).refine((l) => new Set(l.map((u) => u.name)).size === l.length, 'has a name twice') as unknown as z.ZodType<readonly Unit[]>
export interface Unit {
  readonly name: string
  readonly state: 'waiting' | 'done' | 'failed'
  readonly at: string | null
}

export const nextUnit = (units: readonly Unit[]): Unit | null => units.find((u) => u.state === 'waiting') ?? null

/** `3 of 8`. */
export const progress = (units: readonly Unit[]): string => `${units.filter((u) => u.state === 'done').length} of ${units.length}`

/** The rule by which a rollout stops. */
export interface StopRule {
  /** So many units failed. */
  readonly stopAfterFailed: number
  /** So many incidents on its services since the rollout began. */
  readonly stopAfterIncidents: number
}

/** Why the rollout must not go on; null where it may. */
export function stopReason(rule: StopRule, units: readonly Unit[], incidents: number): string | null {
  const failed = units.filter((u) => u.state === 'failed').length
  if (failed >= rule.stopAfterFailed) return `${failed} of ${units.length} units failed; it stops at ${rule.stopAfterFailed}.`
  return incidents >= rule.stopAfterIncidents ? `${incidents} incidents came on its services since the rollout began; it stops at ${rule.stopAfterIncidents}.` : null
}

/** When the heightened care after a rollout may end. */
export interface ExitCriterion {
  readonly exitDays: number
  readonly exitIncidents: number
}

const dayMs = 86_400_000

/** What is still missing for the exit; null where the criterion is met. */
export function exitMissing(c: ExitCriterion, since: string | null, now: string, incidents: number): string | null {
  const days = since === null ? 0 : Math.floor((Date.parse(now) - Date.parse(since)) / dayMs)
  if (days < c.exitDays) return `Its early life lasts ${c.exitDays} ${c.exitDays === 1 ? 'day' : 'days'}; ${days} ${days === 1 ? 'is' : 'are'} over.`
  return incidents > c.exitIncidents ? `${incidents} incidents came on its services in the last ${c.exitDays} days; at most ${c.exitIncidents} may.` : null
}

/** Of a release, what says whether a manager's word holds now. */
export interface Agreed {
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  readonly deployingSince: string | null
  /** When a manager approved it, or let its rollout go on. */
  readonly managerAgreedAt: string | null
}

/** When a manager agreed to what is done now: who approved it did so for its planned time, who let it go on did so from then on. Null where none has. */
export function agreedNow(r: Agreed, now: string): string | null {
  if (r.managerAgreedAt === null) return null
  if (r.deployingSince !== null && r.managerAgreedAt >= r.deployingSince) return r.managerAgreedAt
  if (r.plannedStart === null || r.plannedEnd === null) return null
  return Date.parse(now) >= Date.parse(r.plannedStart) - toleranceSeconds * 1000 && now <= r.plannedEnd ? r.managerAgreedAt : null
}
