/** Jira and Jira Service Management: issues of a search with `expand=changelog`, SLA fields with their cycles. */
import type { SourceRow } from '../read/open.ts'
import { first, listOf, objectOf, textAt, textOf } from './pick.ts'
import { type Change, unroll } from './unroll.ts'

/** Names in the changelog, lower case → our column. Teams are a field of the installation's own making. */
const columns: Readonly<Record<string, string>> = {
  status: 'state', priority: 'priority', assignee: 'assignee', summary: 'title', impact: 'impact', urgency: 'urgency',
  team: 'team', group: 'team', 'assignment group': 'team', 'assigned group': 'team', 'support group': 'team', 'responsible team': 'team',
}

export function jira(value: unknown, line: number): SourceRow[] {
  const issue = objectOf(value)
  const f = objectOf(issue['fields'])
  const named = (k: string): string => first(textAt(f[k], 'name'), textAt(f[k], 'displayName'), textAt(f[k], 'value'), textOf(f[k]))
  const base = {
    key: textOf(issue['key']), title: textOf(f['summary']), state: named('status'), priority: named('priority'), impact: named('impact'), urgency: named('urgency'),
    team: first(named('team'), named('Team')), assignee: named('assignee'), reporter: named('reporter'), issue_type: named('issuetype'), project: textAt(f, 'project', 'key'),
    component: first(textAt(listOf(f['components'])[0], 'name')), labels: listOf(f['labels']).map(textOf).join(','), resolution: named('resolution'), resolved_at: textOf(f['resolutiondate']),
    created_at: textOf(f['created']), created_by: first(named('creator'), named('reporter')), ...promises(issue),
  }
  const changes: Change[] = listOf(objectOf(issue['changelog'])['histories']).flatMap((h) =>
    listOf(objectOf(h)['items']).flatMap((item) => {
      const column = columns[textAt(item, 'field').toLowerCase()]
      return column === undefined ? [] : [{ at: textAt(h, 'created'), by: first(textAt(h, 'author', 'displayName'), textAt(h, 'author', 'name')), column, from: textAt(item, 'fromString'), to: textAt(item, 'toString') }]
    }))
  return unroll(line, base, changes)
}

/** What the SLA fields say: the last cycle decides, as the issue's own view shows it; cycles are not computed again. */
function promises(issue: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields = [...Object.values(objectOf(issue['fields'])), ...listOf(issue['sla']), ...listOf(objectOf(issue['sla'])['values'])]
  const out: Record<string, string> = { response_met: '', resolution_met: '', sla_cycles: '' }
  let cycles = 0
  for (const sla of fields) {
    const [done, running] = [listOf(objectOf(sla)['completedCycles']), objectOf(objectOf(sla)['ongoingCycle'])]
    if (done.length === 0 && Object.keys(running).length === 0) continue
    cycles += done.length
    const name = textAt(sla, 'name').toLowerCase()
    const last = textAt(done.at(-1), 'breached')
    const breached = textOf(running['breached']) === 'true' ? 'true' : last
    const met = breached === '' ? '' : String(breached !== 'true')
    if (/first|response/.test(name)) out['response_met'] = met
    else if (/resol|restore|fix/.test(name)) out['resolution_met'] = met
    const elapsed = textAt(done.at(-1), 'elapsedTime', 'millis')
    if (elapsed !== '') out[`sla_${name.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40)}_seconds`] = String(Math.round(Number(elapsed) / 1000))
  }
  if (cycles > 0) out['sla_cycles'] = String(cycles)
  return out
}
