/** What follows after a fix: incidents that came back are told on their problem, and a major problem's review falls due. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is, isNot } from '../../model/query.ts'
import { mailTo } from '../communication/message.ts'
import { incident } from '../incident/record.ts'
import { type Problem, problem } from './record.ts'

/** As many as the record names. */
const mostRecurred = 200
/** States in which a fix is done and not taken back. */
const fixed = new Set(['implemented', 'verified', 'closed'])

/** An incident that names a problem, or no longer does, or counts no more: the problem says which began after its fix. */
export const recurrencesAreTold: Reaction = {
  name: 'a problem names the incidents that came after its fix',
  version: 1,
  on: { incident: ['linkProblem', 'unlinkProblem', 'cancel', 'merge'] },
  run: async (ctx, entries) => {
    const now = await ctx.seekMany(incident, entries.map((e) => e.recordId))
    const ids = new Set([...entries.flatMap(problemBefore), ...[...now.values()].flatMap((i) => i.problemId ?? [])])
    for (const p of (await ctx.seekMany(problem, [...ids])).values()) if (fixed.has(p.state) && p.implementedAt !== null) await tell(ctx, p, p.implementedAt)
  },
}

const problemBefore = (e: JournalEntry): readonly string[] => (typeof e.before['problemId'] === 'string' ? [e.before['problemId']] : [])

async function tell(ctx: Context, p: Problem & { readonly id: string; readonly number: string; readonly state: string }, implementedAt: string): Promise<void> {
  const { items } = await ctx.list(incident, { where: [is('problemId', p.id), isNot('state', 'cancelled')], sort: '-createdAt', limit: mostRecurred })
  const after = items.filter((i) => i.mergedIntoId === null && (i.noticedAt ?? i.createdAt) > implementedAt)
  const ids = after.map((i) => i.id).toSorted()
  const known = new Set(p.recurredIds)
  if (ids.length === known.size && ids.every((id) => known.has(id))) return
  await ctx.move(problem, p.id, 'comeBack', { incidents: ids })
  const fresh = after.filter((i) => !known.has(i.id))
  if (fresh.length === 0 || p.state === 'implemented') return
  await mailTo(ctx, [p.ownerId], { subject: `[${p.number}] It came back after its fix: ${p.title}`, about: p.number, body: `${fresh.slice(0, 5).map((i) => i.number).join(', ')} began after the fix that was found to have held. If it is the same cause, reopen the problem; if not, take the problem off the incident.` })
}

const dueKey = (id: string): string => `problem review due ${id}`

/** A review that is due on a day, and one that is done or needed no more. */
export const reviewsFallDue: Reaction = {
  name: 'reviews of major problems fall due',
  version: 1,
  on: { problem: ['implement', 'declareMajor', 'reviewMajor', 'reopen', 'merge', 'close'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const p = await ctx.seek(problem, e.recordId)
      if (isOwed(p) && p.reviewDueAt !== null) await ctx.after({ task: 'review of problem late', payload: { id: p.id, dueAt: p.reviewDueAt }, at: p.reviewDueAt, key: dueKey(p.id) })
      else await ctx.cancel(dueKey(e.recordId))
    }
  },
}

const isOwed = <P extends Problem & { readonly state: string }>(p: P | null): p is P => p !== null && p.isMajor && p.review === null && (p.state === 'implemented' || p.state === 'verified')

export const reviewIsLate: Task = {
  name: 'review of problem late',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const p = await ctx.seek(problem, String(payload['id']))
    if (!isOwed(p) || p.isReviewLate || p.reviewDueAt !== payload['dueAt']) return
    await ctx.move(problem, p.id, 'missReview', { reason: 'A major problem is reviewed within five working days of its solution.' })
    await mailTo(ctx, [p.ownerId], { subject: `[${p.number}] Its review is late: ${p.title}`, about: p.number, body: 'This major problem was to be reviewed by now: what was done right, what wrong, what to do better, how to prevent it.' })
  },
}
