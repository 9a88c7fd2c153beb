/** Which keys a file had so far, in twelve bytes each: a set of texts would hold some seventy. */
import { createHash } from 'node:crypto'

/** Answers whether a key was asked about before. Two keys of one mark (96 bits of SHA-256) would be taken for one: among two million by a chance of 10⁻¹⁷. */
export interface KeyMarks {
  /** True where this key was asked before; remembers it, unless as many are remembered as may be. */
  has(key: string): boolean
}

const words = 3
// Half of the places stay free, so that one is found after a few looks.
const mostFull = 0.5

/** `most`: how many are remembered; later keys are only looked up. */
export function keyMarks(most: number, startingAt = 1024): KeyMarks {
  let places = startingAt
  let marks = new Uint32Array(places * words)
  let count = 0
  /** Where this mark stands, or the free place where it belongs. A mark of zeros means free. */
  const placeOf = (a: number, b: number, c: number): number => {
    for (let i = a % places; ; i = i + 1 === places ? 0 : i + 1) {
      const at = i * words
      if ((marks[at] === 0 && marks[at + 1] === 0 && marks[at + 2] === 0) || (marks[at] === a && marks[at + 1] === b && marks[at + 2] === c)) return at
    }
  }
  const put = (at: number, a: number, b: number, c: number): void => { marks[at] = a; marks[at + 1] = b; marks[at + 2] = c }
  const grow = (): void => {
    const old = marks
    places *= 2
    marks = new Uint32Array(places * words)
    for (let at = 0; at < old.length; at += words) {
      const [a, b, c] = [old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0]
      if (a !== 0 || b !== 0 || c !== 0) put(placeOf(a, b, c), a, b, c)
    }
  }
  return {
    has: (key) => {
      const digest = createHash('sha256').update(key).digest()
      const [a, b, c] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8)]
      const at = placeOf(a, b, c)
      if (marks[at] === a && marks[at + 1] === b && marks[at + 2] === c) return true
      if (count >= most) return false
      put(at, a, b, c)
      count++
      if (count > places * mostFull) grow()
      return false
    },
  }
}
