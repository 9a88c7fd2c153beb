/** When the incidents of a problem came: what the watching of a fix and its verdict count. */
import type { Context, Page } from '../../model/context.ts'
import { is, isNot } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { type Incident, incident } from '../incident/record.ts'

/** Of a problem with more incidents the newest so many are looked at: its rate before the fix is then that of the last months. */
const mostOccurrences = 2000

/**
 * When each of a problem's incidents began, oldest first: noticed, or else recorded. Those that were cancelled or merged into another are none
 * of their own.
 */
export async function occurrencesOf(ctx: Context, problemId: string): Promise<readonly string[]> {
  const out: string[] = []
  let after: string | null = ''
  while (after !== null && out.length < mostOccurrences) {
    const page: Page<Incident & Common> = await ctx.list(incident, { where: [is('problemId', problemId), isNot('state', 'cancelled')], sort: '-createdAt', limit: 200, ...(after === '' ? {} : { after }) })
    for (const i of page.items) if (i.mergedIntoId === null) out.push(i.noticedAt ?? i.createdAt)
    after = page.next
  }
  return out.sort()
}
