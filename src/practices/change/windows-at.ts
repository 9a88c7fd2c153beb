/** The windows that stand at a time, as far as the asker may see them, and whose of them are not to be named. */
import type { Reading } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { type Condition, is } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import type { Span } from './spans.ts'
import { covers, type Reach, type WindowRule } from './window-rules.ts'
import { type ChangeWindow, changeWindow, windowRuleOf } from './window.ts'

/** Standing windows that hold within the span; with a reach those alone that are about it, read in full only then: of a thousand few are. */
export async function windowsAt(ctx: Reading, span: Span, reach?: Reach): Promise<readonly WindowRule[]> {
  const there = await windowsOf(ctx, ['scope', 'orgId'], [is('state', 'standing'), { field: 'startsAt', op: 'to', values: [isoOf(span.endMs)] }, { field: 'endsAt', op: 'from', values: [isoOf(span.startMs)] }])
  const owners = await ctx.seekMany(organization, [...new Set(there.map((w) => w.orgId))])
  // Who may not see the owner sees the window only because it is shared, and only a provider's is.
  const isProviders = (orgId: string): boolean => (owners.get(orgId)?.kind ?? 'provider') === 'provider'
  const wanted = there.filter((w) => reach === undefined || covers({ scope: w.scope, orgId: w.orgId, isForAll: isProviders(w.orgId) }, reach)).map((w) => w.id)
  return wanted.length === 0 ? [] : (await windowsOf(ctx, windowFields, [is('id', ...wanted)])).map((w) => ({ ...windowRuleOf(w, isProviders(w.orgId)), shared: w.shared }))
}

/** Of these fields, latest first; more than are looked at are refused. */
async function windowsOf<K extends WindowField>(ctx: Reading, fields: readonly K[], where: readonly Condition[]): Promise<readonly Pick<WindowRow & Common, K | 'id' | 'number'>[]> {
  const rows = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ctx.pick<WindowRow, K>>> = await ctx.pick(changeWindow as Defined<WindowRow>, fields, { where, limit: windowsAtOnce, ...(after === null ? {} : { after }) })
    rows.push(...page.items)
    after = page.next
  } while (after !== null && rows.length < mostWindows)
  if (after !== null) throw new AppError('conflict', `More than ${mostWindows} windows stand in that time, too many to look at all. Lift those that nobody needs, or ask for a shorter time.`)
  return rows
}
type WindowRow = ChangeWindow & { readonly shared: boolean }
const windowFields = ['name', 'kind', 'isHard', 'scope', 'orgId', 'startsAt', 'endsAt', 'hours', 'exceptIds', 'updatedAt', 'boundAt', 'shared'] as const
type WindowField = (typeof windowFields)[number]
const windowsAtOnce = 1000
/** Standing windows of one time; one that is passed over could be the freeze that forbids it, so more are refused. */
const mostWindows = 5000

/** An instant for a query; what lies beyond the year 3000 is at its end. */
export const isoOf = (ms: number): string => new Date(Math.min(ms, 32_503_593_600_000)).toISOString()

/** Whose a row is, and whether every organization sees it. */
export interface Owned {
  readonly orgId: string
  readonly shared?: boolean
}

/**
 * What is not to be named on a record of this organization, or to those who read it, whoever looks: what they may not see there. Of another
 * organization's work, the provider's too, they learn then only that there is some. A provider is told all.
 */
export async function hiddenFrom(ctx: Reading, orgId: string): Promise<(row: Owned) => boolean> {
  const isTold = (await ctx.seek(organization, orgId))?.kind === 'provider'
  return (row) => !isTold && row.orgId !== orgId && row.shared !== true
}
