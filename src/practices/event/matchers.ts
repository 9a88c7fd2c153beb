/** Label matchers as silences and filters use them: their shape, their text form, and whether they hold for labels. */
import { z } from 'zod'
import type { Labels } from './labels.ts'

export interface Matcher {
  readonly name: string
  readonly value: string
  readonly isRegex: boolean
  readonly isEqual: boolean
}

const maxPattern = 400
// Backtracking costs length^repeats: three open-ended repeats over 512 characters stay below a tenth of a second.
const maxRepeats = 3
const maxTested = 512
// Each choice multiplies the ways to try: thirteen optional letters in a row are 8192, forty are an hour. A repeat weighs as much as sixteen.
const mostWays = 8192
const waysOfRepeat = 16

/** A sentence that says why this pattern is not taken, or null. Patterns are anchored at both ends; RE2 is the model, so no look-around and no back references. */
export function patternFault(pattern: string): string | null {
  if (pattern.length > maxPattern) return `a pattern may have at most ${maxPattern} characters`
  if (/\(\?(?![:imsU-])/.test(pattern) || /\\[1-9]/.test(pattern)) return 'look-around, named groups and back references are not read here'
  const bare = pattern.replace(/\\./gs, '_').replace(/\[[^\]]*\]/gs, '_')
  if (repeatsChoice(bare)) return 'a repeated group with a repeat or choice inside is refused, because matching it can take forever'
  if ((bare.match(/[*+]|\{\d+,/g) ?? []).length > maxRepeats) return `a pattern may have at most ${maxRepeats} open-ended repeats`
  if (waysThrough(bare) > mostWays) return 'a pattern with so many choices in a row is refused, because matching it can take forever'
  try {
    compile(pattern)
    return null
  } catch {
    return 'is no regular expression'
  }
}

/** Whether a repeated group holds, at any depth, a repeat or a choice. */
function repeatsChoice(bare: string): boolean {
  const groups: number[] = []
  for (let i = 0; i < bare.length; i++) {
    if (bare[i] === '(') groups.push(i)
    if (bare[i] !== ')') continue
    const start = groups.pop() ?? 0
    if (/[*+{]/.test(bare.charAt(i + 1)) && /[*+{|]/.test(bare.slice(start + 1, i))) return true
  }
  return false
}

/** How many ways there are to walk the pattern: choices in a row multiply, alternatives add up. Infinite where what repeats has itself a choice. */
function waysThrough(bare: string): number {
  let at = 0
  const quantifier = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y
  const branches = (): number => {
    let sum = 0
    let product = 1
    while (at < bare.length && bare[at] !== ')') {
      const c = bare[at++]
      if (c === '|') { sum += product; product = 1; continue }
      let ways = 1
      if (c === '(') { ways = branches(); at++ }
      quantifier.lastIndex = at
      const [q = '', least = '', comma = '', most = ''] = quantifier.exec(bare) ?? []
      at += q.length
      if (q.startsWith('?')) ways++
      else if (q !== '') ways = least !== '' && comma === '' ? ways ** Number(least) : ways > 1 ? Infinity : most === '' ? waysOfRepeat : Math.min(waysOfRepeat, Number(most) + 1)
      product *= ways
    }
    return sum + product
  }
  return branches()
}

const compiled = new Map<string, RegExp>()
function compile(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known) return known
  const flagged = /^\(\?([ims]+)\)/.exec(pattern)
  const made = new RegExp(`^(?:${flagged ? pattern.slice(flagged[0].length) : pattern})$`, `u${flagged?.[1] ? [...new Set(flagged[1])].join('') : ''}`)
  if (compiled.size > 2000) compiled.clear()
  compiled.set(pattern, made)
  return made
}

/** One matcher as Alertmanager's API writes it; a missing `isEqual` means equal. */
export const matcherSchema: z.ZodType<Matcher> = z.strictObject({
  name: z.string().min(1).max(200), value: z.string().max(4096), isRegex: z.boolean().default(false), isEqual: z.boolean().default(true),
}).superRefine((m, ctx) => {
  const fault = m.isRegex ? patternFault(m.value) : null
  if (fault !== null) ctx.addIssue({ code: 'custom', message: `${m.name}: ${fault}`, path: ['value'] })
}) as unknown as z.ZodType<Matcher>

/** Whether the matcher holds; a label that is missing counts as empty. */
export function matches(m: Matcher, labels: Labels): boolean {
  const value = (Object.hasOwn(labels, m.name) ? labels[m.name] : '') ?? ''
  const equal = m.isRegex ? compile(m.value).test(value.slice(0, maxTested)) : value === m.value
  return equal === m.isEqual
}

export const matchesAll = (list: readonly Matcher[], labels: Labels): boolean => list.every((m) => matches(m, labels))

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
