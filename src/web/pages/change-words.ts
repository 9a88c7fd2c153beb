/** A change as people read it: where it stands and who must do what next, what an approval waits for, how bars and chips look. Pure. */
import type { ConflictShown, ImpactShown, RiskShown } from '../../client/changes.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { clients, roles, type Role } from '../../model/actor.ts'
import { answerRefusal, bringsOn, hasRole, outcomeOf, type Approval, type Outcome, type Standing } from '../../practices/change/approval-rules.ts'
import { keptTime, missingIn, panelOf } from '../../practices/change/rules.ts'
import { duePoint, elapsed, inReadersZone, type TimeFrame } from '../../kit/format-time.ts'
import { listed } from '../../kit/format.ts'
import type { LaneTone } from '../../kit/swimlane.tsx'
import type { TagTone } from '../../kit/tag.tsx'

/** A change as staff see it; a client's row lacks what is internal, so those fields may be absent. */
export interface ChangeRow extends AnyRow {
  readonly title: string
  readonly description: string | null
  readonly type: 'normal' | 'standard' | 'emergency'
  readonly modelId?: string | null
  readonly requesterId: string | null
  /** Who wrote it down. */
  readonly raisedById?: string | null
  readonly teamId?: string | null
  readonly implementerId?: string | null
  readonly ciIds?: readonly string[]
  readonly serviceIds: readonly string[]
  readonly supplierIds?: readonly string[]
  readonly problemId?: string | null
  readonly incidentId?: string | null
  readonly demand?: string
  readonly emergencyReason?: string | null
  readonly isBusinessOriginated: boolean
  readonly isPlannedLate?: boolean
  readonly wantedBy: string | null
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  readonly busyUntil?: string | null
  readonly backOutSeconds?: number
  readonly actualStart: string | null
  readonly actualEnd: string | null
  readonly remediation?: string | null
  readonly pointOfNoReturn?: string | null
  readonly testEvidence?: string | null
  readonly communicationPlan?: string | null
  readonly projectedOutages: readonly ProjectedOutage[]
  /** The risk as it was agreed to; null before that. */
  readonly agreedLevel?: ChangeRow['riskLevel']
  readonly agreedScore?: number | null
  readonly riskScore?: number | null
  readonly riskLevel?: RiskShown['level'] | null
  readonly riskReasons?: RiskShown['reasons']
  readonly impact?: ImpactShown | null
  readonly conflicts?: readonly ConflictShown[] | null
  readonly acceptedConflicts?: string | null
  readonly round?: number
  readonly askedOwnerIds?: readonly string[]
  readonly agendaOn?: string | null
  readonly deferCount?: number
  readonly submittedAt: string | null
  readonly authorisedAt: string | null
  readonly authorisedBy?: string | null
  readonly fellBecause?: string | null
  readonly documentationDue?: string | null
  readonly isDocumentationLate?: boolean
  readonly result: 'success' | 'partial' | 'failed' | 'backed_out' | null
  readonly reviewText?: string | null
  readonly isReviewedByRule?: boolean
  readonly alertsOutside?: number
}

/** What users will notice; `degree` is the share of the service that is lost, 0 to 1. */
export interface ProjectedOutage {
  readonly serviceId: string
  readonly from: string
  readonly to: string
  readonly degree: number
  readonly note?: string | null
}

/** One approval as the list gives it. */
export interface ApprovalRow extends AnyRow {
  readonly changeId: string
  readonly round: number
  readonly step: number
  readonly quorum: number
  readonly approverId: string | null
  readonly role: Role
  readonly viaId: string | null
  readonly expiresAt: string | null
  readonly decidedById: string | null
  readonly decidedAt: string | null
}

/** Who looks. */
export interface Looker {
  readonly id: string
  readonly role: Role
}

/** The row as the rules of approval see it. */
export const ruleOf = (a: ApprovalRow): Approval => ({
  id: a.id, step: a.step, quorum: a.quorum, approverId: a.approverId, viaId: a.viaId, role: a.role, state: a.state as Approval['state'], decidedById: a.decidedById, expiresMs: a.expiresAt === null ? null : Date.parse(a.expiresAt),
})

/** Approvals of the round that counts, first step first. */
export const roundOf = (row: ChangeRow, all: readonly ApprovalRow[]): readonly ApprovalRow[] =>
  all.filter((a) => a.changeId === row.id && a.round === (row.round ?? 0) && a.state !== 'void').toSorted((a, b) => a.step - b.step || (a.createdAt < b.createdAt ? -1 : 1))

/** `hasLeft` tells who works here no longer. */
export const standingOf = (row: ChangeRow, nowMs: number, hasLeft: (id: string) => boolean = () => false): Standing =>
  ({ requesterId: row.requesterId, raisedById: row.raisedById ?? null, implementerId: row.implementerId ?? null, level: row.riskLevel ?? 'minor', panel: panelOf(row.riskLevel ?? 'minor', row.type, row.askedOwnerIds ?? []), nowMs, hasLeft })

/** The approval that this person can answer now; null where there is none. */
export function mineToAnswer(row: ChangeRow, round: readonly ApprovalRow[], who: Looker, nowMs: number): ApprovalRow | null {
  if (row.state !== 'assessed' && row.state !== 'submitted') return null
  const rules = round.map(ruleOf)
  const standing = standingOf(row, nowMs)
  // Who has answered in a step has answered it.
  const steps = new Set(round.filter((a) => a.state === 'approved' && a.decidedById === who.id).map((a) => a.step))
  const self = { personId: who.id, role: who.role }
  // Who is asked by name can hand it on, also where their own yes would not count.
  return round.find((a) => a.state === 'asked' && !steps.has(a.step) && answerRefusal(ruleOf(a), self, rules, standing) === null && (a.approverId !== null || bringsOn(ruleOf(a), self, rules, standing))) ?? null
}

/** Why somebody of the staff whose role is asked cannot answer; null where they can, and where nobody is asked by role. */
export function whyNotYours(row: ChangeRow, round: readonly ApprovalRow[], who: Looker, nowMs: number): string | null {
  if ((row.state !== 'assessed' && row.state !== 'submitted') || !isStaff(who.role) || mineToAnswer(row, round, who, nowMs) !== null) return null
  const byRole = round.filter((a) => a.state === 'asked' && a.approverId === null)
  const fit = byRole.filter((a) => hasRole(who.role, a.role))
  const [place, forOthers] = [fit[0], byRole[0]]
  if (place === undefined) return forOthers === undefined ? null : `${roleNames[forOthers.role] === undefined ? 'Somebody else' : upper(roleNames[forOthers.role] ?? '')} decides.`
  if (round.some((a) => a.step === place.step && a.state === 'approved' && a.decidedById === who.id)) return 'You have agreed; somebody else has to agree, too.'
  const [self, rules, standing] = [{ personId: who.id, role: who.role }, round.map(ruleOf), standingOf(row, nowMs)]
  const refusal = answerRefusal(ruleOf(place), self, rules, standing)
  if (refusal !== null) return refusal.message
  const part = row.requesterId === who.id ? 'You asked for it' : row.raisedById === who.id ? 'You wrote it down' : row.implementerId === who.id ? 'You do it' : null
  return part === null ? null : `${part}, so somebody else decides.`
}

/** Whether the yes of this person would count for a place that asks a role. */
export const wouldCount = (row: ChangeRow, round: readonly ApprovalRow[], place: ApprovalRow, person: Looker, nowMs: number): boolean =>
  !round.some((a) => a.step === place.step && a.state === 'approved' && a.decidedById === person.id) && bringsOn(ruleOf(place), { personId: person.id, role: person.role }, round.map(ruleOf), standingOf(row, nowMs))

/** What makes its time impossible; null where nothing does. */
export function forbiddenBy(row: ChangeRow): string | null {
  const found = (row.conflicts ?? []).find((c) => c.gravity === 'block')
  return found === undefined ? null : found.kind === 'freeze' ? `${found.with === null ? 'A freeze' : `The freeze ${found.with.number}`} forbids this time: move it.` : `${found.sentence} Move it.`
}

/** Where the round stands; null where nobody was asked. */
export const outcome = (row: ChangeRow, round: readonly ApprovalRow[], nowMs: number, hasLeft?: (id: string) => boolean): Outcome | null =>
  (round.length === 0 ? null : outcomeOf(round.map(ruleOf), standingOf(row, nowMs, hasLeft)))

/** Where a change stands and who does what next; `tone` is how urgent that is. */
export interface NextStep {
  readonly sentence: string
  readonly tone: 'calm' | 'mine' | 'warn' | 'bad'
}

/** What `nextStep` looks at beside the row. */
export interface Situation {
  readonly round: readonly ApprovalRow[]
  readonly who: Looker
  readonly nameOf: (id: unknown) => string | null
  readonly frame: TimeFrame
}

/** One sentence or two, true at the moment of the frame. */
export function nextStep(row: ChangeRow, at: Situation): NextStep {
  const { sentence, tone } = stepOf(row, at)
  return { sentence: inReadersZone(sentence, at.frame), tone }
}

function stepOf(row: ChangeRow, { round, who, nameOf, frame }: Situation): NextStep {
  const isClient = clients.includes(who.role)
  const calm = (sentence: string): NextStep => ({ sentence, tone: 'calm' })
  const at = (iso: string): string => duePoint(iso, frame)
  const doer = row.implementerId === who.id ? 'you' : nameOf(row.implementerId) ?? 'somebody'
  const begins = (word: string): string => (doer === 'you' ? `You ${word}` : `${doer.charAt(0).toUpperCase()}${doer.slice(1)} ${word}s`)
  const span = row.plannedStart !== null && row.plannedEnd !== null ? `${at(row.plannedStart)} to ${at(row.plannedEnd)}` : null
  const fell = row.fellBecause ? ` It lost its authorisation: ${row.fellBecause}` : ''
  switch (row.state) {
    case 'draft': {
      const missing = isClient ? [] : missingIn(asked(row))
      const first = row.requesterId === who.id || row.requesterId === null ? 'Submit it when it is ready' : `${nameOf(row.requesterId) ?? 'Whoever asked for it'} submits it`
      return calm(`A draft. ${first}${missing.length > 0 ? `; to be assessed it still needs ${listed(missing)}` : ''}.`)
    }
    case 'submitted': {
      if (isClient) return calm('Submitted. The operation looks at it.')
      const missing = missingIn(asked(row))
      if (row.type === 'emergency') return { sentence: 'An emergency: it may be authorised now, and its record completed within a day.', tone: 'warn' }
      return missing.length > 0 ? { sentence: `Submitted. Before it can be assessed it needs ${listed(missing)}.${fell}`, tone: fell === '' ? 'calm' : 'warn' } : { sentence: `Submitted. Assess it: that finds its risk and collisions, and asks those who must agree.${fell}`, tone: fell === '' ? 'mine' : 'warn' }
    }
    case 'assessed': {
      if (isClient) return calm('Assessed. It waits for those who must agree.')
      const found = outcome(row, round, frame.now)
      const rejecter = round.find((a) => a.state === 'rejected')
      if (rejecter) return { sentence: `${nameOf(rejecter.decidedById) ?? 'Somebody'} rejected it. They can take that back, or it goes back to draft.`, tone: 'bad' }
      if (found?.status === 'approved') return { sentence: 'All who had to agree have. It can be authorised.', tone: 'mine' }
      const forbidden = forbiddenBy(row)
      if (forbidden !== null) return { sentence: `${forbidden}${fell}`, tone: 'bad' }
      if (mineToAnswer(row, round, who, frame.now)) return { sentence: `It waits for your answer.${fell}`, tone: 'mine' }
      return { sentence: `${found?.why ?? 'It waits to be authorised.'}${fell}`, tone: fell === '' ? 'calm' : 'warn' }
    }
    case 'authorised': {
      const next = row.type !== 'normal' ? `Begin it${span === null ? '' : ` in its time, ${span}`}, or schedule it` : `Schedule it: ${span === null ? 'say when' : `for ${span}`}, and who does it`
      return calm(`Authorised${row.authorisedBy ? ` by ${row.authorisedBy}` : ''}.${isClient ? '' : ` ${next}.`}`)
    }
    case 'scheduled': {
      const late = row.plannedStart !== null && Date.parse(row.plannedStart) < frame.now
      return late ? { sentence: `It was to begin ${at(row.plannedStart)} and has not begun. Begin it or move it.`, tone: 'warn' } : calm(`Scheduled ${span ?? ''}. ${isClient ? '' : `${begins('begin')} it then.`}`.trim())
    }
    case 'implementing': {
      const noReturn = row.pointOfNoReturn ? Date.parse(row.pointOfNoReturn) - frame.now : null
      const over = row.plannedEnd !== null ? frame.now - Date.parse(row.plannedEnd) : 0
      const since = row.actualStart === null ? '' : ` since ${at(row.actualStart)}`
      if (over > 0) return { sentence: `Being done${since}; it was to end ${elapsed(over / 1000)} ago. Finish it or go back.`, tone: 'bad' }
      const back = noReturn === null ? '' : noReturn > 0 ? ` One can go back for ${elapsed(noReturn / 1000)} more.` : ' The point of no return is past.'
      return { sentence: `Being done${since}${row.plannedEnd === null ? '' : `, until ${at(row.plannedEnd)}`}.${isClient ? '' : back}`, tone: 'warn' }
    }
    case 'implemented': return isClient ? calm('Done. It is being reviewed.') : { sentence: `${row.result === 'backed_out' ? 'Backed out' : row.result === 'failed' ? 'It failed' : 'Done'}${row.actualEnd === null ? '' : ` ${at(row.actualEnd)}`}. ${agreedOf(row) === 'minor' || agreedOf(row) == null ? 'Somebody reviews it' : `Somebody other than ${doer} reviews it`}.`, tone: row.result === 'success' || row.result === null ? 'mine' : 'warn' }
    case 'reviewed': return row.documentationDue ? { sentence: `Reviewed. Its record is to be complete by ${at(row.documentationDue)}; then it can be closed.`, tone: Date.parse(row.documentationDue) < frame.now ? 'bad' : 'warn' } : calm('Reviewed. It can be closed.')
    case 'rejected': return calm('Rejected. Put it back to draft to ask anew.')
    case 'cancelled': return calm('Cancelled.')
    default: return calm(`Closed${row.result === null ? '' : `: ${resultWords[row.result]}`}.`)
  }
}

/** A row with what a client's lacks as empty, for the rules. */
export const asked = (row: ChangeRow) => ({
  type: row.type, ciIds: row.ciIds ?? [], serviceIds: row.serviceIds, plannedStart: row.plannedStart, plannedEnd: row.plannedEnd, remediation: row.remediation ?? null, testEvidence: row.testEvidence ?? null, communicationPlan: row.communicationPlan ?? null,
})

export const resultWords = { success: 'it went as planned', partial: 'it succeeded in part', failed: 'it failed', backed_out: 'it was backed out' } as const

/** Whether it kept its planned time; null where that cannot be said yet. */
export const hasKeptTime = (row: ChangeRow): boolean | null => (row.plannedStart === null || row.actualStart === null || row.actualEnd === null ? null : keptTime(row))

/** Buttons of a change, the one that leads on last; a normal one begins when it was scheduled. */
export const firstVerbsOf = (row: Pick<ChangeRow, 'state' | 'type'>): readonly string[] => (row.state === 'authorised' && row.type !== 'normal' ? ['schedule', 'begin'] : firstVerbs[row.state] ?? [])
const firstVerbs: Readonly<Record<string, readonly string[]>> = {
  draft: ['submit'], submitted: ['rework', 'assess'], assessed: ['rework', 'authorise'], authorised: ['schedule'], scheduled: ['schedule', 'begin'], implementing: ['backOut', 'finish'], implemented: ['backOut', 'review'], reviewed: ['document', 'close'], rejected: ['rework'],
}

export const riskTone = (level: string | null | undefined): TagTone => (level === 'major' ? 'bad' : level === 'significant' ? 'warn' : 'idle')
export const gravityTone = (gravity: ConflictShown['gravity']): TagTone => (gravity === 'block' ? 'solid' : gravity === 'serious' ? 'bad' : 'warn')
export const gravityWords = { block: 'not possible', serious: 'clash', note: 'to be known' } as const

/** How its bar looks on the calendar. */
export function toneOf(row: Pick<ChangeRow, 'state' | 'type'>): LaneTone {
  if (row.state === 'implementing') return 'now'
  if (['implemented', 'reviewed', 'closed', 'cancelled', 'rejected'].includes(row.state)) return 'done'
  if (['draft', 'submitted', 'assessed'].includes(row.state)) return 'asked'
  return row.type === 'standard' ? 'standard' : 'agreed'
}

/** The level that was agreed to, and before that the one found; what must be done follows from it. */
export const agreedOf = (row: ChangeRow): ChangeRow['riskLevel'] => row.agreedLevel ?? row.riskLevel

/** What became of an approval, as a word. */
export const approvalWords: Readonly<Record<string, string>> = { approved: 'approved', rejected: 'rejected', delegated: 'handed on', asked: 'asked', void: 'no longer asked' }

/** Whom an approval asks: a person, or a role. */
export const askedWords = (a: ApprovalRow, nameOf: (id: unknown) => string | null): string =>
  a.approverId !== null ? nameOf(a.approverId) ?? 'somebody you cannot see' : roleNames[a.role] ?? `role ${a.role}`
const roleNames: Partial<Record<Role, string>> = { agent: 'anybody of the staff', manager: 'a manager', admin: 'an administrator' }
const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** People who are named of those that a role asks. */
const MOST_CANDIDATES = 3
const anyNames: Partial<Record<Role, string>> = { ...roleNames, manager: 'any manager', admin: 'any administrator' }
/** `any manager: Mara, Moritz, Mei and 2 more`; `count` is how many could answer in all. */
export function candidateWords(role: Role, names: readonly string[], count: number): string {
  const any = anyNames[role] ?? `role ${role}`
  const [some, more] = [names.slice(0, MOST_CANDIDATES), count - Math.min(names.length, MOST_CANDIDATES)]
  return some.length === 0 ? any : `${any}: ${more > 0 ? `${some.join(', ')} and ${more} more` : listed(some)}`
}

/** Whether the role is at least that of the staff. */
export const isStaff = (role: Role): boolean => roles.indexOf(role) >= roles.indexOf('agent')

/** The worst gravity first; nothing of a row that was never looked at. */
export const graveOf = (row: ChangeRow): readonly ConflictShown[] => (row.conflicts ?? []).filter((c) => c.gravity !== 'note')
