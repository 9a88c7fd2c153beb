/** Writes values, tables and records for a terminal. */
import { stripVTControlCharacters } from 'node:util'
import type { AnyRow, FieldSketch, RecordSketch, Titles } from '../client/shapes.ts'

/** Text that cannot move the cursor, change colours or forge a line: records hold what strangers wrote. */
export const printable = (text: string, keepLines = false): string =>
  stripVTControlCharacters(text).replace(keepLines ? /[^\P{C}\n\t]/gu : /\p{C}/gu, '\ufffd')

/** `2026-03-17 14:32` in the zone of this machine. */
export const localTime = (at: string): string => {
  const ms = Date.parse(at)
  return Number.isFinite(ms) ? minutes.format(ms) : at
}
// Swedish writes a date as ISO 8601 does.
const minutes = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })

/** A span in its two largest units: `2 h 5 min`. */
export function spanText(totalSeconds: number): string {
  const parts: string[] = []
  let left = Math.abs(Math.round(totalSeconds))
  for (const [word, size] of [['d', 86_400], ['h', 3600], ['min', 60], ['s', 1]] as const) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0) parts.push(`${count} ${word}`)
  }
  return `${totalSeconds < 0 ? '-' : ''}${parts.slice(0, 2).join(' ') || '0 s'}`
}

/** One value on one line; not recorded is empty. */
export function cell(type: RecordSketch, field: FieldSketch, value: unknown, titles: Titles = {}): string {
  if (value === null || value === undefined) return ''
  if (field.name === 'state') return type.states.find((s) => s.name === value)?.label ?? String(value)
  switch (field.kind) {
    case 'choice': return field.words?.[String(value)] ?? printable(String(value))
    case 'ref': return titleOf(String(value), titles)
    case 'refs': return (value as readonly unknown[]).map((id) => titleOf(String(id), titles)).join(', ')
    case 'tags': return printable((value as readonly unknown[]).join(', '))
    case 'instant': return localTime(String(value))
    case 'seconds': return spanText(Number(value))
    case 'ratio': return `${Math.round(Number(value) * 1000) / 10} %`
    case 'yesno': return value === true ? 'yes' : 'no'
    case 'json': return printable(JSON.stringify(value))
    case 'prose': return printable(String(value), true)
    case 'text': case 'day': case 'integer': case 'email': case 'zone': return printable(String(value))
  }
}

const titleOf = (id: string, titles: Titles): string => {
  const known = titles[id]
  return known ? `${known.number} ${printable(known.title)}` : id
}

/** Columns under their heads, two blanks between. On a terminal the last one is cut so that no line wraps. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], lineWidth?: number): string {
  const widths = heads.map((head, i) => Math.max(widthOf(head), ...rows.map((row) => widthOf(row[i] ?? ''))))
  const line = (cells: readonly string[]): string => {
    const text = cells.map((c, i) => (i === cells.length - 1 ? c : c + ' '.repeat((widths[i] ?? 0) - widthOf(c)))).join('  ').trimEnd()
    return lineWidth === undefined || widthOf(text) <= lineWidth ? text : `${[...text].slice(0, lineWidth - 1).join('')}…`
  }
  return [heads, ...rows].map(line).join('\n')
}

// Wide East Asian letters take two cells (Unicode UAX 11); marks that sit on another letter take none.
const widthOf = (text: string): number =>
  /^[\x20-\x7e]*$/.test(text) ? text.length : [...text].reduce((sum, c) => sum + (/\p{M}/u.test(c) ? 0 : wide.test(c) ? 2 : 1), 0)
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/** Fields that say most about a record in a list, in this order, of those it has. */
const telling = ['priority', 'severity', 'kind', 'role', 'key', 'tier', 'status', 'serviceId', 'teamId', 'assigneeId', 'email', 'at']
const mostColumns = 4

/** The fields a list shows where nobody chose: number, state, the telling ones, last news, title. */
export function columnsOf(type: RecordSketch): FieldSketch[] {
  const has = (name: string): FieldSketch[] => type.fields.filter((f) => f.name === name)
  const own = telling.filter((name) => name !== type.title && type.own.includes(name)).slice(0, mostColumns)
  return ['number', 'state', ...own, 'updatedAt', ...(type.title === 'number' ? [] : [type.title])].flatMap(has)
}

/** Not recorded, "no" and an empty list are left out of a card. */
const says = (value: unknown): boolean => value !== null && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

/** All that is recorded of one record, a line a field; long texts stand below. */
export function card(type: RecordSketch, row: AnyRow, titles: Titles = {}): string {
  const hidden = new Set(['id', 'number', 'version', type.title])
  const fields = type.fields.filter((f) => !hidden.has(f.name) && says(row[f.name]))
  const short = fields.filter((f) => f.kind !== 'prose')
  const width = Math.max(0, ...short.map((f) => f.label.length))
  const title = type.title === 'number' ? '' : `  ${printable(String(row[type.title] ?? ''))}`
  return [
    `${row.number}${title}`, '',
    ...short.map((f) => `  ${f.label.padEnd(width)}  ${cell(type, f, row[f.name], titles)}`),
    ...fields.filter((f) => f.kind === 'prose').flatMap((f) => ['', `  ${f.label}`, ...cell(type, f, row[f.name]).split('\n').map((l) => `    ${l}`)]),
  ].join('\n')
}
