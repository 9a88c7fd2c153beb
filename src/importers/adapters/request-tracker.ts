/** Request Tracker, REST2: tickets with their history of transactions. */
import type { SourceRow } from '../read/open.ts'
import { first, listOf, objectOf, textAt, textOf } from './pick.ts'
import { type Change, unroll } from './unroll.ts'

const idOf = (v: unknown): string => first(textAt(v, 'Name'), textAt(v, 'EmailAddress'), textAt(v, 'id'), textOf(v))
// RT writes the beginning of the epoch for "never".
const timeOf = (v: unknown): string => (textOf(v).startsWith('1970-01-01') ? '' : textOf(v))

/** `{ticket, history}` or a ticket with `history` in it; history as `/REST/2.0/ticket/{id}/history?fields=Type,Field,OldValue,NewValue,Created,Creator` gives it. */
export function requestTracker(value: unknown, line: number): SourceRow[] {
  const whole = objectOf(value)
  const t = whole['ticket'] === undefined ? whole : objectOf(whole['ticket'])
  const history = whole['history'] ?? t['history']
  const queue = objectOf(t['Queue'])
  // A queue's changes name its id; only the present one is told by name.
  const queueName = (id: string): string => (id === '' ? '' : id === textOf(queue['id']) ? first(textOf(queue['Name']), `Queue ${id}`) : /^\d+$/.test(id) ? `Queue ${id}` : id)
  const base: Record<string, string> = {
    key: textOf(t['id']), title: textOf(t['Subject']), state: textOf(t['Status']), team: first(textOf(queue['Name']), queueName(textOf(queue['id'])), textOf(t['Queue'])), priority: textOf(t['Priority']),
    owner: idOf(t['Owner']), requestor: listOf(t['Requestor']).map(idOf).join(','), resolved_at: timeOf(t['Resolved']), started_at: timeOf(t['Started']), due_at: timeOf(t['Due']), sla: textOf(t['SLA']),
    minutes_worked: textOf(t['TimeWorked']), created_at: textOf(t['Created']), created_by: idOf(t['Creator']),
  }
  for (const c of listOf(t['CustomFields'])) base[`cf.${textAt(c, 'name')}`] = listOf(objectOf(c)['values']).map(textOf).join(',')
  const changes: Change[] = listOf(objectOf(history)['items'] ?? history).flatMap((h) => {
    const [type, field] = [textAt(h, 'Type'), textAt(h, 'Field')]
    const column = type === 'Status' || field === 'Status' ? 'state' : type === 'Set' && field === 'Queue' ? 'team' : type === 'Set' && field === 'Priority' ? 'priority' : null
    if (column === null) return []
    const [from, to] = [textAt(h, 'OldValue'), textAt(h, 'NewValue')]
    return [{ at: textAt(h, 'Created'), by: idOf(objectOf(h)['Creator']), column, from: column === 'team' ? queueName(from) : from, to: column === 'team' ? queueName(to) : to }]
  })
  return unroll(line, base, changes)
}
