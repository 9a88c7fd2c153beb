/** What stands on a worksheet: the four ways to look for a cause, each with a strict form, and what follows from it. Pure. */
import { z } from 'zod'
import { plainText } from '../../model/field.ts'

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

export const ktDimensions = { what: 'What', where: 'Where', when: 'When', extent: 'How much' } as const
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

export const causeCategories = { people: 'People', process: 'Process', technology: 'Technology', supplier: 'Supplier', environment: 'Environment', information: 'Information' } as const
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
}).superRefine(({ causes }, ctx) => {
  for (const [i, c] of causes.entries()) if (c.atLeast !== undefined && c.atLeast > c.harm) ctx.addIssue({ code: 'custom', path: ['causes', i, 'atLeast'], message: 'must not be more than the harm' })
})

export const worksheetKinds = { timeline: 'Timeline', kepner_tregoe: 'Is and is not', cause_tree: 'Cause tree', pareto: 'Pareto' } as const
export type WorksheetKind = keyof typeof worksheetKinds
export const worksheetContent = z.union([timelineSheet, ktSheet, treeSheet, paretoSheet])
export type WorksheetContent = z.infer<typeof worksheetContent>
export type TreeCause = z.infer<typeof treeSheet>['causes'][number]

/** How a cause of the tree stands: `grey` without evidence, whatever its status says; `root` where it is confirmed and no confirmed cause lies below it. */
export function treeStandings(causes: readonly TreeCause[]): ReadonlyMap<string, 'grey' | 'open' | 'refuted' | 'confirmed' | 'root'> {
  const isShown = (c: TreeCause): boolean => c.status === 'confirmed' && c.evidence.length > 0
  return new Map(causes.map((c) => [c.id, c.evidence.length === 0 ? 'grey' : c.status !== 'confirmed' ? c.status : causes.some((below) => below.parentId === c.id && isShown(below)) ? 'confirmed' : 'root']))
}

/** Whether something at `at` can have caused what began at `effectAt`: what comes after its effect is struck, with the reason in a sentence. */
export function struckBecause(at: string, effectAt: string, skewSeconds = 0): string | null {
  const late = (Date.parse(at) - Date.parse(effectAt)) / 1000 - skewSeconds
  return late <= 0 ? null : `It came ${late < 120 ? `${Math.ceil(late)} seconds` : late < 7200 ? `${Math.round(late / 60)} minutes` : `${Math.round(late / 3600)} hours`} after the effect began.`
}
