/** What a form knows of a plan, made ready for the API; what a model fills in. Pure. */
import type { AnyRow } from '../../client/shapes.ts'
import type { PlanAsked, Slot } from '../../client/changes.ts'
import type { Values } from '../forms/record-form.tsx'

/** Fields that a look at a plan takes. */
const looked = ['type', 'modelId', 'ciIds', 'serviceIds', 'supplierIds', 'implementerId', 'teamId', 'plannedStart', 'plannedEnd', 'backOutSeconds', 'pointOfNoReturn', 'remediation', 'title'] as const
/** Texts that a model lends to a plan that has none. */
const lent = ['remediation', 'testEvidence', 'communicationPlan'] as const
const HOUR_SECONDS = 3600

const isGiven = (v: unknown): boolean => v !== undefined && v !== null && v !== ''

/** What was filled in, for creating the record; what belongs to another type is left out. */
export function givenOf(values: Values): Values {
  const type = values['type']
  return Object.fromEntries(Object.entries(values).filter(([name, v]) => isGiven(v) && !(name === 'modelId' && type !== 'standard') && !((name === 'incidentId' || name === 'emergencyReason') && type !== 'emergency')))
}

/** The plan as the API looks at it; null while it names nothing that could be looked at, or a number that is none yet. */
export function planOf(values: Values): PlanAsked | null {
  const given = givenOf(values)
  const names = [given['serviceIds'], given['ciIds']].some((l) => Array.isArray(l) && l.length > 0)
  if (!names && !isGiven(given['plannedStart'])) return null
  const plan = Object.fromEntries(looked.flatMap((name) => (isGiven(given[name]) ? [[name, given[name]] as const] : [])))
  if (typeof plan['backOutSeconds'] === 'string') delete plan['backOutSeconds']
  return typeof plan['plannedStart'] === 'string' && typeof plan['plannedEnd'] === 'string' && plan['plannedEnd'] <= plan['plannedStart'] ? { ...plan, plannedStart: undefined, plannedEnd: undefined } : plan
}

/** What holds for all of several times, to be said once; a single time says its own. */
export const heldByAll = (slots: readonly Pick<Slot, 'why'>[]): readonly string[] =>
  (slots.length < 2 ? [] : (slots[0]?.why ?? []).filter((w) => slots.every((s) => s.why.includes(w))))

/** How long the work takes: as planned, as the model says, or an hour. */
export function secondsOf(values: Values, model: AnyRow | null): number {
  const [from, to] = [values['plannedStart'], values['plannedEnd']].map((v) => (typeof v === 'string' ? Date.parse(v) : NaN))
  if (from !== undefined && to !== undefined && to > from) return (to - from) / 1000
  const usual = model?.['usualSeconds']
  return typeof usual === 'number' ? usual : HOUR_SECONDS
}

/** The model's texts where there are none, and an end after the beginning: as long as it was `before`, or as its work usually takes. */
export function withModel(values: Values, model: AnyRow | null, before: Values): Values {
  const next: Record<string, unknown> = { ...values }
  if (model) for (const name of lent) if (!isGiven(next[name]) && isGiven(model[name])) next[name] = model[name]
  if (model && !isGiven(next['title'])) next['title'] = model['name']
  const start = next['plannedStart']
  if (typeof start === 'string') next['plannedEnd'] = new Date(Date.parse(start) + secondsOf(before, model) * 1000).toISOString()
  return next
}

/** What an address fills in: `?serviceId=`, `?ciId=`, `?incidentId=` (an emergency), `?problemId=`. */
export function presetOf(search: Readonly<Record<string, string>>): Values {
  const { serviceId, ciId, incidentId, problemId, type, plannedStart, title } = search
  return {
    ...(serviceId ? { serviceIds: [serviceId] } : {}), ...(ciId ? { ciIds: [ciId] } : {}), ...(title ? { title } : {}), ...(plannedStart ? { plannedStart } : {}),
    ...(incidentId ? { incidentId, type: 'emergency', demand: 'incident' } : {}), ...(problemId ? { problemId, demand: 'problem' } : {}), ...(type === 'normal' || type === 'standard' || type === 'emergency' ? { type } : {}),
  }
}
