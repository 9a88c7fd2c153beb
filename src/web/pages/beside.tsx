/** What some records show besides their fields; the page of any record asks here. */
import { lazy, Suspense, type ComponentType } from 'react'
import type { AnyRow } from '../../client/shapes.ts'
import { Section } from '../../kit/section.tsx'
import { Deliveries } from '../parts/deliveries.tsx'
import css from '../parts/parts.module.css'

const besides: Readonly<Record<string, ComponentType<{ row: AnyRow }>>> = {
  integration: lazy(() => import('./beside-integration.tsx').then((m) => ({ default: m.BesideIntegration }))),
  team: lazy(() => import('./beside-team.tsx').then((m) => ({ default: m.BesideTeam }))),
  delivery: SentText,
  subscription: ({ row }) => <Deliveries title="Sent to it lately" filters={{ subscriptionId: row.id }} empty="Nothing yet. The next change that it subscribed to is told here." />,
  person: ({ row }) => <Deliveries title="Told by mail lately" filters={{ target: String(row['email']) }} empty="Nothing yet." />,
}

/** Fields that are no sentence about the record: kept hashes, and what is drawn beside it. */
export const isUnshown = (record: string, field: string): boolean => /hash|secret/i.test(field) || `${record}.${field}` === 'delivery.body'

/** Verbs that are shown as buttons, the filled one last; what ends something stays in the menu. */
export const firstVerbs: Readonly<Record<string, readonly string[]>> = {
  delivery: ['again'], integration: ['enable'], subscription: ['switchOn'], silence: ['end'],
}

export function Beside({ record, row }: { record: string; row: AnyRow }) {
  const Part = besides[record]
  return Part ? <div style={{ marginTop: 24 }}><Suspense fallback={null}><Part row={row} /></Suspense></div> : null
}

function SentText({ row }: { row: AnyRow }) {
  return <Section title="What was sent"><pre className={css.code} tabIndex={0} aria-label="What was sent" style={{ marginTop: 10, whiteSpace: 'pre-wrap' }}>{readable(String(row['body'] ?? ''))}</pre></Section>
}

/** A webhook's JSON with its lines; a mail as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
