/** On what authority a change may be done: who decided, what a manager agreed to, and what ends it. */
import { type Actor, personId, roleOf } from '../../model/actor.ts'
import { refuse, type Refusal } from '../../model/record.ts'
import { hasRole, type Outcome, type RiskLevel, soleRefusal } from './approval-rules.ts'
import { type roundOf, ruleOf, whoIs } from './approval.ts'
import type { Look } from './look.ts'
import { levelWithoutLoad } from './risk.ts'
import { decisionOf, riseOf, standingOf } from './rules.ts'

interface Levelled { readonly riskLevel: RiskLevel | null; readonly agreedLevel: RiskLevel | null }
/** The level that those who agreed had before them; of one that nobody has agreed to yet, as it was assessed last. Null: not known. */
export const agreedLevelOf = (c: Levelled): RiskLevel | null => c.agreedLevel ?? c.riskLevel

interface Decided { readonly requesterId: string | null; readonly raisedById: string | null; readonly implementerId: string | null; readonly riskLevel: RiskLevel | null; readonly askedOwnerIds: readonly string[] }

/** The decision as it stands with this actor's own word. */
export function outcomeNow(row: Decided & { readonly type: string }, facts: { readonly look: Look } & Awaited<ReturnType<typeof roundOf>>, actor: Actor, now: string): Outcome {
  return decisionOf(facts.rows.map(ruleOf), whoIs(actor), standingOf({ ...row, riskLevel: row.riskLevel ?? facts.look.risk.level }, now, facts.left))
}

/** Whether a manager is among those who agreed, or decides it now; not on their own wish. */
export const byManager = (deciderIds: readonly string[], managers: ReadonlySet<string>, actor: Actor, row: { readonly requesterId: string | null }): boolean => {
  const me = personId(actor)
  return deciderIds.some((id) => managers.has(id) && id !== row.requesterId) || (me !== null && me !== row.requesterId && hasRole(roleOf(actor), 'manager'))
}

/** Whoever agreed alone does not do it as well. What a model let pass had nobody. */
export function aloneRefusal(row: Decided & Levelled & { readonly deciderIds: readonly string[] }): Refusal | null {
  const why = row.deciderIds.length === 0 ? null : soleRefusal(row.deciderIds, { requesterId: row.requesterId, raisedById: row.raisedById, implementerId: row.implementerId, level: agreedLevelOf(row) ?? 'minor' })
  return why === null ? null : refuse(`${why} Let somebody else do it, or assess it again.`, 'implementerId')
}

interface Timed { readonly type: string; readonly plannedStart: string | null; readonly plannedEnd: string | null; readonly managerAgreedAt: string | null }
/** What a manager agreed to was this time, and as many seconds before it as one may begin early; an emergency is agreed to whenever it is done. */
export const agreedFor = (row: Timed, at: { readonly plannedStart: string | null; readonly plannedEnd: string | null }, earlySeconds = 0): string | null =>
  row.type === 'emergency' || (row.plannedStart !== null && at.plannedStart !== null && Date.parse(at.plannedStart) >= Date.parse(row.plannedStart) - earlySeconds * 1000 && row.plannedEnd !== null && at.plannedEnd !== null && at.plannedEnd <= row.plannedEnd)
    ? row.managerAgreedAt : null

/** Why what was agreed on holds no more at this time: a freeze that nobody let it through, or more risk than those who agreed had before them. Null where it holds. */
export function fallsBecause(row: Levelled & { readonly type: string }, l: Look): string | null {
  const freeze = l.conflicts.find((c) => c.kind === 'freeze' && c.gravity !== 'note') ?? l.conflicts.find((c) => c.gravity === 'block')
  return freeze ? freeze.sentence : row.type === 'emergency' ? null : riseOf(agreedLevelOf(row), levelWithoutLoad(l.risk))
}

/** What a change has no more when its authorisation falls. */
export const fallen = (row: { readonly round: number }): { readonly round: number; readonly authorisedAt: null; readonly authorisedBy: null; readonly acceptedConflicts: null; readonly managerAgreedAt: null; readonly agreedScore: null; readonly agreedLevel: null } =>
  ({ round: row.round + 1, agreedScore: null, agreedLevel: null, authorisedAt: null, authorisedBy: null, acceptedConflicts: null, managerAgreedAt: null })
