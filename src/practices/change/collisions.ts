/** What collisions keep a change from: from being authorised, and from another time than those who agreed had before them. Pure. */
import { refuse, type Refusal } from '../../model/record.ts'
import type { RiskLevel } from './approval-rules.ts'
import { type Conflict, markOf } from './conflicts.ts'
import { type Asked, listed, missingIn, riseOf } from './rules.ts'

/** Collisions kept on the record, the gravest; all can be asked for again. */
export const mostConflicts = 10

/** Of a change, what those who agreed had before them. */
interface Kept { readonly id: string; readonly conflicts: readonly Conflict[] | null }

/**
 * Serious collisions that the record does not name, so that nobody who read it knew of them. The same one is known again also where it is named at
 * one time and not at another. A record keeps a few: what else was there when it was looked at, `lookedAt`, was found with them and is not new.
 */
function newTo(c: Kept, fresh: readonly Conflict[], lookedAt: string | null): readonly Conflict[] {
  const keyOf = (x: Conflict): string => `${x.kind} ${x.mark ?? (x.with === null ? x.sentence : markOf(c.id, x.with.id))}`
  const known = new Set(c.conflicts?.map(keyOf))
  const isFull = (c.conflicts?.length ?? 0) >= mostConflicts
  return fresh.filter((x) => x.gravity === 'serious' && !known.has(keyOf(x)) && !(isFull && lookedAt !== null && (x.since ?? '') <= lookedAt))
}

/** Why it cannot be done at another time without a word: collisions that those who agreed to it had not before them. Null where there are none, or somebody says why. */
export function collisionRefusal(c: Kept & { readonly type: string }, fresh: readonly Conflict[], accepts: string | null): Refusal | null {
  if (c.type === 'emergency' || accepts !== null) return null
  const added = newTo(c, fresh, null)
  return added.length === 0 ? null : refuse(`New since it was agreed to: ${added[0]?.sentence}${added.length > 1 ? ` And ${added.length - 1} more.` : ''} Plan it for another time, or say why it goes all the same.`, 'acceptConflicts')
}

/** What keeps it from being authorised now, apart from who must agree; null where nothing does. */
export function authoriseRefusal(c: Asked & Kept & { readonly state: string; readonly riskLevel: RiskLevel | null; readonly assessedAt: string | null }, fresh: { readonly level: RiskLevel; readonly conflicts: readonly Conflict[] }, accepts: string | null): Refusal | null {
  const isEmergency = c.type === 'emergency'
  if (!isEmergency && c.state !== 'assessed') return { code: 'conflict', message: 'Assess it first. Only an emergency may be authorised before.' }
  const missing = missingIn(c)
  if (isEmergency ? c.ciIds.length === 0 && c.serviceIds.length === 0 : missing.length > 0) return refuse(`Before it can be authorised its record needs ${isEmergency ? missing[0] : listed(missing)}.`)
  const blocked = fresh.conflicts.find((x) => x.gravity === 'block')
  if (blocked) return refuse(`${blocked.sentence} Plan it for another time, or ask a manager for an exception.`, 'plannedStart')
  if (riseOf(c.riskLevel, fresh.level) !== null && !isEmergency) return refuse(`It was assessed as ${c.riskLevel}, and is ${fresh.level} by what is known now. Assess it again, so that the right people decide.`)
  // What the assessment named was before those who agreed; what it did not is new to them.
  const serious = c.assessedAt === null ? fresh.conflicts.filter((x) => x.gravity === 'serious') : newTo(c, fresh.conflicts, c.assessedAt)
  return serious.length > 0 && !isEmergency && accepts === null
    ? refuse(`${c.assessedAt === null ? '' : 'New since it was assessed: '}${serious[0]?.sentence}${serious.length > 1 ? ` And ${serious.length - 1} more.` : ''} Plan it for another time, assess it again, or say why it goes all the same.`, 'acceptConflicts') : null
}
