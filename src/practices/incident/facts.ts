/** What measures may ask about an incident: instants, spans, counts and the words it can be divided by, from its journal alone. Pure. */
import { z } from 'zod'
import { type Fields, instant, json, optional, ref, text, yesno } from '../../model/field.ts'
import { countField, groupOf, num, secondsBetween, spanBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { incident } from './record.ts'

/** Facts that a former system knew besides ours: name → text, number or yes-or-no. */
export type External = Readonly<Record<string, string | number | boolean | null>>

const external = json(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), { label: 'From the former system' })
const team = (label: string) => optional(ref('team', { label }))

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  openedAt: instant({ label: 'Opened' }),
  noticedAt: optional(instant({ label: 'Noticed' })),
  firstActionAt: optional(instant({ label: 'First action' })),
  firstResolvedAt: optional(instant({ label: 'First resolved' })),
  resolvedAt: optional(instant({ label: 'Resolved', help: 'The last time, if it was reopened; none while it is open.' })),
  closedAt: optional(instant({ label: 'Closed' })),
  endedAt: optional(instant({ label: 'Ended', help: 'Resolved, or closed where it was never resolved.' })),
  firstActionSeconds: spanField('Seconds to the first action'),
  firstResolveSeconds: spanField('Seconds to the first resolution'),
  resolveSeconds: spanField('Seconds to resolve', 'From opened to the last resolution.'),
  closeSeconds: spanField('Seconds to close'),
  endSeconds: spanField('Seconds to the end', 'From opened to resolved or, where it was never resolved, to closed.'),
  waitingSeconds: spanField('Seconds on hold'),
  lifeSeconds: spanField('Seconds from the first entry to the last'),
  serviceId: optional(ref('service', { label: 'Service' })),
  category: optional(text({ label: 'Category', max: 80 })),
  firstCategory: optional(text({ label: 'First category', max: 80 })),
  impact: optional(countField('Impact')),
  urgency: optional(countField('Urgency')),
  priority: optional(countField('Priority')),
  firstPriority: optional(countField('First priority')),
  priorityChanges: countField('Changes of priority'),
  teamId: team('Team'),
  firstTeamId: team('First team'),
  endTeamId: team('Team that resolved it'),
  teams: countField('Teams', 'Different teams that had it.'),
  handovers: countField('Handovers', 'Times it went from one team to another.'),
  returns: countField('Returns', 'Times a team got it back from another: A, B, A.'),
  reopenings: countField('Reopenings', 'Times it went from done back to open.'),
  pauses: countField('Pauses'),
  wasMisrouted: yesno({ label: 'Sent around', help: 'A team got it back from another, or it changed teams three times or more.' }),
  wasRecategorised: optional(yesno({ label: 'Category changed', help: 'The last category is not the first; unknown where it never had one.' })),
  isFromMonitoring: yesno({ label: 'From monitoring' }),
  isMajor: yesno({ label: 'Major' }),
  wasCancelled: yesno({ label: 'Cancelled' }),
  wasMerged: yesno({ label: 'Merged' }),
  reportedVia: optional(text({ label: 'Reported by way of', max: 40 })),
  resolutionCode: optional(text({ label: 'How it was resolved', max: 60 })),
  responseMet: optional(yesno({ label: 'Answered in time' })),
  resolutionMet: optional(yesno({ label: 'Restored in time' })),
  effortMinutes: optional(countField('Minutes of work')),
  steps: countField('Entries in its journal'),
  external,
} satisfies Fields

const stepFields = {
  state: text({ label: 'State', max: 40 }),
  teamId: team('Team'),
  serviceId: optional(ref('service', { label: 'Service' })),
  priority: optional(countField('Priority')),
  pendingReason: optional(text({ label: 'Waiting because', max: 40 })),
  sourceState: optional(text({ label: 'State in the former system', max: 200 })),
  seconds: spanField('Seconds'),
} satisfies Fields

const externalOf = (row: Step['row']): External => (typeof row['external'] === 'object' && row['external'] !== null ? row['external'] as External : {})

interface Walk {
  first: Step | null
  last: Step | null
  /** The first that has a category. */
  named: Step | null
  steps: number
  firstResolvedAt: string | null
  reopenings: number
  pauses: number
  priorityChanges: number
  /** Seconds on hold; what still waits is counted up to the last step. */
  waiting: number
  firstTeam: string | null
  /** The team before the present one, and the present one. */
  teamBefore: string | null
  team: string | null
  teams: Set<string>
  handovers: number
  returns: number
  minutes: number | null
}

const newWalk = (): Walk => ({
  first: null, last: null, named: null, steps: 0, firstResolvedAt: null, reopenings: 0, pauses: 0, priorityChanges: 0, waiting: 0,
  firstTeam: null, teamBefore: null, team: null, teams: new Set(), handovers: 0, returns: 0, minutes: null,
})

function take(w: Walk, s: Step): void {
  const before = w.last
  const [was, is] = [before ? groupOf(incident, before.row['state']) : null, groupOf(incident, s.row['state'])]
  if (was === 'done' && is !== 'done') w.reopenings++
  if (is === 'waiting' && was !== 'waiting') w.pauses++
  if (before && was === 'waiting') w.waiting += Math.max(0, secondsBetween(before.at, s.at) ?? 0)
  if (before && before.row['priority'] !== s.row['priority']) w.priorityChanges++
  if (w.firstResolvedAt === null && is === 'done' && s.row['state'] !== 'cancelled') w.firstResolvedAt = str(s.row['resolvedAt']) ?? str(s.row['closedAt']) ?? s.at
  takeTeam(w, str(s.row['teamId']))
  for (const e of s.effects) if (e.table === 'effort' && e.op === 'insert') w.minutes = (w.minutes ?? 0) + (num(e.row['minutes']) ?? 0)
  if (w.named === null && s.row['category'] !== null && s.row['category'] !== undefined) w.named = s
  w.first ??= s
  w.last = s
  w.steps++
}

function takeTeam(w: Walk, team: string | null): void {
  if (team === null || team === w.team) return
  if (w.team !== null) w.handovers++
  if (w.teamBefore === team) w.returns++
  w.teamBefore = w.team
  w.team = team
  w.firstTeam ??= team
  w.teams.add(team)
}

export const incidentFacts: FactTable = {
  record: 'incident',
  version: 1,
  fields,
  stepFields,
  of: () => {
    const w = newWalk()
    return { take: (s) => { take(w, s) }, facts: () => factsAfter(w) }
  },
  step: (s) => ({
    state: s.row['state'], teamId: str(s.row['teamId']), serviceId: str(s.row['serviceId']), priority: num(s.row['priority']), pendingReason: str(s.row['pendingReason']),
    sourceState: str(externalOf(s.row)['state']), seconds: secondsBetween(s.at, s.until),
  }),
}

function factsAfter(w: Walk): Readonly<Record<string, unknown>> {
  const { first, last, named } = w
  if (!first || !last) throw new Error('Broken promise: facts are asked for of no steps')
  const { row } = last
  const openedAt = str(row['createdAt'])
  const [firstActionAt, resolvedAt, closedAt] = [str(row['firstActionAt']), str(row['resolvedAt']), str(row['closedAt'])]
  const endedAt = resolvedAt ?? closedAt
  return {
    state: row['state'], stateGroup: groupOf(incident, row['state']), openedAt, noticedAt: str(row['noticedAt']), firstActionAt, firstResolvedAt: w.firstResolvedAt, resolvedAt, closedAt, endedAt,
    firstActionSeconds: spanBetween(openedAt, firstActionAt), firstResolveSeconds: spanBetween(openedAt, w.firstResolvedAt), resolveSeconds: spanBetween(openedAt, resolvedAt), closeSeconds: spanBetween(openedAt, closedAt),
    endSeconds: spanBetween(openedAt, endedAt), waitingSeconds: w.waiting, lifeSeconds: spanBetween(first.at, last.at),
    serviceId: str(row['serviceId']), category: str(row['category']), firstCategory: str(named?.row['category']), impact: num(row['impact']), urgency: num(row['urgency']),
    priority: num(row['priority']), firstPriority: num(first.row['priority']), priorityChanges: w.priorityChanges,
    teamId: str(row['teamId']), firstTeamId: w.firstTeam, endTeamId: endedAt === null ? null : str(row['teamId']), teams: w.teams.size,
    handovers: w.handovers, returns: w.returns,
    wasMisrouted: w.returns > 0 || w.handovers > 2, wasRecategorised: named === null ? null : str(row['category']) !== str(named.row['category']), isFromMonitoring: row['reportedVia'] === 'monitoring',
    reopenings: w.reopenings, pauses: w.pauses, isMajor: row['majorSince'] !== null && row['majorSince'] !== undefined, wasCancelled: row['state'] === 'cancelled', wasMerged: str(row['mergedIntoId']) !== null,
    reportedVia: str(row['reportedVia']), resolutionCode: str(row['resolutionCode']),
    responseMet: typeof row['responseMet'] === 'boolean' ? row['responseMet'] : null, resolutionMet: typeof row['resolutionMet'] === 'boolean' ? row['resolutionMet'] : null,
    effortMinutes: w.minutes, steps: w.steps, external: externalOf(row),
  }
}
