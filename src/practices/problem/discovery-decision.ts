/** Cluster decision: what a person decided about incidents that the program put together; the clusters are made to fit it each time they are made. */
import { managers, readers, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, fixed, initially, instant, optional, prose, ref, refs } from '../../model/field.ts'
import { defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { incident } from '../incident/record.ts'

/** A pause is for a season, not for ever: that is what "no problem" is for. */
const longestSnoozeDays = 366
const dayMs = 86_400_000

export const clusterDecision = defineRecord({
  name: 'cluster_decision',
  plural: 'cluster-decisions',
  prefix: 'CLD',
  words: { one: 'Cluster decision', many: 'Cluster decisions', purpose: 'What somebody decided about incidents that look alike: another trouble, the same trouble, no problem, not now. It holds until it is taken back.' },
  title: 'reason',
  fields: {
    reason: prose({ label: 'Why', max: 2000 }),
    kind: fixed(choice({ no_problem: 'No problem', snooze: 'Not now', split: 'Taken apart', merge: 'Put together' }, { label: 'Decision' })),
    anchorId: fixed(ref('incident', { label: 'About the incidents like', help: 'The decision is about the cluster that holds this incident.' })),
    incidentIds: initially(fixed(refs('incident', { label: 'Incidents', help: 'Taken apart: those that are another trouble. Put together: one of the other cluster.' })), []),
    until: optional(fixed(instant({ label: 'Not before', help: 'Not now: when it is proposed again.' }))),
  },
  states: { standing: { label: 'Holds', group: 'open' }, withdrawn: { label: 'Taken back', group: 'done' } },
  initial: 'standing',
  read: readers,
  create: (verb) => verb({
    label: 'Decide', says: 'decided it', from: 'any', to: 'standing', by: staff,
    facts: async (ctx, row): Promise<Named> => incidentsOf(ctx, row.anchorId, row.incidentIds),
    refuse: ({ row, now, facts }) => shapeRefusal(row, now)
      ?? (facts.anchorOrg === null ? refuse('There is no such incident.', 'anchorId') : facts.missing ? refuse('One of these incidents does not exist.', 'incidentIds') : null)
      ?? (facts.orgs.every((orgId) => orgId === facts.anchorOrg) ? null : refuse('Incidents of different organizations are never one cluster.', 'incidentIds')),
  }),
  verbs: (verb) => ({
    withdraw: verb({ label: 'Take back', says: 'took the decision back', from: ['standing'], to: 'withdrawn', by: [...new Set([...staff, ...managers])], reason: 'optional' }),
  }),
})
export type ClusterDecision = RowOf<typeof clusterDecision>

interface Named { readonly anchorOrg: string | null; readonly orgs: readonly string[]; readonly missing: boolean }
interface Shape { readonly kind: string; readonly anchorId: string; readonly incidentIds: readonly string[]; readonly until: string | null }

function shapeRefusal({ kind, anchorId, incidentIds, until }: Shape, now: string): Refusal | null {
  if (kind === 'split' && incidentIds.length === 0) return refuse('Name the incidents that are another trouble.', 'incidentIds')
  if (kind === 'split' && incidentIds.includes(anchorId)) return refuse('The incident that the others are taken apart from must stay.', 'incidentIds')
  if (kind === 'merge' && (incidentIds.length !== 1 || incidentIds[0] === anchorId)) return refuse('Name one incident of the other cluster.', 'incidentIds')
  if ((kind === 'no_problem' || kind === 'snooze') && incidentIds.length > 0) return refuse('This is about the whole cluster; name no incidents.', 'incidentIds')
  if (kind !== 'snooze') return until === null ? null : refuse('Only "not now" has an end.', 'until')
  if (until === null || until <= now) return refuse('Say until when, at a time that is still to come.', 'until')
  return Date.parse(until) - Date.parse(now) > longestSnoozeDays * dayMs ? refuse('At most a year. If it is no problem at all, say so.', 'until') : null
}

async function incidentsOf(ctx: Context, anchorId: string, ids: readonly string[]): Promise<Named> {
  const found = await ctx.seekMany(incident, [anchorId, ...ids])
  return { anchorOrg: found.get(anchorId)?.orgId ?? null, orgs: ids.flatMap((id) => found.get(id)?.orgId ?? []), missing: ids.some((id) => !found.has(id)) }
}
