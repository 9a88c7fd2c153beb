/** Cases: an incident gets its hidden truth, and what happens when it comes back. */
import type { Chance } from './chance.ts'
import { settle, watchClock } from './clocks.ts'
import type { Life } from './life.ts'
import { suppliers } from './company.ts'
import { goesOn } from './work.ts'
import { type Case, minute, serviceOf, type World } from './world.ts'

type Given = Partial<Pick<Case, 'cause' | 'trouble' | 'isNoise' | 'alert' | 'reporter' | 'sameAs'>> & Pick<Case, 'failedAt' | 'truth' | 'team'>

export function newCase(w: World, life: Life, given: Given): Case {
  const chance = w.chance('truths')
  const key = given.cause?.service ?? given.trouble?.service
  const isVital = key !== undefined && serviceOf(w, key).plan.tier === 'gold'
  const c: Case = {
    cause: null, trouble: null, isNoise: false, alert: null, reporter: null, sameAs: null, ...given, life, stage: given.sameAs ? 'follow' : 'look', left: null,
    asks: given.reporter !== undefined && given.reporter !== null && !given.sameAs && chance.isSo(given.trouble ? 0.16 : 0.1),
    supplier: given.cause ? supplierIn(given.cause.service, chance) : null,
    needsApproval: Boolean(given.cause) && chance.isSo(isVital || given.cause?.impact === 2 ? w.profile.repair.needsApproval : w.profile.repair.needsApproval / 2),
    needsResume: false, worker: null, unbooked: 0, passes: 0, outage: null, emergency: null, isRestored: false, followers: [], callOffClose: null, callOffClock: null,
  }
  w.cases.set(life.id, c)
  watchClock(w, c)
  return c
}

/** Cranes and lines are others' to repair. */
function supplierIn(service: string, chance: Chance): string | null {
  if (service === 'crane' || service === 'scanner') return chance.isSo(0.35) ? suppliers[0] ?? null : null
  if (service === 'carrier-line') return chance.isSo(0.8) ? suppliers[1] ?? null : null
  return chance.isSo(0.05) ? chance.pick(suppliers) : null
}

/** It was reopened: whoever had it begins again. */
export function returned(w: World, c: Case, failedAt: number): void {
  const chance = w.chance('truths')
  c.callOffClose?.()
  c.callOffClose = null
  c.stage = 'repair'
  c.left = Math.max(5, (c.cause ? c.cause.repairMinutes : (c.trouble?.minutes ?? 15)) * chance.between(0.3, 0.8))
  c.failedAt = failedAt
  c.isRestored = false
  c.outage = null
  c.asks = false
  c.supplier = null
  c.needsApproval = false
  settle(w, c)
  watchClock(w, c)
  w.agenda.at(w.agenda.now() + 2 * minute, () => { goesOn(w, c) })
}
