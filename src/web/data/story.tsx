/** The journal of an incident as the entries of a thread: words of people, turning points, system lines. */
import { IconAlertTriangle, IconBell, IconCheck, IconPlayerPause, IconPlayerPlay, IconUrgent, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { JournalEntry, RecordSketch } from '../../client/shapes.ts'
import { elapsed } from '../../kit/format-time.ts'
import { listed } from '../../kit/format.ts'
import type { ThreadEntry } from '../../kit/thread-entry.ts'
import type { Directory } from './directory.ts'

const icons: Readonly<Record<string, ReactNode>> = {
  create: <IconBell />, declareMajor: <IconUrgent />, pause: <IconPlayerPause />, resume: <IconPlayerPlay />, resolve: <IconCheck />, close: <IconCheck />, escalate: <IconAlertTriangle />, escalateUp: <IconAlertTriangle />, take: <IconUser />, assign: <IconUser />,
}
const tones: Readonly<Record<string, 'bad' | 'warn' | 'good' | 'info'>> = { declareMajor: 'bad', resolve: 'good', close: 'good', reopen: 'warn', escalate: 'warn', escalateUp: 'warn' }
/** Verbs that are no turning point of the story. */
const quiet = new Set(['update', 'watch', 'unwatch', 'tag', 'bookEffort', 'link', 'unlink', 'attach', 'makePartOf', 'classify', 'release', 'settle'])

export function storyOf(entries: readonly JournalEntry[], sketch: RecordSketch | undefined, directory: Directory, myId: string | undefined): readonly ThreadEntry[] {
  return entries.map((e): ThreadEntry => {
    const common = { id: String(e.seq ?? `${e.recordId}.${e.version}`), at: e.at, ...(icons[e.verb] ? { icon: icons[e.verb] } : {}) }
    const body = wordsOf(e)
    if (body !== null) {
      return { id: common.id, at: e.at, kind: 'said', who: doer(e), visibility: e.verb === 'comment' ? 'public' : 'internal', body, ...(myId !== undefined && e.actorId === myId ? { isMine: true } : {}) }
    }
    const text = <>{saying(e, sketch)}{detail(e, sketch, directory)}</>
    const tone = tones[e.verb] ? { tone: tones[e.verb] as 'bad' } : {}
    if (quiet.has(e.verb)) return { ...common, kind: 'system', text: <>{doer(e)} {text}</> }
    return { ...common, ...tone, kind: 'turn', who: doer(e), text }
  })
}

/** Who did it, as people say it; the rule by which Evenkeel itself acted is named, its version is for the audit. */
export const doer = (e: Pick<JournalEntry, 'actorKind' | 'actorName'>): string => (e.actorKind === 'rule' ? `Evenkeel (${e.actorName.replace(/ v\d+$/, '')})` : e.actorName)

/** What a person wrote, where the entry is a comment or note. */
function wordsOf(e: JournalEntry): string | null {
  if (e.verb !== 'comment' && e.verb !== 'note') return null
  const inEffect = e.effects?.find((f) => f.table === 'comment')?.row['body']
  const body = e.input?.['body'] ?? inEffect
  return typeof body === 'string' ? body : ''
}

const saying = (e: JournalEntry, sketch: RecordSketch | undefined): string =>
  sketch?.sayings[e.verb] ?? 'changed it'

/** Characters of a text that an entry repeats. */
const MOST_QUOTED = 160

/** Fields whose value is said already by the verb, or says nothing to people. */
const unsaid = new Set(['state', 'stateSince', 'version', 'updatedAt', 'firstActionAt', 'closedAt', 'resolvedAt', 'isPriorityOverridden', 'majorSince', 'isMajor', 'reopenCount'])

function detail(e: JournalEntry, sketch: RecordSketch | undefined, directory: Directory): ReactNode {
  const reason = e.reason ? <>: {e.reason}</> : null
  if (e.verb === 'create') return reason
  const changed = Object.entries(e.changes ?? {}).filter(([name, v]) => !unsaid.has(name) && v !== null && sketch?.own.includes(name)).flatMap(([name, v]) => {
    const f = sketch?.fields.find((one) => one.name === name)
    // A moment that follows from the verb says nothing beside it: the entry has its time.
    if (f?.kind === 'instant') return []
    // What restored it is what the next reader looks for; a longer text stands beside the thread.
    if (f?.kind === 'prose' && typeof v === 'string' && v.length <= MOST_QUOTED) return [`“${v}”`]
    if (!f || f.kind === 'prose' || f.kind === 'json') return f ? [f.label.toLowerCase()] : []
    const said = f.kind === 'ref' ? directory.name(v) : f.kind === 'choice' ? f.words?.[String(v)] ?? String(v) : f.kind === 'seconds' ? elapsed(Number(v)) : name === 'priority' ? `P${String(v)}` : Array.isArray(v) ? v.join(', ') : String(v)
    if (f.kind === 'refs') return Array.isArray(v) && v.length > 0 ? [refsWords(f.label, v, directory)] : []
    if (typeof v === 'boolean') return [`${v ? '' : 'not '}${f.label.toLowerCase()}`]
    // A choice says it all by itself: "resolved it: fixed".
    if (f.kind === 'choice' && said !== null) return [said.charAt(0).toLowerCase() + said.slice(1)]
    return [said === null ? f.label.toLowerCase() : `${f.label.toLowerCase()} ${said}`]
  })
  return <>{changed.length > 0 && <span className="ek-3">: {listed(changed)}</span>}{reason}</>
}

/** Records that a field names, by their names; their number where one of them is not known. */
function refsWords(label: string, ids: readonly unknown[], directory: Directory): string {
  const names = ids.map((id) => directory.name(id))
  return `${label.toLowerCase()} ${names.includes(null) ? ids.length : listed(names.filter((n) => n !== null))}`
}
