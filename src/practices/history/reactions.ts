/** Starts and undoes imports in the background as soon as somebody asks for it. */
import type { Reaction } from '../../model/context.ts'

/** Work outside of a transaction; the composition root runs it. */
export const runImportTask = 'run import'
export const undoImportTask = 'undo import'

export const importsRun: Reaction = {
  name: 'imports run',
  version: 1,
  on: { import: ['create', 'again', 'undo'] },
  run: async (ctx, entries) => {
    for (const e of entries) await ctx.after({ task: e.verb === 'undo' ? undoImportTask : runImportTask, payload: { importId: e.recordId }, key: `import ${e.recordId}` })
  },
}
