/** What a problem is about and since when it is open: what tells a change that was raised for it from any other. */
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { incident } from '../incident/record.ts'
import type { Wanting } from './rules.ts'

/** Of a problem with more incidents the newest so many are looked at. */
const mostIncidents = 2000
/** Verbs by which a problem that was done with is open again. */
const opensAgain: ReadonlySet<string> = new Set(['reopen', 'fallDue'])

/** The services and items that it and its incidents name, and the instant from which it is open. */
export async function wantingOf(ctx: Context, row: Pick<Common, 'id' | 'createdAt'> & { readonly serviceId: string | null; readonly ciIds: readonly string[] }): Promise<Wanting> {
  const incidents = (await ctx.pick(incident, ['serviceId', 'ciIds'], { where: [is('problemId', row.id)], sort: '-createdAt', limit: mostIncidents })).items
  const again = (await ctx.history('problem', row.id)).findLast((e) => opensAgain.has(e.verb))
  return { id: row.id, openSince: again?.recordedAt ?? row.createdAt, things: new Set([...[row.serviceId, ...incidents.map((i) => i.serviceId)].filter((id) => id !== null), ...row.ciIds, ...incidents.flatMap((i) => i.ciIds)]) }
}
