/** Who may let a change be done, and whether enough of them have: quorum, order, delegation, expiry, and that nobody decides on their own wish. Pure. */
import { type Role, roles } from '../../model/actor.ts'
import { refuse, type Refusal } from '../../model/record.ts'

/** How much a change can hurt; decides who must agree. */
export const riskLevels = { minor: 'Minor', significant: 'Significant', major: 'Major' } as const
export type RiskLevel = keyof typeof riskLevels

/** Where one approval stands. `asked` can become any other; `approved` and `rejected` can be taken back by the one who said so, while nothing is decided. */
export type ApprovalState = 'asked' | 'approved' | 'rejected' | 'delegated' | 'void'

/** One approval of a round, as the rules see it. */
export interface Approval {
  readonly id: string
  /** From 1; a later step is answered when the earlier ones are met. */
  readonly step: number
  /** How many different people of this step must agree; the highest of its rows counts. */
  readonly quorum: number
  /** The person who is asked; null: anybody with the role. */
  readonly approverId: string | null
  /** The approval that was handed on to this one; null: it was asked for itself. */
  readonly viaId: string | null
  /** The least role that may answer where no person is named. */
  readonly role: Role
  readonly state: ApprovalState
  readonly decidedById: string | null
  /** Half-open: from this instant on it can neither be given nor count. Milliseconds; null: it does not end. */
  readonly expiresMs: number | null
}

/** Of the change and the people, what decides whether approvals count. */
export interface Standing {
  readonly requesterId: string | null
  /** Who wrote it down, where that is somebody else than the one who asked. */
  readonly raisedById?: string | null
  readonly implementerId: string | null
  readonly level: RiskLevel
  /** Who must agree, whatever was asked. Empty: nobody can agree yet. */
  readonly panel: readonly PanelStep[]
  readonly nowMs: number
  /** Whether this person works here no longer. */
  readonly hasLeft: (personId: string) => boolean
}

/** `why` says what is missing, or who decided. */
export interface Outcome {
  readonly status: 'waiting' | 'approved' | 'rejected'
  /** The step that is to be answered now; null where none is. */
  readonly step: number | null
  readonly why: string
  /** Whose approvals count for the steps of the panel, each once; whoever was asked beside the panel must agree as well, but decides nothing. */
  readonly deciderIds: readonly string[]
}

/** A step that the policy asks for. */
export interface PanelStep {
  readonly step: number
  readonly quorum: number
  readonly role: Role
  /** Empty: whoever has the role. */
  readonly approverIds: readonly string[]
}

/**
 * Who must agree to a change of this level: minor, one of the staff; significant, one manager; major, one who owns a service that it hurts where
 * one is known, then two managers. An emergency asks one manager, whatever its level: restoring cannot wait for two.
 */
export function panelFor(level: RiskLevel, options: { readonly isEmergency: boolean; readonly ownerIds: readonly string[] }): readonly PanelStep[] {
  if (options.isEmergency) return [{ step: 1, quorum: 1, role: 'manager', approverIds: [] }]
  if (level === 'minor') return [{ step: 1, quorum: 1, role: 'agent', approverIds: [] }]
  if (level === 'significant') return [{ step: 1, quorum: 1, role: 'manager', approverIds: [] }]
  const owners = options.ownerIds.slice(0, mostOwners)
  const managers = { quorum: 2, role: 'manager', approverIds: [] } as const
  return owners.length === 0 ? [{ step: 1, ...managers }] : [{ step: 1, quorum: 1, role: 'agent', approverIds: owners }, { step: 2, ...managers }]
}
/** Owners asked at once; with more nobody feels asked. */
const mostOwners = 5

export const hasRole = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least)

/** A place that the panel wants and that nobody was asked for. */
export type Place = Pick<Approval, 'step' | 'quorum' | 'role' | 'approverId'>

/** What the panel wants beyond what was asked already; what was handed on or asked of a lesser role is not what the panel wants. */
export const lackingIn = (panel: readonly PanelStep[], list: readonly Approval[]): readonly Place[] =>
  panel.flatMap(({ step, quorum, role, approverIds }) => {
    const asked = list.filter((a) => a.step === step && a.viaId === null && a.state !== 'void' && hasRole(a.role, role))
    const open = asked.filter((a) => a.approverId === null).length
    const missing = approverIds.length > 0 ? approverIds.filter((id) => asked.every((a) => a.approverId !== id)) : Array.from({ length: Math.max(0, quorum - open) }, () => null)
    return missing.map((approverId) => ({ step, quorum, role, approverId }))
  })

/**
 * Where the approvals of one round stand together. Every step of the panel must be met, and whatever was asked beside it. A rejection stands until
 * the one who rejected takes it back, also when they have left. An approval of somebody who has left, or that has expired, counts no more. The
 * requester is never the only one who agrees; of a significant or major change neither is who does it or wrote it down, nor all of them together.
 */
export function outcomeOf(list: readonly Approval[], standing: Standing): Outcome {
  const rejected = list.find((a) => a.state === 'rejected')
  if (rejected) return { status: 'rejected', step: null, deciderIds: [], why: `It was rejected in step ${rejected.step}; whoever rejected can take that back, or the change goes back to draft for a new round.` }
  const asked = list.filter((a) => a.state !== 'void' && a.state !== 'delegated')
  if (asked.length === 0 || standing.panel.length === 0) return { status: 'waiting', step: null, why: 'Nobody was asked to agree yet.', deciderIds: [] }
  const counts = (a: Approval): boolean => a.state === 'approved' && a.decidedById !== null && !isExpired(a, standing.nowMs) && !standing.hasLeft(a.decidedById)
  const deciderIds = new Set<string>()
  for (const step of [...new Set([...standing.panel, ...asked].map((x) => x.step))].sort((a, b) => a - b)) {
    const rows = asked.filter((a) => a.step === step)
    const wanted = standing.panel.find((p) => p.step === step)
    const quorum = Math.max(...[...rows, ...(wanted ? [wanted] : [])].map((x) => x.quorum))
    // Whoever asks one more, for a lesser role or fewer people, cannot make a step easier by it.
    const least = [...rows, ...(wanted ? [wanted] : [])].map((x) => x.role).reduce((a, b) => (hasRole(a, b) ? a : b))
    const isNamed = (a: Approval): boolean => wanted === undefined || wanted.approverIds.length === 0 || wanted.approverIds.includes(wayOf(a, list).at(-1)?.approverId ?? '')
    const agreed = new Set(rows.filter((a) => counts(a) && hasRole(a.role, least) && isNamed(a)).map((a) => a.decidedById).filter((id) => id !== null))
    if (wanted) for (const id of agreed) deciderIds.add(id)
    if (agreed.size < quorum) return { status: 'waiting', step, why: missingIn(rows, wanted, { missing: quorum - agreed.size, least }, standing), deciderIds: [...deciderIds] }
  }
  const alone = soleRefusal([...deciderIds], standing)
  return alone === null ? { status: 'approved', step: null, why: 'All who had to agree have.', deciderIds: [...deciderIds] } : { status: 'waiting', step: null, why: alone, deciderIds: [...deciderIds] }
}

/** Why those who agreed are not enough, because they all wanted it or do it; null where somebody else is among them. */
export function soleRefusal(deciderIds: readonly string[], { requesterId, raisedById = null, implementerId, level }: Pick<Standing, 'requesterId' | 'raisedById' | 'implementerId' | 'level'>): string | null {
  if (deciderIds.every((id) => id === requesterId)) return 'Only the one who asked for it has agreed; somebody else must, too.'
  return level !== 'minor' && deciderIds.every((id) => id === requesterId || id === implementerId || id === raisedById) ? `Only those who want it, wrote it down or do it have agreed; a ${level} change needs somebody else, too.` : null
}

function missingIn(rows: readonly Approval[], wanted: PanelStep | undefined, { missing, least }: { readonly missing: number; readonly least: Role }, standing: Standing): string {
  const stale = rows.filter((a) => a.state === 'approved' && (isExpired(a, standing.nowMs) || (a.decidedById !== null && standing.hasLeft(a.decidedById)))).length
  const isByName = wanted === undefined || wanted.approverIds.length > 0 ? rows.every((a) => a.approverId !== null) : false
  const one = missing === 1
  const who = isByName ? 'of those asked' : least === 'agent' ? 'of the staff' : least === 'manager' ? (one ? 'manager' : 'managers') : least === 'admin' ? (one ? 'administrator' : 'administrators') : `with the role ${least} or above`
  return `${one ? 'One' : missing} more ${who} ${one ? 'has' : 'have'} to agree${stale > 0 ? `; ${stale} given before ${stale === 1 ? 'counts' : 'count'} no more, expired or from somebody who has left` : ''}.`
}

const isExpired = (a: Approval, nowMs: number): boolean => a.expiresMs !== null && nowMs >= a.expiresMs

/** Who wants to answer. */
export interface Answerer {
  readonly personId: string | null
  readonly role: Role
}

/** Why this person cannot approve or reject this one now; null where they can. `list` is the whole round. */
export function answerRefusal(own: Approval, who: Answerer, list: readonly Approval[], standing: Standing): Refusal | null {
  if (who.personId === null) return refuse('A person agrees or rejects; a token or rule cannot.')
  if (own.approverId !== null && own.approverId !== who.personId) return refuse('Somebody else is asked here. They can delegate it to you.')
  // Who was asked by name may have been given a lesser role since.
  if (!hasRole(who.role, own.role)) return refuse(own.approverId === null ? `This one is for the role ${own.role} or above.` : `You were asked with the role ${own.role}, which you have no more. Delegate it to somebody who has.`)
  if (standing.hasLeft(who.personId)) return refuse('Who has left decides no more.')
  if (isExpired(own, standing.nowMs)) return refuse('The time to answer has passed. Assess the change again to ask anew.')
  const isEarlier = ({ step }: { readonly step: number }): boolean => step < own.step
  const panel = standing.panel.filter(isEarlier)
  const earlier = outcomeOf(list.filter(isEarlier), { ...standing, panel, requesterId: null, level: 'minor' })
  return panel.length > 0 && earlier.status !== 'approved'
    ? refuse(`An earlier step comes first. ${earlier.why}`) : null
}

/**
 * Whether this person's yes could bring the change on: it ends the wait, or others still come after it. Not where all who had to agree would
 * have, and it would still not count, because they all want it or do it. Nobody is pressed for a word that decides nothing.
 */
export function bringsOn(own: Approval, who: Answerer, list: readonly Approval[], standing: Standing): boolean {
  const outcome = outcomeOf(list.map((a): Approval => (a.id === own.id ? { ...a, state: 'approved', decidedById: who.personId } : a)), standing)
  return outcome.status !== 'waiting' || outcome.step !== null
}

/** Times that one approval can be handed on; who is asked sixth by way of others hardly knows why. */
export const mostHandedOn = 5

/** Why it cannot be handed on to that person; null where it can. `list` is the whole round: it goes to nobody twice. */
export function delegateRefusal(own: Approval, who: Answerer, to: { readonly id: string; readonly role: Role; readonly hasLeft: boolean }, list: readonly Approval[], nowMs: number): Refusal | null {
  if (who.personId === null) return refuse('A person delegates; a token or rule cannot.')
  if (own.approverId !== null && own.approverId !== who.personId) return refuse('Only the person who is asked can delegate it.')
  if (own.approverId === null && !hasRole(who.role, own.role)) return refuse(`This one is for the role ${own.role} or above.`)
  if (isExpired(own, nowMs)) return refuse('The time to answer has passed. Assess the change again to ask anew.')
  if (to.hasLeft) return refuse('That person has left. Name somebody who is here.', 'toPersonId')
  if (to.id === own.approverId || to.id === who.personId) return refuse('It is with that person already.', 'toPersonId')
  const way = wayOf(own, list)
  if (way.some((a) => a.approverId === to.id || a.decidedById === to.id)) return refuse('That person handed it on before. Name somebody else, or answer it.', 'toPersonId')
  if (way.length > mostHandedOn) return refuse(`It was handed on ${mostHandedOn} times. Answer it, or assess the change again to ask anew.`)
  return hasRole(to.role, own.role) ? null : refuse(`That person has not the role ${own.role} or above.`, 'toPersonId')
}

/** This approval and those it was handed on from, newest first. */
function wayOf(own: Approval, list: readonly Approval[]): readonly Approval[] {
  const way: Approval[] = [own]
  while (way.length <= mostHandedOn) {
    const viaId = way.at(-1)?.viaId ?? null
    const from = viaId === null ? undefined : list.find((a) => a.id === viaId)
    if (from === undefined) break
    way.push(from)
  }
  return way
}

/** Why it cannot be taken back; null where it can. */
export const withdrawRefusal = (own: Approval, who: Answerer): Refusal | null =>
  who.personId !== null && who.personId === own.decidedById ? null : refuse('Only the person who answered can take it back.')
