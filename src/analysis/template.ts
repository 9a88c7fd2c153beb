/**
 * Finds the templates behind log lines and alert texts: what stays the same, with `<*>` where each line differs.
 *
 * A line is cut into words and separators; what looks like a parameter (has a digit, is a path or long hexadecimal) is
 * one at once. Of the rest, a place is a parameter when `wordsOfParameter` different words have stood there in lines
 * that are otherwise equal. So a template does not depend on the order of the lines, nor on a profile of their source.
 *
 * Sources: masking and the fixed walk from a line to its group after P. He et al., "Drain: An Online Log Parsing Approach
 * with Fixed Depth Tree", ICWS 2017; counting the words at a place after S. Yu et al., "Brain: Log Parsing with
 * Bidirectional Parallel Tree", IEEE TSC 2023. Judged by grouping accuracy: J. Zhu et al., "Tools and Benchmarks for
 * Automated Log Parsing", ICSE-SEIP 2019.
 */

/** The place of a parameter in a template. */
export const parameter = '<*>'

/** Mines one source; the lines of another belong to a miner of their own. */
export interface TemplateMiner {
  /** Takes a line in and returns a number for its group. A later line can join groups: ask `templateOf` for what a group is by then. */
  readonly add: (line: string) => number
  /** The group and template that a number stands for now: two numbers with one group are the same event. */
  readonly templateOf: (number: number) => { readonly group: number; readonly template: string }
}

/** A group of lines. */
export interface Template {
  readonly template: string
  readonly count: number
  /** Positions of its lines in what was given. */
  readonly lines: readonly number[]
}

/** A miner that has seen nothing. Memory grows with the number of distinct lines after masking, at most `rememberedLines`. */
export function templateMiner(): TemplateMiner {
  const lines: Line[] = []
  const byHash = new Map<number, Place>() // a line's own hash, and those with one word taken out
  const place = (hash: number): Place => {
    let found = byHash.get(hash)
    if (found === undefined) byHash.set(hash, found = { words: new Set(), members: [], general: -1 })
    return found
  }
  const root = (number: number): number => {
    let at = number
    while (lines[at]?.into !== at) at = lines[at]?.into ?? at
    return at
  }
  const enter = (words: readonly string[], hash: number): number => {
    const own = place(hash)
    if (own.general !== -1 || lines.length >= rememberedLines) return own.general
    const number = lines.push({ words, parameters: words.filter((w) => w === parameter).length, into: lines.length }) - 1
    own.general = number
    for (const member of own.members) join(member, number)
    const spoken = words.filter(isWord).length
    words.forEach((word, i) => {
      if (!isWord(word) || spoken - 1 < wordsAround) return
      const without = hash - partOfHash(word, i) + partOfHash(parameter, i)
      const here = place(without)
      here.members.push(number)
      here.words.add(word)
      if (here.general === -1 && here.words.size >= wordsOfParameter) enter(words.with(i, parameter), without)
      else if (here.general !== -1) join(number, here.general)
    })
    return number
  }
  // The line with more parameters leads, then the one that is first by its words.
  const join = (one: number, other: number): void => {
    const [a, b] = [lines[root(one)], lines[root(other)]]
    if (a === undefined || b === undefined || a === b) return
    const aLeads = a.parameters - b.parameters || (a.words.join(' ') < b.words.join(' ') ? 1 : -1)
    if (aLeads > 0) b.into = a.into
    else a.into = b.into
  }
  return {
    add(text) {
      const words = wordsOfLine(text)
      return enter(words, words.reduce((sum, word, i) => sum + partOfHash(word, i), 0))
    },
    templateOf(number) {
      const group = root(number)
      return { group, template: lines[group]?.words.join(' ') ?? parameter }
    },
  }
}

/** The templates of these lines, the most frequent first, then by text. */
export function mineTemplates(texts: readonly string[]): Template[] {
  const miner = templateMiner()
  const numbers = texts.map((text) => miner.add(text))
  const groups = new Map<number, { template: string; lines: number[] }>()
  numbers.forEach((number, i) => {
    const { group, template } = miner.templateOf(number)
    const found = groups.get(group)
    if (found === undefined) groups.set(group, { template, lines: [i] })
    else found.lines.push(i)
  })
  return [...groups.values()].map((g) => ({ ...g, count: g.lines.length })).sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1))
}

// Five: a state that is up, down, failed or unknown keeps its four templates; the name of a user or a file becomes one.
const wordsOfParameter = 5
// A place is judged only where at least so many words stand around it: "user X" alone says too little.
const wordsAround = 3
/** Beyond so many distinct lines new ones are no longer told apart: number -1, template `<*>`. */
export const rememberedLines = 200_000

interface Line {
  readonly words: readonly string[]
  readonly parameters: number
  /** The line that leads its group; itself where none does. */
  into: number
}

interface Place {
  /** The words that stood at this place. */
  readonly words: Set<string>
  readonly members: number[]
  /** The line with a parameter at this place, -1 while there is none. */
  general: number
}

const isWord = (word: string): boolean => /\p{L}/u.test(word)

// Sums of per-place hashes, so that one word can be exchanged in constant time; 2⁵² wide: a wrong meeting would need
// tens of millions of places.
function partOfHash(word: string, place: number): number {
  let a = Math.imul(place + 1, 0x9e3779b1)
  let b = Math.imul(place + 1, 0x85ebca6b) ^ 0x811c9dc5
  for (let i = 0; i < word.length; i++) {
    a = Math.imul(a ^ word.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ word.charCodeAt(i), 0x5bd1e995)
  }
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d)
  b = Math.imul(b ^ (b >>> 13), 0x297a2d39)
  return ((a >>> 0) & 0x3fff) * 2 ** 32 + ((b ^ (b >>> 16)) >>> 0)
}

/** The longest part of a line that is read; what comes after it is a parameter. */
const longestLine = 4000

// Separators are words of their own, so that `state=up,` and `state=down` differ in one place.
function wordsOfLine(line: string): string[] {
  let text = line.slice(0, longestLine)
  for (const [pattern, by] of masks) text = text.replace(pattern, by)
  const words: string[] = []
  for (const raw of text.replace(/[=:,()[\]{}|;"']/g, ' $& ').split(/\s+/)) {
    if (raw === '') continue
    const word = /\d/.test(raw) || raw === '*' ? parameter : raw
    if (word === parameter && repeatsParameter(words)) continue
    words.push(word)
  }
  return words
}

// A list of numbers, however long, is one parameter: `1, 2` and `1, 2, 3` are `<*>`. Drops the separator in between.
function repeatsParameter(words: string[]): boolean {
  const between = words.at(-1) === parameter ? 0 : words.at(-2) === parameter && /^[^\p{L}*]+$/u.test(words.at(-1) ?? '') ? 1 : -1
  if (between === 1) words.pop()
  return between !== -1
}

// What holds no digit and still is a parameter gets one. Each pattern is linear in the line.
const masks: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){3,}\b/gi, '0'], // hardware address
  [/\b[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){3,}\b/gi, '0'], // IPv6
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, '0'],
  [/(^|[\s=:"'([,<])(?:[A-Za-z]:\\|\.{0,2}\/|https?:\/\/)[^\s"'()[\]<>,;]+/g, '$10'], // path or link
  [/\b[0-9a-f]{8,}\b/gi, '0'],
  [/(\d)\s*(?:[KMGT]i?B|bytes|B|ms|s|sec|seconds)\b/g, '$1'], // an amount with its unit
]
