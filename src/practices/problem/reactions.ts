/** What problems do by themselves: their incidents follow them, and an accepted risk is looked at again on its day. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import { parseDay, zoneOf } from '../../model/zone.ts'
import type { Common } from '../../model/record.ts'
import { incident } from '../incident/record.ts'
import { organization } from '../organization/record.ts'
import { type Problem, problem } from './record.ts'

/** A problem that was recorded with its incidents names itself on each of them. The incidents never make a problem. */
export const problemsTakeIncidents: Reaction = {
  name: 'a new problem names itself on its incidents',
  version: 1,
  on: { problem: ['create'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const { incidentIds } = e.input
      for (const i of (await ctx.seekMany(incident, Array.isArray(incidentIds) ? incidentIds.map(String) : [])).values()) {
        if (i.problemId !== e.recordId && i.orgId === e.orgId) await ctx.move(incident, i.id, 'linkProblem', { toProblemId: e.recordId })
      }
    }
  },
}

/** Merging chains are short; a longer one is cut rather than followed for ever. */
const mostMerges = 20

/** What is named on an incident is the problem that took the named one in. */
export const incidentsFollowMerges: Reaction = {
  name: 'incidents name the problem that theirs was merged into',
  version: 1,
  on: { incident: ['linkProblem'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      const named = i?.problemId == null ? null : await ctx.seek(problem, i.problemId)
      const last = named === null ? null : await lastOf(ctx, named)
      if (i && last !== null && last.id !== i.problemId) await ctx.move(incident, i.id, 'linkProblem', { toProblemId: last.id })
    }
  },
}

async function lastOf(ctx: Context, from: Problem & Common): Promise<Problem & Common> {
  let last: Problem & Common = from
  for (let n = 0; n < mostMerges && last.mergedIntoId !== null; n++) {
    const next = await ctx.seek(problem, last.mergedIntoId)
    if (next === null) break
    last = next
  }
  return last
}

/** So many incidents move in one transaction. */
const mostAtOnce = 50

export const mergedProblemsHandOver: Reaction = {
  name: 'incidents of a merged problem go to the one it was merged into',
  version: 1,
  on: { problem: ['merge'] },
  run: async (ctx, entries) => {
    for (const e of entries) await ctx.after({ task: 'hand over incidents', payload: { id: e.recordId }, key: `problem merged ${e.recordId}` })
  },
}

export const handOverIncidents: Task = {
  name: 'hand over incidents',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const merged = await ctx.seek(problem, String(payload['id']))
    if (merged?.state !== 'merged') return
    const into = await lastOf(ctx, merged)
    const page = await ctx.list(incident, { where: [is('problemId', merged.id)], limit: mostAtOnce })
    for (const i of page.items) await ctx.move(incident, i.id, 'linkProblem', { toProblemId: into.id })
    if (page.next !== null) await ctx.after({ task: 'hand over incidents', payload, key: `problem merged ${merged.id}` })
  },
}

const reviewKey = (id: string): string => `problem review ${id}`
/** The local time at which a review falls due: eight in the morning. */
const dueTimeMs = 8 * 3_600_000
/** That time on a day of a zone as an instant; a day that no calendar has is due at once. */
function dueOn(on: string, zone: string, now: string): string {
  const found = parseDay(on)
  return found === undefined ? now : new Date(zoneOf(zone).firstAt(found, dueTimeMs)).toISOString()
}

/** An accepted risk comes back on the day that was set for its review. */
export const riskReviewTimers: Reaction = {
  name: 'accepted risks are looked at again',
  version: 1,
  on: { problem: ['acceptRisk', 'renewRisk', 'reopen'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const p = await ctx.seek(problem, e.recordId)
      if (p?.state === 'closed_accepted_risk' && p.reviewOn !== null) {
        const zone = (await ctx.seek(organization, p.orgId))?.zone ?? 'Etc/UTC'
        await ctx.after({ task: 'review risk', payload: { id: p.id, reviewOn: p.reviewOn }, at: dueOn(p.reviewOn, zone, ctx.now()), key: reviewKey(p.id) })
      } else await ctx.cancel(reviewKey(e.recordId))
    }
  },
}

export const reviewRisk: Task = {
  name: 'review risk',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const p = await ctx.seek(problem, String(payload['id']))
    if (p?.state !== 'closed_accepted_risk' || p.reviewOn !== payload['reviewOn']) return
    await ctx.move(problem, p.id, 'fallDue', { reason: 'The day to look at the accepted risk again has come.' })
  },
}
