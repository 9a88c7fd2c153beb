/** When a change that is being decided on must be asked anew, because what they read or assessed is another. */
import type { Context } from '../../model/context.ts'
import { oneByOne, roundOf } from './approval.ts'
import { isToDecide } from './rules.ts'

/** What an assessment was about: changed afterwards, it is void, and so is what was answered. */
const scopeFields = ['ciIds', 'serviceIds', 'supplierIds', 'implementerId', 'plannedStart', 'plannedEnd', 'backOutSeconds', 'remediation', 'pointOfNoReturn'] as const
/** What those who answer read, too: changed after the first answer, that was given to something else. */
const readFields = ['title', 'description', 'testEvidence', 'communicationPlan', 'projectedOutages'] as const

/** Whether anything was answered in the round that stands. */
export async function answersOf(ctx: Context, row: { readonly id: string; readonly state: string; readonly type: string; readonly round: number }): Promise<{ readonly isAnswered: boolean }> {
  if (!isToDecide(row)) return { isAnswered: false }
  await oneByOne(ctx, row.id)
  return { isAnswered: (await roundOf(ctx, row.id, row.round)).rows.some((a) => a.state === 'approved' || a.state === 'rejected') }
}

/** Whether what is changed takes back what was asked: all that an assessment was about, and, once somebody has answered, all that they read. */
export function isAskedAnew(row: object & { readonly state: string; readonly type: string }, input: object, facts: { readonly isAnswered: boolean } | undefined): boolean {
  if (!isToDecide(row)) return false
  const isChanged = (k: string): boolean => { const [next, last] = [(input as Record<string, unknown>)[k], (row as unknown as Record<string, unknown>)[k]]; return next !== undefined && JSON.stringify(next) !== JSON.stringify(last) }
  const isAnswered = facts?.isAnswered === true
  return (isAnswered && readFields.some(isChanged)) || ((isAnswered || row.state === 'assessed') && scopeFields.some(isChanged))
}
