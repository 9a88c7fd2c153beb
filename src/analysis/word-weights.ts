/**
 * How much each word and word pair of a corpus says: what is rare weighs more.
 *
 * Source: inverse document frequency, K. Spärck Jones, Journal of Documentation 28 (1972), smoothed. Features are counted
 * by hash (K. Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009), so memory is 16 MB
 * whatever the size of the corpus.
 */
import { wordsOf } from './shingle.ts'

/** Number of hashes. Two features of a text meet in one only in a text among thousands, and then weigh a little wrong. */
export const buckets = 1 << 22

/** How often words and word pairs occur in a corpus. Plain values: can be kept and loaded. */
export interface WordWeights {
  readonly texts: number
  /** For each hash the number of texts with a word or word pair of that hash. */
  readonly counts: Uint32Array
}

/** Learns from the texts of a corpus. */
export function learnWeights(texts: Iterable<string>): WordWeights {
  return countBuckets(Iterator.from(texts).map((text) => bucketsOf(wordsOf(text))))
}

/** As `learnWeights`, from the hashes of each text. */
export function countBuckets(lists: Iterable<ArrayLike<number>>): WordWeights {
  const counts = new Uint32Array(buckets)
  let texts = 0
  for (const list of lists) {
    texts++
    for (let i = 0; i < list.length; i++) counts[list[i] ?? 0] = (counts[list[i] ?? 0] ?? 0) + 1
  }
  return { texts, counts }
}

/** Natural logarithm of (texts + 1) / (texts with it + 1), plus 1: what was never seen weighs most, what all have weighs 1. */
export function weightOf(bucket: number, { texts, counts }: WordWeights): number {
  return 1 + Math.log((texts + 1) / ((counts[bucket] ?? 0) + 1))
}

/** The squared weights of all hashes, 16 MB. */
export const squaresOf = (weights: WordWeights): Float32Array => {
  const squares = new Float32Array(buckets)
  const unseen = weightOf(-1, weights) ** 2
  for (let b = 0; b < buckets; b++) squares[b] = weights.counts[b] === 0 ? unseen : weightOf(b, weights) ** 2
  return squares
}

/** The distinct hashes of all shingles of these words, as `bucketOf` gives them, without putting pairs together as strings. */
export function bucketsOf(words: readonly string[]): number[] {
  const found = new Set<number>()
  let before: number | undefined
  for (const word of words) {
    const hash = hashed(word, fnvBasis)
    found.add(folded(hash))
    if (before !== undefined) found.add(folded(hashed(word, hashed(' ', before))))
    before = hash
  }
  return [...found]
}

/** The hash of one shingle: FNV-1a (RFC 9923) over UTF-16 units, folded to 22 bits. */
export function bucketOf(shingle: string): number {
  return folded(hashed(shingle, fnvBasis))
}

const fnvBasis = 0x811c9dc5
const folded = (hash: number): number => ((hash >>> 22) ^ hash) & (buckets - 1)

function hashed(text: string, from: number): number {
  let hash = from
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
