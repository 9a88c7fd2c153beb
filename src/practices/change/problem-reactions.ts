/** What brings the solution of a problem says so itself: the problem names its change, and the change then its problem. */
import type { Reaction } from '../../model/context.ts'
import { problem } from '../problem/record.ts'
import { change } from './record.ts'

/** A change that names a problem already keeps it: who wrote it down knew what it is for. */
export const raisedChangeNamesProblem: Reaction = {
  name: 'a change names the problem that it solves',
  version: 1,
  on: { problem: ['raiseChange'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const p = await ctx.seek(problem, e.recordId)
      const c = p?.changeId == null ? null : await ctx.seek(change, p.changeId)
      if (p !== null && c !== null && c.problemId === null && c.orgId === p.orgId) await ctx.move(change, c.id, 'nameProblem', { solves: p.id })
    }
  },
}
