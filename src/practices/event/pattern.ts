/** Patterns that people and senders write, in RE2's grammar and anchored at both ends as Alertmanager has them: no text makes one of them slow. */
import { RE2JS, RE2Set } from 're2js'

/** Of a list of plain words, which costs one look-up however long it is. */
const longestChoice = 4096
/** Of anything else: reading a class of Unicode letters costs a tenth of a millisecond, and four hundred characters hold many. */
const longestPattern = 400
/** RE2's work is the size of the pattern times the length of the text. Counted repeats multiply the size: `(a{30}){30}` is 900. */
const largestProgram = 1000
const longestTested = 512

// States that a pattern remembers to be fast; where they do not suffice it is slower by the size of its program and not more.
const memoryBytes = 262_144
const mostCompiled = 500

/** A sentence that says why this pattern is not taken, or null. */
export function patternFault(pattern: string): string | null {
  const words = wordsOf(pattern)
  const most = words === null ? longestPattern : longestChoice
  if (pattern.length > most) return `a pattern may have at most ${longestPattern} characters, a choice of plain words ${longestChoice}`
  if (words !== null) return null
  try {
    return RE2JS.compile(pattern).programSize() > largestProgram ? 'a pattern with so many counted repeats is refused, because matching it takes long' : null
  } catch (e) {
    return `is no pattern that RE2 reads: ${(e instanceof Error ? e.message : String(e)).replace(/^error parsing regexp: /, '').slice(0, 200)}`
  }
}

/**
 * Whether the whole text fits; null where the pattern cannot be read. Of a text beyond 512 characters only these are looked at.
 * Takes time in proportion to pattern and text, whatever both are.
 */
export function fits(pattern: string, text: string): boolean | null {
  return compile(pattern)?.(text.length > longestTested ? text.slice(0, longestTested) : text) ?? null
}

type Test = (text: string) => boolean
const compiled = new Map<string, Test | null>()

function compile(pattern: string): Test | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  if (compiled.size >= mostCompiled) compiled.clear()
  const made = build(pattern)
  compiled.set(pattern, made)
  return made
}

function build(pattern: string): Test | null {
  const words = wordsOf(pattern)
  if (words !== null) return (text) => words.has(text)
  try {
    const set = new RE2Set(RE2Set.ANCHOR_BOTH, 0, memoryBytes)
    set.add(pattern)
    set.compile()
    return (text) => set.match(text).length > 0
  } catch {
    return null
  }
}

const plain = /^(?:[^\\.+*?()|[\]{}^$]|\\[\\.+*?()|[\]{}^$\-/])*$/

/** The words of a choice without any operator, such as `warning|critical` or `web1\.example`: most patterns are one. Null for the others. */
function wordsOf(pattern: string): ReadonlySet<string> | null {
  const words = pattern.split(/(?<!\\)\|/)
  return words.every((w) => plain.test(w)) ? new Set(words.map((w) => w.replace(/\\(.)/gs, '$1'))) : null
}
