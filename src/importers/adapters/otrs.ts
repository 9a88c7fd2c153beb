/** OTRS, Znuny and OTOBO, Generic Interface: tickets of TicketGet with `Extended`, history of TicketHistoryGet. */
import type { SourceRow } from '../read/open.ts'
import { first, listOf, metOf, objectOf, textAt, textOf } from './pick.ts'
import { type Change, unroll } from './unroll.ts'

/** Kind of a history row → the column, and where in its `%%`-separated name the old and the new value stand. */
const kinds: Readonly<Record<string, { readonly column: string; readonly from: number; readonly to: number }>> = {
  StateUpdate: { column: 'state', from: 0, to: 1 },
  Move: { column: 'team', from: 2, to: 0 },
  PriorityUpdate: { column: 'priority', from: 0, to: 2 },
  ServiceUpdate: { column: 'service', from: 2, to: 0 },
}

/** `{Ticket: {…}, History: […]}`, a ticket with `History` in it, or a ticket alone, of which then only the last state is known. */
export function otrs(value: unknown, line: number): SourceRow[] {
  const whole = objectOf(value)
  const t = whole['Ticket'] === undefined ? whole : objectOf(Array.isArray(whole['Ticket']) ? whole['Ticket'][0] : whole['Ticket'])
  const history = listOf(whole['History'] ?? t['History'])
  const base = {
    key: first(textOf(t['TicketNumber']), textOf(t['TicketID'])), title: textOf(t['Title']), state: textOf(t['State']), state_type: textOf(t['StateType']), team: textOf(t['Queue']), priority: textOf(t['Priority']),
    service: textOf(t['Service']), sla: textOf(t['SLA']), type: textOf(t['Type']), owner: textOf(t['Owner']), customer: textOf(t['CustomerID']), customer_user: textOf(t['CustomerUserID']), lock: textOf(t['Lock']),
    articles: String(listOf(t['Article']).length), closed_at: textOf(t['Closed']), response_met: metOf(textOf(t['FirstResponseDiffInMin'])), resolution_met: metOf(textOf(t['SolutionDiffInMin'])),
    first_response_minutes: textOf(t['FirstResponseInMin']), solution_minutes: textOf(t['SolutionInMin']), created_at: textOf(t['Created']), created_by: first(textOf(t['CustomerUserID']), textOf(t['CreateBy'])),
  }
  const changes: Change[] = history.flatMap((h) => {
    const kind = kinds[textAt(h, 'HistoryType')]
    if (!kind) return []
    const parts = textAt(h, 'Name').split('%%').slice(1)
    const [from, to] = [parts[kind.from] ?? '', parts[kind.to] ?? '']
    return to === '' ? [] : [{ at: textAt(h, 'CreateTime'), by: textAt(h, 'CreateBy'), column: kind.column, from: from === 'NULL' ? '' : from, to }]
  })
  return unroll(line, base, changes)
}
