/** The change's own rules: what must be known before it may be authorised, what an emergency is, what was planned too late, who may review. Pure. */
import { refuse, type Refusal } from '../../model/record.ts'
import { hasRole, lackingIn, outcomeOf, type Approval, type Outcome, panelFor, type RiskLevel, riskLevels, type Standing } from './approval-rules.ts'
import type { Answerer, PanelStep } from './approval-rules.ts'
import type { Conflict } from './conflicts.ts'
import { sayInstant } from './spans.ts'

export const changeTypes = { normal: 'Normal', standard: 'Standard', emergency: 'Emergency' } as const
export const demands = {
  none: 'Nothing named', problem: 'A problem', incident: 'An incident', request: 'A request', forecast: 'A forecast', end_of_support: 'End of support', law: 'Law or rule', business: 'The business',
} as const
export const results = { success: 'Success', partial: 'Partly', failed: 'Failed', backed_out: 'Backed out' } as const
export type Result = keyof typeof results

const hourMs = 3_600_000
/** After an emergency was authorised, its record is complete within a day. */
export const documentationHours = 24
/** A normal change that is submitted later than this before its start leaves no time to look: our judgement, three days. */
export const leadHours = 72
/** What a pipeline or person may begin before or after the planned time without saying why. */
export const toleranceSeconds = 900

/** What is looked at before anybody may say yes. */
export interface Asked {
  readonly type: keyof typeof changeTypes
  readonly ciIds: readonly string[]
  readonly serviceIds: readonly string[]
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  readonly remediation: string | null
  readonly testEvidence: string | null
  readonly communicationPlan: string | null
}

/** What its record still lacks, in words; empty where it is whole. */
export function missingIn(c: Asked): readonly string[] {
  return [
    c.ciIds.length === 0 && c.serviceIds.length === 0 ? 'what it touches (an item or a service)' : null, c.plannedStart === null || c.plannedEnd === null ? 'when it begins and ends' : null,
    c.remediation === null ? 'how to get back (remediation)' : null, c.testEvidence === null ? 'how it was tried (test evidence)' : null, c.communicationPlan === null ? 'who is told and when (communication plan)' : null,
  ].filter((x) => x !== null)
}

/** Why its times make no sense; null where they do or are not known. */
export function timesRefusal(c: { readonly plannedStart: string | null; readonly plannedEnd: string | null; readonly pointOfNoReturn: string | null }): Refusal | null {
  if (c.plannedStart !== null && c.plannedEnd !== null && c.plannedEnd <= c.plannedStart) return refuse('It would end before it begins.', 'plannedEnd')
  if (c.plannedStart === null && c.plannedEnd !== null) return refuse('Say when it begins, too.', 'plannedStart')
  return c.pointOfNoReturn !== null && c.plannedStart !== null && c.pointOfNoReturn < c.plannedStart ? refuse('The point of no return lies before it begins.', 'pointOfNoReturn') : null
}

/** An emergency restores or averts; what was planned late is none. */
export const emergencyRefusal = (c: { readonly type: string; readonly incidentId: string | null; readonly emergencyReason: string | null }): Refusal | null =>
  c.type === 'emergency' && c.incidentId === null && c.emergencyReason === null
    ? refuse('An emergency restores a service or averts harm: name the incident, or say what it averts. What is urgent because it was planned late is a normal change.', 'emergencyReason') : null

/** A standard change follows a model; whether that is pre-authorised is asked when it is submitted. */
export const standardRefusal = (c: { readonly type: string; readonly modelId: string | null }): Refusal | null =>
  c.type === 'standard' && c.modelId === null ? refuse('A standard change follows a change model. Name it, or make it a normal change.', 'modelId') : null

/** A normal change that is submitted so late that nobody can look at it in peace. */
export const isPlannedLate = (c: { readonly type: string; readonly plannedStart: string | null }, now: string): boolean =>
  c.type === 'normal' && c.plannedStart !== null && Date.parse(c.plannedStart) - Date.parse(now) < leadHours * hourMs

export const documentationDueAt = (now: string): string => new Date(Date.parse(now) + documentationHours * hourMs).toISOString()

/** The decision as it stands when somebody presses Authorise: what was answered, what the panel wants beyond what was asked, and their own word where they have the role. */
export function decisionOf(given: readonly Approval[], who: Answerer, standing: Standing): Outcome {
  const list = [...given, ...lackingIn(standing.panel, given).map((p, i): Approval => ({ ...p, id: `${p.step}-${i}`, viaId: null, state: 'asked', decidedById: null, expiresMs: null }))]
  if (who.personId === null) return outcomeOf(list, standing)
  let answered: readonly Approval[] = list
  // One person speaks once: for the first open place that is theirs, by name before by role, in every step that waits for them in turn.
  for (let turn = 0; turn < list.length; turn++) {
    const at = outcomeOf(answered, { ...standing, requesterId: null, raisedById: null, implementerId: null }).step
    const open = answered.filter((a) => a.step === at && a.state === 'asked')
    const hasSpoken = answered.some((a) => a.step === at && a.state === 'approved' && a.decidedById === who.personId)
    const place = hasSpoken ? undefined : open.find((a) => a.approverId === who.personId && hasRole(who.role, a.role)) ?? open.find((a) => a.approverId === null && hasRole(who.role, a.role))
    if (!place) break
    answered = answered.map((a) => (a === place ? { ...a, state: 'approved', decidedById: who.personId } : a))
  }
  return outcomeOf(answered, standing)
}

/** The panel of a change. */
export const panelOf = (level: RiskLevel, type: string, ownerIds: readonly string[]): readonly PanelStep[] => panelFor(level, { isEmergency: type === 'emergency', ownerIds })

/** A change as those see it who count its approvals; `left` are the people who have. The panel follows from its level, its kind and the owners who were asked. */
export const standingOf = (c: { readonly type: string; readonly requesterId: string | null; readonly raisedById: string | null; readonly implementerId: string | null; readonly riskLevel: RiskLevel | null; readonly askedOwnerIds: readonly string[] }, now: string, left: ReadonlySet<string>): Standing => ({
  requesterId: c.requesterId, raisedById: c.raisedById, implementerId: c.implementerId, level: c.riskLevel ?? 'minor', panel: panelOf(c.riskLevel ?? 'minor', c.type, c.askedOwnerIds), nowMs: Date.parse(now), hasLeft: (id) => left.has(id),
})

/** Whether there is something to decide on it: it was assessed, or is an emergency that was submitted. */
export const isToDecide = (c: { readonly state: string; readonly type: string }): boolean => c.state === 'assessed' || (c.state === 'submitted' && c.type === 'emergency')

/** Why nobody can be asked about it, nor answer or take an answer back, in this round; null where they can. */
export const decidedRefusal = (c: { readonly number: string; readonly state: string; readonly type: string; readonly round: number }, round: number): Refusal | null =>
  !isToDecide(c) ? { code: 'conflict', message: `${c.number} is ${c.state}: there is nothing to agree to now.` }
    : c.round === round ? null : { code: 'conflict', message: `${c.number} is in round ${c.round}; answers of round ${round} count no more.` }

const levels = Object.keys(riskLevels) as readonly RiskLevel[]

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)

/** More risk than it was agreed to with, in a sentence; null where it is no more. */
export const riseOf = (was: RiskLevel | null, is: RiskLevel): string | null =>
  (was !== null && levels.indexOf(is) > levels.indexOf(was) ? `It was agreed to as ${was}, and is ${is} at this time.` : null)

/** Why work cannot begin now; null where it can. Outside its time one says why. */
export function beginRefusal(c: { readonly type: string; readonly plannedStart: string | null; readonly plannedEnd: string | null }, freeze: Conflict | null, now: string, reason: string | undefined): Refusal | null {
  if (freeze !== null) return refuse(`${freeze.sentence} It cannot begin in a freeze; a manager can make an exception${freeze.gravity === 'block' ? '' : ', or agree to it anew'}.`)
  if (reason !== undefined || c.type === 'emergency' || c.plannedStart === null || c.plannedEnd === null) return null
  const [nowMs, startMs, endMs] = [Date.parse(now), Date.parse(c.plannedStart), Date.parse(c.plannedEnd)]
  return nowMs < startMs - toleranceSeconds * 1000 || nowMs >= endMs
    ? refuse(`It is planned from ${sayInstant(startMs)} to ${sayInstant(endMs)}. Move it with Schedule, or say why it begins now.`, 'reason') : null
}

/** A planned time kept: begun and ended within it, with a quarter of an hour of grace. */
export function keptTime(c: { readonly plannedStart: string | null; readonly plannedEnd: string | null; readonly actualStart: string | null; readonly actualEnd: string | null }): boolean {
  if (c.plannedStart === null || c.plannedEnd === null || c.actualStart === null || c.actualEnd === null) return false
  const grace = toleranceSeconds * 1000
  return Date.parse(c.actualStart) >= Date.parse(c.plannedStart) - grace && Date.parse(c.actualEnd) <= Date.parse(c.plannedEnd) + grace
}

/** What the automatic review says: the result, or why a person must look; a sentence either way. */
export function judge(c: { readonly riskLevel: RiskLevel | null; readonly isDocumentationOwed: boolean; readonly result: Result | null } & Parameters<typeof keptTime>[0], incidents: readonly string[]): { readonly result: Result | null; readonly why: string } {
  if (c.result === 'backed_out' || c.result === 'failed') return { result: null, why: 'It did not work out; somebody should say why.' }
  if (incidents.length > 0) return { result: null, why: `${listed(incidents.slice(0, 5))} came after it on what it touched${incidents.length > 5 ? `, and ${incidents.length - 5} more` : ''}; somebody should say whether it was the cause.` }
  if (!keptTime(c)) return { result: null, why: 'It did not keep its planned time; somebody should say why.' }
  if (c.isDocumentationOwed) return { result: null, why: 'Its record is not complete yet.' }
  if (c.riskLevel === 'major' || c.riskLevel === 'significant') return { result: null, why: `A ${c.riskLevel} change is reviewed by people; nothing speaks against it: its time was kept and no incident came after it.` }
  return { result: 'success', why: 'Its time was kept, and no incident came on what it touched afterwards.' }
}
