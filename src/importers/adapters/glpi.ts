/** GLPI, REST API: tickets read with `expand_dropdowns=true&with_logs=true`. */
import type { SourceRow } from '../read/open.ts'
import { first, listOf, objectOf, textAt, textOf } from './pick.ts'
import { type Change, unroll } from './unroll.ts'

/** Number of the search option in the log → the column. */
const options: Readonly<Record<string, string>> = { 12: 'state', 3: 'priority', 10: 'urgency', 11: 'impact', 7: 'category', 1: 'title' }
const assignedGroup = '8'
// Kinds of a log row about another record that was tied to the ticket, or untied.
const [tied, untied] = ['15', '16']
// Names in the log end in their number: `Network (12)`.
const nameOf = (text: string): string => text.replace(/\s*\(\d+\)\s*$/, '').trim()

export function glpi(value: unknown, line: number): SourceRow[] {
  const t = objectOf(value)
  const logs = listOf(t['_logs'])
  const changes: Change[] = []
  let team = ''
  for (const l of [...logs].sort((a, b) => (textAt(a, 'date_mod') < textAt(b, 'date_mod') ? -1 : textAt(a, 'date_mod') > textAt(b, 'date_mod') ? 1 : 0))) {
    const [option, at, by] = [textAt(l, 'id_search_option'), textAt(l, 'date_mod'), nameOf(textAt(l, 'user_name'))]
    const [from, to] = [textAt(l, 'old_value'), textAt(l, 'new_value')]
    const column = options[option]
    const isGroup = option === assignedGroup || (textAt(l, 'itemtype_link') === 'Group' && [tied, untied].includes(textAt(l, 'linked_action')))
    if (isGroup) {
      const next = nameOf(to)
      changes.push({ at, by, column: 'team', from: team, to: next })
      team = next
    } else if (column !== undefined) changes.push({ at, by, column, from, to })
  }
  const base = {
    key: textOf(t['id']), title: textOf(t['name']), state: textOf(t['status']), team: first(team, textAt(t, '_groups_id_assign')), priority: textOf(t['priority']), urgency: textOf(t['urgency']), impact: textOf(t['impact']),
    category: textOf(t['itilcategories_id']), type: textOf(t['type']), entity: textOf(t['entities_id']), location: textOf(t['locations_id']), via: textOf(t['requesttypes_id']),
    solved_at: textOf(t['solvedate']), closed_at: textOf(t['closedate']), response_met: promise(textOf(t['takeintoaccountdate']), textOf(t['time_to_own'])), resolution_met: promise(textOf(t['solvedate']), textOf(t['time_to_resolve'])),
    waiting_seconds: textOf(t['waiting_duration']), solve_seconds: textOf(t['solve_delay_stat']), created_at: first(textOf(t['date']), textOf(t['date_creation'])), created_by: textOf(t['users_id_recipient']),
  }
  return unroll(line, base, changes)
}

/** Times of one zone and one shape compare as texts; empty where there was no promise or it is not settled. */
const promise = (done: string, due: string): string => (done === '' || due === '' ? '' : String(done <= due))
