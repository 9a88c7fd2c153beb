/** Whether a change model does again what one does that lost its pre-authorisation: then one person alone cannot put it in that one's place. */
import type { Context } from '../../model/context.ts'
import { is, isEmpty } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'

/** What a model is for. */
export interface Scope {
  readonly name: string
  readonly steps: readonly string[]
  /** Items and services that its last changes touched; none where it has had no change. */
  readonly touches: ReadonlySet<string>
}

/** What is kept as the reason of a loss by retiring; people can write it too, so it alone decides nothing. */
export const wasRetired = 'It was retired.'

/** Names of more than half the same words, half the same steps, or half the same things touched: then two models are for the same. */
export function isSameScope(a: Scope, b: Scope): boolean {
  return share(wordsOf(a.name), wordsOf(b.name), 'both') > 0.5 || share(stepsOf(a), stepsOf(b), 'smaller') >= 0.5 || share(a.touches, b.touches, 'smaller') >= 0.5
}

/** Words that many names have; numbers and single letters say nothing either. */
const filler: ReadonlySet<string> = new Set(['an', 'the', 'of', 'on', 'in', 'to', 'for', 'and', 'or', 'by', 'with', 'from', 'new', 'model', 'standard', 'change', 'version', 'copy'])
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()
const wordsOf = (name: string): ReadonlySet<string> => new Set((plain(name).match(/\p{L}{2,}/gu) ?? []).filter((w) => !filler.has(w)))
const stepsOf = ({ steps }: Scope): ReadonlySet<string> => new Set(steps.map((s) => plain(s).replaceAll(/[^\p{L}]+/gu, ' ').trim()).filter((s) => s !== ''))

/** What both have, of the mean of both sizes or of the smaller; 0 where one is empty. */
function share(a: ReadonlySet<string>, b: ReadonlySet<string>, of: 'both' | 'smaller'): number {
  if (a.size === 0 || b.size === 0) return 0
  return a.intersection(b).size / (of === 'both' ? (a.size + b.size) / 2 : Math.min(a.size, b.size))
}

interface Model { readonly name: string; readonly steps: readonly string[]; readonly shared: boolean; readonly isPreAuthorised: boolean; readonly lostAt: string | null; readonly lostBecause: string | null; readonly judgedFrom: string | null; readonly failuresAmong: number }
interface Done { readonly ciIds: readonly string[]; readonly serviceIds: readonly string[]; readonly result: string | null; readonly state: string; readonly actualEnd: string | null }
/** Lost models that are looked at, newest first, and changes of each. */
const [mostLost, mostChanges] = [200, 50]

/** A model in whose place another would be put, and whether it lost its pre-authorisation only by being retired, with failures on its account. */
export interface Lost { readonly number: string; readonly name: string; readonly isRetiredFailing: boolean }
type IsFailure = (past: { readonly result: string | null }) => boolean

/**
 * The model that lost its pre-authorisation and is for the same as this one, in the same organization or shared with it; null where there is none.
 * One that was put away in good standing counts not: it lost it by the step that retired it, and no change by it had failed since it was trusted.
 */
export async function lostLike(ctx: Context, row: Pick<Common, 'id' | 'orgId'> & { readonly name: string; readonly steps: readonly string[] }, isFailure: IsFailure): Promise<Lost | null> {
  const lost = (await ctx.list(ctx.type('change_model') as Defined<Model>, { where: [isEmpty('lostAt', false)], sort: '-createdAt', limit: mostLost })).items
    .filter((m) => m.id !== row.id && !m.isPreAuthorised && (m.orgId === row.orgId || m.shared))
  if (lost.length === 0) return null
  const own: Scope = { name: row.name, steps: row.steps, touches: await touchedBy(ctx, row.id) }
  for (const m of lost) {
    if (!isSameScope(own, { name: m.name, steps: m.steps, touches: own.touches.size === 0 ? own.touches : await touchedBy(ctx, m.id) })) continue
    const isRetired = m.state === 'retired' && m.lostAt === m.stateSince && m.lostBecause === wasRetired
    if (!isRetired || await hasFailed(ctx, m, isFailure)) return { number: m.number, name: m.name, isRetiredFailing: isRetired }
  }
  return null
}

/** Whether one of the last changes by which it is judged failed, whoever may see it. */
const hasFailed = (ctx: Context, m: Model & Common, isFailure: IsFailure): Promise<boolean> => ctx.seeingAll(async (all) => (await all.pick(all.type('change') as Defined<Done>, ['result'], {
  where: [is('modelId', m.id), is('state', 'implemented', 'reviewed', 'closed'), ...(m.judgedFrom === null ? [] : [{ field: 'actualEnd', op: 'from' as const, values: [m.judgedFrom] }])], sort: '-actualEnd', limit: m.failuresAmong,
})).items.some(isFailure))

/** The type of changes comes after that of models, and is known by its name. */
async function touchedBy(ctx: Context, modelId: string): Promise<ReadonlySet<string>> {
  const { items } = await ctx.pick(ctx.type('change') as Defined<Done>, ['ciIds', 'serviceIds'], { where: [is('modelId', modelId)], sort: '-createdAt', limit: mostChanges })
  return new Set(items.flatMap((c) => [...c.ciIds, ...c.serviceIds]))
}
