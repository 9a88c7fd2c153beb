/** Turns the rows of one former record into a life of ours: entry by entry what was known when, or the reason why not. Pure. */
import { createHash } from 'node:crypto'
import { canonical } from '../model/journal.ts'
import { allowsFrom, type RecordType } from '../model/record.ts'
import type { Case } from './cases.ts'
import { type DateReader, dateReader } from './dates.ts'
import { type Mapping, type Take, takeOf } from './mapping.ts'
import type { SourceRow } from './read/open.ts'

/** A reference by name, to be replaced by the id of the record with that name. */
export interface Named {
  readonly make: 'team' | 'service'
  readonly name: string
}
export const isNamed = (v: unknown): v is Named => typeof v === 'object' && v !== null && 'make' in v && 'name' in v

export interface DraftEntry {
  readonly at: string
  readonly verb: string
  readonly actorName: string
  /** Values may be `Named`. */
  readonly changes: Readonly<Record<string, unknown>>
}

export interface Draft {
  readonly key: string
  readonly createdAt: string
  readonly entries: readonly DraftEntry[]
  readonly contentHash: string
  /** Names that must exist before it can be written. */
  readonly names: readonly Named[]
}

export interface Fault {
  readonly line: number
  readonly key: string
  readonly reason: string
  /** `row`: this row was left out; `record`: the whole record; `remark`: taken, but look at it. */
  readonly kind: 'row' | 'record' | 'remark'
}

type Value = string | number | boolean | null | Named
type Read = { readonly value: Value } | { readonly fault: string }

/** Reads cases by one mapping; made once, used for every case. */
export interface LifeReader {
  read(c: Case): { readonly draft: Draft | null; readonly faults: readonly Fault[] }
}

const mostWords = 1000
// A row that tells nothing of the state: it is what it was.
const same = 'same'

interface Plan {
  readonly name: string
  readonly take: Take
  readonly date: DateReader | null
  /** Hears of a word that the mapping does not list, and what was taken in its place. */
  readonly unknown?: (column: string, word: string, taken: string | number | boolean | null) => void
}

export function lifeReader(m: Mapping, r: RecordType): LifeReader {
  const missing = new Set(m.missing)
  // Told once for each word, at the record where it first stood.
  const told = new Set<string>()
  let words: string[] = []
  const unknown: Plan['unknown'] = (column, word, taken) => {
    const at = `${column}\n${word}`
    if (told.size >= mostWords || told.has(at)) return
    told.add(at)
    words.push(`${column}: ${JSON.stringify(word.slice(0, 60))} is a word that the mapping does not know; ${JSON.stringify(taken)} was taken, here and wherever it comes again`)
  }
  const plan = (name: string, t: string | Take): Plan => {
    const take = takeOf(t)
    return { name, take, date: take.date === undefined ? null : dateReader(take.date, m.zone), unknown }
  }
  const plans = Object.entries(m.fields).map(([k, t]) => plan(k, t))
  const externals = Object.entries(m.external).map(([k, t]) => plan(k, t))
  const dates = new Map<string, DateReader>()
  const instant = (d: { column: string; date: string }, row: SourceRow): { at: string } | { fault: string } | null => {
    const text = textOf(row, d.column, missing)
    if (text === null) return null
    const reader = dates.get(d.date) ?? dateReader(d.date, m.zone)
    dates.set(d.date, reader)
    const read = reader(text)
    return 'fault' in read ? { fault: `${d.column}: ${read.fault}` } : read
  }
  const stateTake = m.state

  const readCase = (c: Case): { draft: Draft | null; faults: Fault[] } => {
    const faults: Fault[] = []
    const [first] = c.rows
    const firstLine = first?.line ?? 0
    const refuse = (reason: string, line = firstLine): { draft: null; faults: Fault[] } => ({ draft: null, faults: [...faults, { line, key: c.key, reason, kind: 'record' }] })
    if (!first || c.key === '' || missing.has(c.key)) return refuse(`has no ${m.key}`)
    const opened = instant(m.opened, first)
    if (opened === null) return refuse(`${m.opened.column}: is missing, so it is not known when it began`)
    if ('fault' in opened) return refuse(opened.fault)
    const stages: Stage[] = []
    for (const row of m.rows === 'per-record' ? [first] : c.rows) {
      const stage = m.rows === 'per-record' ? lastStage(row, opened.at) : stageOf(row)
      if ('fault' in stage) faults.push({ line: row.line, key: c.key, reason: stage.fault, kind: 'row' })
      else stages.push(stage)
    }
    if (m.order === 'time') stages.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    for (const [i, s] of stages.entries()) {
      if (s.state !== same) continue
      const last = stages[i - 1]
      stages[i] = { ...s, state: last?.state ?? r.initial, pendingReason: last?.pendingReason ?? null }
    }
    if (m.rows === 'per-record' && c.rows.length > 1) faults.push({ line: c.rows[1]?.line ?? 0, key: c.key, reason: 'comes twice; the first row was taken', kind: 'row' })
    if (stages.length === 0) return refuse('no row of it could be taken')
    const moments = m.rows === 'per-record' ? spread(stages[0] as Stage, first, opened.at) : stages
    if ('fault' in moments) return refuse(moments.fault)
    const late = moments.find((s) => s.at < opened.at)
    if (late) faults.push({ line: late.row.line, key: c.key, reason: `an update at ${late.at} lies before the opening at ${opened.at}; both were kept as they are`, kind: 'remark' })
    const entries: DraftEntry[] = []
    const names = new Map<string, Named>()
    let before: Record<string, unknown> = { state: r.initial }
    for (let i = -1; i < moments.length; i++) {
      const s = moments[Math.max(i, 0)] as Stage
      // The opening knows what its first row says, but neither its state nor what was learned later.
      const now = i < 0 ? { ...s, at: opened.at, state: r.initial, pendingReason: null, isOpening: true } : { ...s, isOpening: false }
      const after = valuesAt(now, moments, i, c)
      if ('fault' in after) { faults.push({ line: s.row.line, key: c.key, reason: after.fault, kind: 'row' }); continue }
      const changes: Record<string, unknown> = {}
      for (const [k, v] of Object.entries(after.values)) {
        if (entries.length === 0 ? v !== null : !isSame(before[k] ?? null, v ?? null)) changes[k] = v
        if (isNamed(v)) names.set(`${v.make} ${v.name}`, v)
      }
      if (i >= 0 && Object.keys(changes).length === 0 && m.rows === 'per-record') continue
      entries.push({ at: now.at, verb: entries.length === 0 ? 'create' : verbFor(r, before, after.values), actorName: actorOf(s.row), changes })
      before = { ...before, ...after.values }
    }
    if (entries.length === 0) return refuse('no row of it could be taken')
    const [resolvedAt, closedAt] = [before['resolvedAt'], before['closedAt']]
    for (const [name, t] of [['resolved', resolvedAt], ['closed', closedAt]] as const) if (typeof t === 'string' && t < opened.at) return refuse(`was ${name} at ${t}, before it was opened at ${opened.at}`)
    for (const reason of words) faults.push({ line: firstLine, key: c.key, reason, kind: 'remark' })
    words = []
    const contentHash = createHash('sha256').update(canonical(c.rows.map((x) => x.values))).digest('hex')
    return { draft: { key: c.key, createdAt: opened.at, entries, contentHash, names: [...names.values()] }, faults }
  }

  interface Stage {
    readonly at: string
    readonly state: string
    readonly pendingReason: string | null
    readonly row: SourceRow
  }
  const groupOf = (state: string): string => r.states[state]?.group ?? 'open'

  const stateOf = (row: SourceRow): { state: string; pendingReason: string | null } | { fault: string } => {
    if (!stateTake) return { state: r.initial, pendingReason: null }
    const read = valueOf({ name: 'state', take: stateTake, date: null, unknown }, row, missing)
    if ('fault' in read) return read
    const [state = '', reason] = String(read.value ?? '').split(':')
    if (state === same && m.rows === 'per-update') return { state, pendingReason: null }
    if (!Object.hasOwn(r.states, state)) return { fault: `state: ${JSON.stringify(state)} is no state of ours; known are ${Object.keys(r.states).join(', ')}` }
    return { state, pendingReason: groupOf(state) === 'waiting' ? reason ?? null : null }
  }
  const stageOf = (row: SourceRow): Stage | { fault: string } => {
    const at = m.at ? instant(m.at, row) : null
    if (at === null) return { fault: `${m.at?.column}: is missing, so it is not known when this happened` }
    if ('fault' in at) return at
    const state = stateOf(row)
    return 'fault' in state ? state : { at: at.at, ...state, row }
  }
  const lastStage = (row: SourceRow, openedAt: string): Stage | { fault: string } => {
    const state = stateOf(row)
    return 'fault' in state ? state : { at: openedAt, ...state, row }
  }
  /** A record of which only the end is known: opened, then resolved, then closed, each at its own time. */
  const spread = (s: Stage, row: SourceRow, openedAt: string): Stage[] | { fault: string } => {
    const out: Stage[] = []
    for (const [d, state] of [[m.resolved, 'resolved'], [m.closed, 'closed']] as const) {
      const at = d ? instant(d, row) : null
      if (at === null) continue
      if ('fault' in at) return at
      if (groupOf(s.state) === 'done' || !stateTake) out.push({ at: at.at, state: state === 'closed' && s.state === 'cancelled' ? s.state : state, pendingReason: null, row })
    }
    if (out.length > 0) return out.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    if (groupOf(s.state) === 'done') return { fault: `is ${s.state} without a time at which it was` }
    return [{ ...s, at: openedAt }]
  }

  const holds = (when: Take['when'], state: string): boolean =>
    when === undefined || (when === 'closed' ? state === 'closed' : when === 'waiting' ? groupOf(state) === 'waiting' : groupOf(state) === 'done')

  const valuesAt = (s: Stage & { isOpening: boolean }, all: readonly Stage[], i: number, c: Case): { values: Record<string, Value | Record<string, Value>> } | { fault: string } => {
    const values: Record<string, Value | Record<string, Value>> = { state: s.state }
    if (r.fields['pendingReason']) values['pendingReason'] = s.pendingReason
    const one = (p: Plan, isExternal: boolean): Read => {
      if (s.isOpening && isExternal && p.name === 'state') return { value: null }
      if (!holds(p.take.when, s.state)) return { value: null }
      // A constant of the whole case belongs to its last episode; an earlier one ended when its own row says.
      const isEarlier = p.take.when !== undefined && all.slice(i + 1).some((x) => !holds(p.take.when, x.state))
      if (isEarlier || (p.take.keep === 'entered' && p.take.when !== undefined)) {
        let k = i
        while (k > 0 && holds(p.take.when, (all[k - 1] as Stage).state)) k--
        return { value: p.date ? (all[k] as Stage).at : null }
      }
      if (p.take.keep === 'first') return valueOf(p, c.rows[0] as SourceRow, missing)
      if (p.take.keep === 'set') {
        const seen = new Set<string>()
        for (const x of all.slice(0, Math.max(i, 0) + 1)) {
          const v = valueOf(p, x.row, missing)
          if ('value' in v && v.value !== null) seen.add(String(v.value))
        }
        return { value: seen.size === 0 ? null : [...seen].sort().join('+') }
      }
      return valueOf(p, s.row, missing)
    }
    for (const p of plans) {
      const read = one(p, false)
      if ('fault' in read) return read
      const f = r.fields[p.name]
      if (!f) return { fault: `${p.name} is no field of a ${r.words.one.toLowerCase()}` }
      let v = read.value
      if (v !== null && !isNamed(v)) {
        const fit = f.schema.safeParse(f.kind === 'text' && typeof v === 'string' ? v.replace(/[\r\n\u0000]+/g, ' ').slice(0, 200) : v)
        if (!fit.success) return { fault: `${p.name}: ${JSON.stringify(String(v).slice(0, 60))} ${fit.error.issues[0]?.message ?? 'does not fit'}` }
        v = fit.data as Value
      }
      if (v === null && !f.optional) {
        if (p.name === r.title) v = `${r.words.one} ${c.key}`
        else if (f.initial !== undefined) v = f.initial as Value
        else return { fault: `${p.name}: is missing` }
      }
      values[p.name] = v
    }
    const known: Record<string, Value> = {}
    for (const p of externals) {
      const read = one(p, true)
      if ('fault' in read) return read
      if (read.value !== null && !isNamed(read.value)) known[p.name] = typeof read.value === 'string' ? read.value.replaceAll('\u0000', '').slice(0, 2000) : read.value
    }
    if (r.fields['external']) values['external'] = known
    if (r.fields['formerNumber']) values['formerNumber'] = c.key.slice(0, 80)
    return { values }
  }
  const actorOf = (row: SourceRow): string => ((m.actor ? textOf(row, m.actor, missing) : null) ?? m.title).replace(/[\r\n\u0000]+/g, ' ').slice(0, 200)
  return { read: readCase }
}

function textOf(row: SourceRow, column: string, missing: ReadonlySet<string>): string | null {
  const raw = row.values[column]
  if (raw === undefined) return null
  const text = raw.trim()
  return text === '' || missing.has(text) ? null : text
}

function valueOf(p: Plan, row: SourceRow, missing: ReadonlySet<string>): Read {
  const { take } = p
  const text = take.text === undefined ? (take.column === undefined ? null : textOf(row, take.column, missing)) : filled(take.text, row, missing)
  if (take.values) {
    if (text !== null && Object.hasOwn(take.values, text)) return { value: take.values[text] ?? null }
    if (take.else !== undefined) {
      if (text !== null) p.unknown?.(take.column ?? p.name, text, take.else)
      return { value: take.else }
    }
    return text === null ? { value: null } : { fault: `${take.column ?? p.name}: ${JSON.stringify(text.slice(0, 60))} is a word that the mapping does not know` }
  }
  if (text === null) return { value: take.else ?? null }
  if (p.date) {
    const read = p.date(text)
    return 'fault' in read ? { fault: `${take.column}: ${read.fault}` } : { value: read.at }
  }
  if (take.make) return { value: { make: take.make, name: text.replace(/\s+/g, ' ').slice(0, 120) } }
  return converted(take, text, p.name)
}

/** `{a} · {b}` with what is there; without both, null. */
function filled(template: string, row: SourceRow, missing: ReadonlySet<string>): string | null {
  let found = 0
  const out = template.replace(/\{([^}]+)\}/g, (_, column: string) => {
    const t = textOf(row, column, missing)
    if (t !== null) found++
    return t ?? '\u0001'
  })
  if (found === 0) return null
  return out.replace(/\s*[·/,:-]?\s*\u0001\s*[·/,:-]?\s*/g, ' ').trim()
}

const yes = new Set(['true', 'yes', '1', 'y', 'ja', 'oui', 'si'])
const no = new Set(['false', 'no', '0', 'n', 'nein', 'nee', 'non'])

function converted(take: Take, text: string, name: string): Read {
  const at = take.column ?? name
  if (take.as === 'yesno' || take.as === 'not') {
    const word = text.toLowerCase()
    if (!yes.has(word) && !no.has(word)) return { fault: `${at}: ${JSON.stringify(text.slice(0, 60))} is neither yes nor no` }
    return { value: yes.has(word) !== (take.as === 'not') }
  }
  if (take.as === 'number' || take.as === 'minutes' || take.as === 'hours' || take.as === 'decimal-comma') {
    const n = Number(take.as === 'decimal-comma' ? text.replace(/\./g, '').replace(',', '.') : text)
    if (!Number.isFinite(n)) return { fault: `${at}: ${JSON.stringify(text.slice(0, 60))} is no number` }
    return { value: take.as === 'minutes' ? n * 60 : take.as === 'hours' ? n * 3600 : n }
  }
  return { value: text }
}

// Nearly all values are texts and numbers; only the rest is compared by what it says.
const isSame = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b))

// Several verbs may lead to one state: an incident is closed by closing, and by merging. A former system tells only the state.
const usualVerbs: Readonly<Record<string, string>> = { classified: 'classify', assigned: 'assign', pending: 'pause', resolved: 'resolve', closed: 'close', cancelled: 'cancel' }

/** The verb of ours that leads from the one to the other; `update` where none does. */
function verbFor(r: RecordType, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string {
  const [was, is] = [String(before['state']), String(after['state'])]
  if (was !== is) {
    const usual = usualVerbs[is]
    if (usual !== undefined && r.verbs[usual]) return usual
    const fits = Object.entries(r.verbs).filter(([, v]) => v.to === is)
    return (fits.find(([, v]) => v.from !== 'any' && allowsFrom(v, was)) ?? fits[0])?.[0] ?? 'update'
  }
  return !isSame(before['teamId'] ?? null, after['teamId'] ?? null) && r.verbs['assign'] ? 'assign' : 'update'
}
