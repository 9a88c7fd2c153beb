/** What some records show besides their fields; the page of any record asks here. */
import { lazy, Suspense, type ComponentType } from 'react'
import type { AnyRow } from '../../client/shapes.ts'
import { Link } from '../../kit/link.tsx'
import { Section } from '../../kit/section.tsx'
import { addressOf } from '../data/address.ts'
import { Deliveries } from '../parts/deliveries.tsx'
import css from '../parts/parts.module.css'

const besides: Readonly<Record<string, ComponentType<{ row: AnyRow }>>> = {
  integration: lazy(() => import('./beside-integration.tsx').then((m) => ({ default: m.BesideIntegration }))),
  team: lazy(() => import('./beside-team.tsx').then((m) => ({ default: m.BesideTeam }))),
  discrepancy: lazy(() => import('./beside-reconcile.tsx').then((m) => ({ default: m.BesideDiscrepancy }))),
  configuration_source: lazy(() => import('./beside-reconcile.tsx').then((m) => ({ default: m.BesideSource }))),
  delivery: SentText,
  subscription: ({ row }) => <Deliveries title="Sent to it lately" filters={{ subscriptionId: row.id }} empty="Nothing yet. The next change that it subscribed to is told here." />,
  person: ({ row }) => <Deliveries title="Told by mail lately" filters={{ target: String(row['email']) }} empty="Nothing yet." />,
}

/** Fields that are no sentence about this record: kept hashes, what is drawn beside it, and what its kind does not use. */
export function isUnshown(record: string, field: string, row: AnyRow): boolean {
  if (record === 'integration' && field === 'mapping') return row['kind'] !== 'webhook'
  // What the sentence beside it says in words, and what is empty for its kind.
  if (record === 'discrepancy' && (field === 'field' || ((field === 'expected' || field === 'observed' || field === 'explainedBy' || field === 'ciId') && row[field] === null) || (field === 'isTaken' && row['kind'] !== 'different'))) return true
  return /hash|secret/i.test(field) || (record === 'delivery' && (field === 'body' || field === 'about' || field === 'subscriptionId'))
}

/** Verbs that are shown as buttons, the filled one last; what ends something stays in the menu. */
export const firstVerbs: Readonly<Record<string, readonly string[]>> = {
  delivery: ['again'], integration: ['enable'], subscription: ['switchOn'], silence: ['end'], discrepancy: ['accept', 'correct', 'explain'],
}

export function Beside({ record, row }: { record: string; row: AnyRow }) {
  const Part = besides[record]
  return Part ? <div style={{ marginTop: 24 }}><Suspense fallback={null}><Part row={row} /></Suspense></div> : null
}

function SentText({ row }: { row: AnyRow }) {
  return <Section title="What was sent" note={<About row={row} />}><pre className={css.code} tabIndex={0} aria-label="What was sent" style={{ marginTop: 10, whiteSpace: 'pre-wrap' }}>{readable(String(row['body'] ?? ''))}</pre></Section>
}

function About({ row }: { row: AnyRow }) {
  const [about, subscription] = [row['about'], row['subscriptionId']].map((v) => (typeof v === 'string' && v !== '' ? v : null))
  return <>about {about ? <Link href={addressOf('incidents', about)}>{about}</Link> : 'nothing'}{subscription ? <>, by a <Link href={addressOf('subscriptions', subscription)}>subscription</Link></> : null}</>
}

/** A webhook's JSON with its lines; a mail as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
