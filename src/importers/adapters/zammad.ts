/** Zammad: tickets (`expand=true`) with their articles and history, one object each. */
import type { SourceRow } from '../read/open.ts'
import { first, listOf, metOf, objectOf, textAt, textOf } from './pick.ts'
import { type Change, unroll } from './unroll.ts'

const columns: Readonly<Record<string, string>> = { state: 'state', group: 'team', priority: 'priority', owner: 'assignee', title: 'title' }

/** `{ticket, articles, history}`, or a ticket with `articles` and `history` in it; history as `/api/v1/ticket_history/{id}` gives it. */
export function zammad(value: unknown, line: number): SourceRow[] {
  const whole = objectOf(value)
  const t = whole['ticket'] === undefined ? whole : objectOf(whole['ticket'])
  const articles = listOf(whole['articles'] ?? t['articles'])
  const history = whole['history'] ?? t['history']
  const opening = articles.find((a) => textAt(a, 'internal') !== 'true')
  const base = {
    key: first(textOf(t['number']), textOf(t['id'])), title: textOf(t['title']), state: textOf(t['state']), team: textOf(t['group']), priority: textOf(t['priority']),
    assignee: textOf(t['owner']), customer: textOf(t['customer']), organization: textOf(t['organization']), via: textOf(t['create_article_type']), type: textOf(t['type']),
    articles: articles.length === 0 ? textOf(t['article_count']) : String(articles.length), description: textAt(opening, 'body'),
    first_response_at: textOf(t['first_response_at']), close_at: textOf(t['close_at']), response_met: metOf(textOf(t['first_response_diff_in_min'])), resolution_met: metOf(textOf(t['close_diff_in_min'])),
    first_response_minutes: textOf(t['first_response_in_min']), close_minutes: textOf(t['close_in_min']), created_at: textOf(t['created_at']), created_by: first(textOf(t['created_by']), textOf(t['customer'])),
  }
  const users = objectOf(objectOf(objectOf(history)['assets'])['User'])
  const changes: Change[] = listOf(objectOf(history)['history'] ?? history).flatMap((h) => {
    const column = columns[textAt(h, 'attribute')]
    if (column === undefined || textAt(h, 'type') !== 'updated' || !['', 'Ticket'].includes(textAt(h, 'object'))) return []
    const user = users[textAt(h, 'created_by_id')]
    return [{ at: textAt(h, 'created_at'), by: first(textAt(h, 'created_by'), textAt(user, 'login'), textAt(user, 'email'), textAt(h, 'created_by_id')), column, from: textAt(h, 'value_from'), to: textAt(h, 'value_to') }]
  })
  return unroll(line, base, changes)
}
