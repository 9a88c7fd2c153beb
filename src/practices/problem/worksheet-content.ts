/** What may stand on a worksheet: the four ways to look for a cause, each with a strict form. */
import { z } from 'zod'
import { plainText } from '../../model/field.ts'
import { causeCategories, ktDimensions } from './worksheet-standing.ts'

const id = z.string().min(1).max(40).regex(/^[\w-]+$/, 'may have letters, digits, _ and -')
const line = plainText(400)
const note = plainText(4000, 0)
const instant = z.iso.datetime({ offset: true }).max(40)
/** Rows of one list on a sheet: more is no worksheet any more. */
const most = 200

/** Everything that happened on what the problem touches, between two instants; what people marked of it. */
export const timelineSheet = z.strictObject({
  kind: z.literal('timeline'),
  from: instant, to: instant,
  /** When the effect began; what came after it did not cause it. Absent: the first incident. */
  effectAt: instant.optional(),
  marks: z.array(z.strictObject({
    /** Key of the entry, as the timeline gives it. */
    entry: z.string().min(1).max(120),
    at: instant,
    says: z.enum(['suspect', 'confirmed', 'contradicted']),
    note: note.optional(),
  })).max(most),
})

/** Kepner–Tregoe: what is, what could be and is not, and how each possible cause stands to that. */
export const ktSheet = z.strictObject({
  kind: z.literal('kepner_tregoe'),
  statement: note,
  pairs: z.array(z.strictObject({
    id, dimension: z.enum(Object.keys(ktDimensions) as [keyof typeof ktDimensions]), is: note, isNot: note, distinction: note.optional(), change: note.optional(),
  })).max(40),
  causes: z.array(z.strictObject({
    id, text: line,
    tests: z.array(z.strictObject({ pairId: id, verdict: z.enum(['explains', 'only_if', 'contradicts']), assumption: note.optional() })).max(40),
  })).max(40),
})

/** Causes and why they were: a tree with an effect at its root. */
export const treeSheet = z.strictObject({
  kind: z.literal('cause_tree'),
  effect: line,
  causes: z.array(z.strictObject({
    id, parentId: id.optional(), category: z.enum(Object.keys(causeCategories) as [keyof typeof causeCategories]), text: line,
    evidence: z.array(z.strictObject({ text: line, link: z.string().max(2000).regex(/^(https?:\/\/|[A-Z]{2,5}-\d)/, 'must be an address or a record’s number').optional() })).max(20),
    status: z.enum(['open', 'confirmed', 'refuted']),
  })).max(most),
}).superRefine(({ causes }, ctx) => {
  const parents = new Map(causes.map((c) => [c.id, c.parentId]))
  if (parents.size < causes.length) ctx.addIssue({ code: 'custom', path: ['causes'], message: 'has two causes with one id' })
  for (const [i, c] of causes.entries()) {
    if (c.parentId !== undefined && !parents.has(c.parentId)) ctx.addIssue({ code: 'custom', path: ['causes', i, 'parentId'], message: 'is no cause of this tree' })
    else if (isOnCircle(parents, c.id)) ctx.addIssue({ code: 'custom', path: ['causes', i, 'parentId'], message: 'would make a cause its own cause' })
  }
})

function isOnCircle(parents: ReadonlyMap<string, string | undefined>, from: string): boolean {
  let next = parents.get(from)
  for (let n = 0; next !== undefined && n <= parents.size; n++) {
    if (next === from) return true
    next = parents.get(next)
  }
  return false
}

/** Causes with their harm, in one unit. */
export const paretoSheet = z.strictObject({
  kind: z.literal('pareto'),
  unit: z.string().min(1).max(60),
  causes: z.array(z.strictObject({ cause: line, harm: z.number().min(0).max(1e15), atLeast: z.number().min(0).max(1e15).optional() })).max(most),
  /** Harm that belongs to all of it and to no rank: smaller causes together, `count` of them, and what is of no cause that is known, with 0. */
  rest: z.array(z.strictObject({ cause: line, count: z.int().min(0).max(1e6), harm: z.number().min(0).max(1e15), atLeast: z.number().min(0).max(1e15).optional() })).max(5).optional(),
}).superRefine(({ causes }, ctx) => {
  for (const [i, c] of causes.entries()) if (c.atLeast !== undefined && c.atLeast > c.harm) ctx.addIssue({ code: 'custom', path: ['causes', i, 'atLeast'], message: 'must not be more than the harm' })
})

/** Any of them; `kind` says which. */
export const worksheetContent = z.union([timelineSheet, ktSheet, treeSheet, paretoSheet])
export type WorksheetContent = z.infer<typeof worksheetContent>
export type TreeCause = z.infer<typeof treeSheet>['causes'][number]
