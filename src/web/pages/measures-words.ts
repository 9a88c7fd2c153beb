/** A definition in plain words: what is counted among what, by which time; and conditions as sentences. Pure. */
import type { FactSketch, FactTableSketch } from '../../client/measures.ts'
import { listed } from '../../kit/format.ts'
import { type Definition, type FactCondition, isOfMoment, type Measure, type MeasureStep } from '../../model/measure.ts'

/** Names of facts; `external.location` is `location` of the former system. */
export function factLabel(name: string, table: FactTableSketch | undefined): string {
  if (name.startsWith('external.')) return `${name.slice(9).replaceAll('_', ' ')} (former system)`
  return table?.fields.find((f) => f.id === name)?.label ?? name
}
export const factOf = (name: string, table: FactTableSketch | undefined): FactSketch | undefined => table?.fields.find((f) => f.id === name)

const yes = (v: string | undefined): boolean => v === 'true'
const lower = (s: string): string => (/^[A-Z][a-z]/.test(s) ? s.charAt(0).toLowerCase() + s.slice(1) : s)

/** `reopenings: 1 or more`, `cancelled: no`, `category: Network or Mail`; `names` gives words to ids. */
export function conditionWords(c: FactCondition, table: FactTableSketch | undefined, names: Readonly<Record<string, string>> = {}): { subject: string; words: string } {
  const f = factOf(c.field, table)
  const subject = factLabel(c.field, table)
  const word = (v: string): string => names[v] ?? f?.words?.[v] ?? (f?.kind === 'yesno' ? (yes(v) ? 'yes' : 'no') : v)
  const values = c.values.map(word)
  switch (c.op) {
    case 'empty': return { subject, words: yes(c.values[0]) ? 'not recorded' : 'recorded' }
    case 'from': return { subject, words: `${values[0] ?? ''} or more` }
    case 'to': return { subject, words: `under ${values[0] ?? ''}` }
    case 'not': return { subject, words: `not ${values.join(' or ')}` }
    default: return { subject, words: values.join(' or ') }
  }
}

const joined = (list: readonly FactCondition[], table: FactTableSketch | undefined): string => listed(list.map((c) => { const { subject, words } = conditionWords(c, table); return `${lower(subject)}: ${words}` }))

/** What the records of a table of facts are called. */
export const rowsOf = (of: string): string => (of.endsWith('_step') ? `entries in the history of ${plural(recordOf(of))}` : plural(recordOf(of)))
/** The record that a table of facts or of steps is about. */
const recordOf = (of: string): string => of.slice(0, -5)
const named: Readonly<Record<string, string>> = { ci: 'configuration items', discrepancy: 'discrepancies' }
const plural = (name: string): string => named[name] ?? `${name.replaceAll('_', ' ')}s`

/** Lines of `How it is counted`, the most important first. */
export interface SaidDefinition {
  readonly counted: string
  /** For shares and ratios: below the line. */
  readonly among: string | null
  readonly time: string
  readonly only: string | null
}

export function definitionWords(def: Definition, table: FactTableSketch | undefined): SaidDefinition {
  const rows = rowsOf(def.of)
  const label = (name: string | undefined): string => lower(name === undefined ? '' : factLabel(name, table))
  const only = def.where.length === 0 ? null : joined(def.where, table)
  const time = def.kind === 'fresh' && def.of.endsWith('_step') ? 'is read at a moment: each as it stood then' : isOfMoment(def.kind) ? `stands from ${label(def.start)} to ${label(def.end)}` : `by when it was ${label(def.member ?? def.start)}`
  const said = (countedWords: string, among: string | null = null): SaidDefinition => ({ counted: countedWords, among, time, only })
  const q = def.p === 0.5 ? 'middle one' : `one that ${Math.round((def.p ?? 0.5) * 100)} of 100 do not exceed`
  switch (def.kind) {
    case 'count': return said(def.distinct === undefined ? rows : `different values of ${label(def.distinct)} among ${rows}`)
    case 'share': return def.distinct !== undefined ? said(`${rows}, the last of each ${def.distinct === 'recordId' ? 'record' : label(def.distinct)} in the period, with ${joined(def.hits ?? [], table)}`, `${rows}, the last of each`) : said(`${rows} with ${joined(def.hits ?? [], table)}`, `${rows} of which that is known`)
    case 'sum': return said(`${label(def.value)} of ${rows}, added up`)
    case 'mean': return said(`${label(def.value)} of ${rows}, the mean`)
    case 'least': return said(`the least ${label(def.value)} of ${rows}`)
    case 'most': return said(`the most ${label(def.value)} of ${rows}`)
    case 'ratio': return said(`${label(def.value)} of ${rows}, added up`, `${label(def.per)}, added up`)
    case 'quantile': return said(`${label(def.value)} of ${rows}: the ${q}; open ones are left out`)
    case 'survival': return said(`time from ${label(def.start)} to ${label(def.end)} of ${rows}: the ${q}; open ones count as at least so long`)
    case 'fresh': { const things = plural(recordOf(def.of)); return said(`${things} ${label(def.value)} in the ${def.withinDays ?? 0} days before the moment`, `${things} that stand at the moment`) }
    case 'rate-ratio': return said(`what happened in the ${def.afterDays ?? 0} days from ${label(def.member)} on, a day, to what ${rows} touch`, `the same in the ${def.beforeDays ?? 0} days before ${label(def.start)}, a day`)
    case 'stock': return said(`${rows} that stand open at the moment`)
    case 'age': return said(`how long ${rows} have stood open at the moment: the ${q}`)
  }
}

/** What would bring the first cases of a measure, and where that is set up; null where people's daily work does. */
export function filledBy(def: Definition | null): { readonly says: string; readonly href: string; readonly label: string } | null {
  switch (def?.of) {
    case 'observed_change_fact': return { says: 'Pipelines that report the changes they make fill it.', href: '/settings/tokens', label: 'Make a token for a pipeline' }
    case 'ci_fact': case 'ci_step': case 'discrepancy_fact': return { says: 'An inventory that is imported and compared fills it.', href: '/imports/new', label: 'Import an inventory' }
    case 'release_fact': case 'release_step': return { says: 'Releases that go live fill it.', href: '/records/releases/new', label: 'Plan a release' }
    default: return null
  }
}

export const stepWords: Readonly<Record<MeasureStep, string>> = {
  hour: 'By hour', day: 'By day', week: 'By week', month: 'By month', quarter: 'By quarter', year: 'By year', weekday: 'By weekday', 'hour-of-day': 'By hour of the day', 'hour-of-week': 'By weekday and hour', all: 'All as one number',
}
/** One of a step: `month`. */
export const stepNoun: Readonly<Record<MeasureStep, string>> = { hour: 'hour', day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year', weekday: 'weekday', 'hour-of-day': 'hour', 'hour-of-week': 'hour', all: 'time' }

export const betterWords: Readonly<Record<Measure['better'], string>> = { higher: 'higher is better', lower: 'lower is better', neither: 'neither way is better' }

/** Facts that a number can be divided by: words and small counts, not single records, instants or spans. */
export function dividers(table: FactTableSketch | undefined): { value: string; label: string }[] {
  if (!table) return []
  const isDivider = (f: FactSketch): boolean => !['recordId', 'requesterId', 'number', 'version', 'knownFrom', 'untilKnownFrom', 'external', 'steps', 'effortMinutes'].includes(f.id) && ['ref', 'choice', 'text', 'yesno', 'integer'].includes(f.kind)
  return [...table.fields.filter(isDivider).map((f) => ({ value: f.id, label: f.label })), ...table.external.map((x) => ({ value: `external.${x}`, label: factLabel(`external.${x}`, table) }))]
}
