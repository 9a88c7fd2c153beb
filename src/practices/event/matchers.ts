/** Label matchers as silences and filters use them: their shape, their text form, and whether they hold for labels. */
import { z } from 'zod'
import type { Labels } from './labels.ts'
import { fits, patternFault } from './pattern.ts'

export interface Matcher {
  readonly name: string
  readonly value: string
  readonly isRegex: boolean
  readonly isEqual: boolean
}

/** One matcher as Alertmanager's API writes it; a missing `isEqual` means equal. */
export const matcherSchema: z.ZodType<Matcher> = z.strictObject({
  name: z.string().min(1).max(200), value: z.string().max(4096), isRegex: z.boolean().default(false), isEqual: z.boolean().default(true),
}).superRefine((m, ctx) => {
  const fault = m.isRegex ? patternFault(m.value) : null
  if (fault !== null) ctx.addIssue({ code: 'custom', message: `${m.name}: ${fault}`, path: ['value'] })
}) as unknown as z.ZodType<Matcher>

/** Whether the matcher holds; a label that is missing counts as empty. One whose pattern cannot be read never holds: better a page too many than one that nobody gets. */
export function matches(m: Matcher, labels: Labels): boolean {
  const value = (Object.hasOwn(labels, m.name) ? labels[m.name] : '') ?? ''
  return (m.isRegex ? fits(m.value, value) : value === m.value) === m.isEqual
}

/** Whether all hold. Patterns come last: most alerts fail a plain value before. */
export const matchesAll = (list: readonly Matcher[], labels: Labels): boolean =>
  list.every((m) => m.isRegex || matches(m, labels)) && list.every((m) => !m.isRegex || matches(m, labels))

/** Whether a label that is not there would pass: a silence of only such matchers would hide everything. */
export const matchesEmpty = (m: Matcher): boolean => matches(m, {})

const written = /^\s*("(?:[^"\\]|\\.)*"|[^\s"=!~{},]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^"{},]*?)\s*$/s

/** Reads `name="value"`, with `=`, `!=`, `=~` or `!~`; quotes may be left out. Null where it cannot be read. */
export function readMatcher(text: string): Matcher | null {
  const parts = written.exec(text)
  const [, name, op, value] = parts ?? []
  if (name === undefined || op === undefined || value === undefined) return null
  const plainName = unquote(name)
  const plain = unquote(value)
  if (plainName === null || plain === null || plainName === '') return null
  const m: Matcher = { name: plainName, value: plain, isRegex: op === '=~' || op === '!~', isEqual: op === '=' || op === '=~' }
  return m.isRegex && patternFault(m.value) !== null ? null : m
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }
function unquote(text: string): string | null {
  if (!text.startsWith('"')) return text
  return text.slice(1, -1).replace(/\\(.)/gs, (whole, c: string) => escapes[c] ?? whole)
}

/** `severity=~"warning|critical"`: the form in which matchers are shown. */
export const matcherText = (m: Matcher): string =>
  `${m.name}${m.isRegex ? (m.isEqual ? '=~' : '!~') : m.isEqual ? '=' : '!='}${JSON.stringify(m.value)}`
