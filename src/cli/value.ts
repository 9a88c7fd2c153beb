/** Turns what was typed behind a flag into the value that its field takes. */
import type { FieldSketch } from '../client/shapes.ts'
import { kebab, UsageError } from './usage.ts'

const spanUnits: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** What to type, for help. */
export function valueWords(field: FieldSketch): string {
  switch (field.kind) {
    case 'choice': return field.words === null ? 'STATE' : Object.keys(field.words).join('|')
    case 'ref': return (field.to ?? 'record').toUpperCase()
    case 'refs': return `${(field.to ?? 'record').toUpperCase()},...`
    case 'instant': return 'INSTANT'
    case 'day': return 'DAY'
    case 'integer': return 'NUMBER'
    case 'ratio': return 'SHARE'
    case 'seconds': return 'SPAN'
    case 'yesno': return 'yes|no'
    case 'email': return 'ADDRESS'
    case 'zone': return 'ZONE'
    case 'tags': return 'TAG,...'
    case 'json': return 'JSON'
    case 'text': case 'prose': return 'TEXT'
  }
}

/** How to write the values that these fields take, where it is not plain: one line a kind. */
export function valueNotes(fields: readonly FieldSketch[]): readonly string[] {
  const kinds = new Set(fields.map(({ kind }) => kind))
  const targets = [...new Set(fields.flatMap(({ to }) => (to === null ? [] : [to.toUpperCase()])))]
  return [
    ...(targets.length > 0 ? [`${targets.join(', ')}: a number such as ABC-1042, a name, or an id.`] : []),
    ...(kinds.has('instant') ? ['INSTANT: 2026-03-17T14:32 in your zone, or with an offset: 2026-03-17T13:32Z.'] : []),
    ...(kinds.has('day') ? ['DAY: 2026-03-17.'] : []),
    ...(kinds.has('seconds') ? ['SPAN: 90 (seconds), 30m, 2h, 1d12h.'] : []),
    ...(kinds.has('ratio') ? ['SHARE: 0.5 or 50%.'] : []),
    ...(kinds.has('zone') ? ['ZONE: a name such as Europe/Berlin.'] : []),
    ...(fields.some(({ optional }) => optional) ? ["An empty value ('') clears what may be unknown."] : []),
  ]
}

/** The value for the API. Names of references stay as typed; see `resolve`. An empty text clears an optional field. */
export function readValue(field: FieldSketch, flag: string, typed: string): unknown {
  const wrong = (what: string): never => { throw new UsageError(`--${flag} must be ${what}, not "${typed}"`) }
  if (typed === '' && field.optional) return null
  switch (field.kind) {
    case 'choice': return field.words === null ? typed : choiceOf(field.words, typed) ?? wrong(`one of ${Object.keys(field.words).join(', ')}`)
    case 'refs': case 'tags': return listOf(typed)
    case 'integer': return /^-?\d{1,15}$/.test(typed) ? Number(typed) : wrong('a whole number')
    case 'seconds': return spanOf(typed) ?? wrong('a span such as 90 (seconds), 30m, 2h or 1d')
    case 'ratio': return shareOf(typed) ?? wrong('a share such as 0.5 or 50%')
    case 'yesno': return /^(yes|true|y|1)$/i.test(typed) ? true : /^(no|false|n|0)$/i.test(typed) ? false : wrong('yes or no')
    case 'instant': return instantOf(typed) ?? wrong('an instant such as 2026-03-17T14:32 (in your zone) or 2026-03-17T13:32Z')
    case 'json': return jsonOf(typed) ?? wrong('JSON')
    case 'text': case 'prose': case 'ref': case 'day': case 'email': case 'zone': return typed
  }
}

/** A filter's value: several with commas, each spelled as the API wants it. */
export function readFilter(field: FieldSketch, suffix: string, flag: string, typed: string): string {
  if (suffix === '.empty') return String(readValue({ ...field, kind: 'yesno', optional: false }, flag, typed))
  const asOne = field.kind === 'refs' || field.kind === 'tags' ? { ...field, kind: 'text' as const } : field
  return listOf(typed).map((one) => String(readValue({ ...asOne, optional: false }, flag, one))).join(',')
}

const listOf = (typed: string): string[] => typed.split(',').map((one) => one.trim()).filter((one) => one !== '')

/** A value or its word, however it is written: `in_progress`, `in-progress`, `In progress`. */
export function choiceOf(words: Readonly<Record<string, string>>, typed: string): string | null {
  const plain = (text: string): string => kebab(text).toLowerCase().replace(/[\s_-]+/g, '-')
  const found = Object.entries(words).find(([value, word]) => value === typed || plain(value) === plain(typed) || plain(word) === plain(typed))
  return found?.[0] ?? null
}

function spanOf(typed: string): number | null {
  if (/^\d{1,9}$/.test(typed)) return Number(typed)
  if (!/^(\d{1,6}[smhdw])+$/.test(typed)) return null
  return [...typed.matchAll(/(\d+)([smhdw])/g)].reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (spanUnits[unit] ?? 1), 0)
}

function shareOf(typed: string): number | null {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%)?$/.exec(typed) ?? []
  return number === undefined ? null : Number(number) / (percent ? 100 : 1)
}

/** Without an offset it is a wall-clock time here; a day alone is its first instant here. */
function instantOf(typed: string): string | null {
  const [, day, time = '', offset = ''] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?(Z|[+-]\d\d:\d\d)?$/i.exec(typed) ?? []
  if (day === undefined) return null
  const ms = Date.parse(`${day}T${time || '00:00'}${offset}`)
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null
}

function jsonOf(typed: string): unknown {
  try { return JSON.parse(typed) as unknown } catch { return undefined }
}
