/**
 * Groups occurrences that tell of the same trouble: by their words, what they happened to and their category, each
 * linked to the others that are alike enough (`recurrence-likeness.ts`), and says which words they share.
 *
 * Single linkage: two occurrences are in one cluster if a chain of alike ones leads from one to the other, so the result
 * does not depend on their order, and one that comes later can only join clusters. Given the same texts it is always
 * the same.
 */
import { RecurrenceCorpus, type Occurrence } from './recurrence-corpus.ts'
import { shingles, wordsOf } from './shingle.ts'
import { bucketOf, weightOf, type WordWeights } from './word-weights.ts'

/** A group of occurrences of the same trouble. */
export interface Cluster {
  /** The id of its first occurrence in time; of equal times the first given. */
  readonly leader: string
  /** Ids in order of time, of equal times in the order given. */
  readonly members: readonly string[]
  /** The heaviest words and word pairs that at least half of the members share, at most eight. May be empty. */
  readonly words: readonly string[]
}

/** An occurrence with the id by which the caller knows it. */
export interface IdentifiedOccurrence extends Occurrence {
  readonly id: string
}

/**
 * The clusters of a corpus with at least `atLeast` members (2 where not given), the largest first, then by their first
 * occurrence. Texts without words are in none. For a million at once use `RecurrenceCorpus`, which need not keep the texts.
 */
export function recurrenceClusters(items: readonly IdentifiedOccurrence[], options: { readonly atLeast?: number } = {}): Cluster[] {
  const corpus = new RecurrenceCorpus()
  for (const item of items) corpus.add(item)
  const { clusterOf, weights } = corpus.clusters()
  const members = Map.groupBy(items.keys().filter((i) => clusterOf[i] !== -1), (i) => clusterOf[i] ?? -1)
  return [...members.entries()].filter(([, own]) => own.length >= (options.atLeast ?? 2)).sort(([a, own], [b, other]) => other.length - own.length || a - b)
    .map(([, own]) => {
      const inTime = own.map((i) => items[i]).filter((item) => item !== undefined).sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
      return { leader: inTime[0]?.id ?? '', members: inTime.map((m) => m.id), words: sharedWords(inTime.map((m) => m.text), weights) }
    })
}

/** Texts asked for the words that they share; more would not change which words half of them have. */
export const textsAsked = 100

/**
 * The words and word pairs that at least half of these texts have, the most telling first, at most eight: the rare before the frequent, of equal ones
 * the longer. Neither words of up to three letters, nor pairs of such, nor a word of a pair that is named. Asks the first `textsAsked`.
 */
export function sharedWords(texts: readonly string[], weights: WordWeights): string[] {
  const asked = texts.slice(0, textsAsked).map((text) => new Set(shingles(wordsOf(text))))
  const counts = new Map<string, number>()
  for (const own of asked) for (const f of own) counts.set(f, (counts.get(f) ?? 0) + 1)
  const common = [...counts].filter(([f, n]) => n * 2 >= asked.length && f.split(' ').some(isTelling)).map(([f]) => ({ f, weight: weightOf(bucketOf(f), weights) }))
  common.sort((a, b) => b.weight - a.weight || b.f.length - a.f.length || (a.f < b.f ? -1 : 1))
  const named: string[] = []
  for (const { f } of common) {
    if (named.some((known) => known.split(' ').includes(f))) continue
    if (named.push(f) === mostNamed) break
  }
  return named
}

const mostNamed = 8
/** `vpn3` and signs that are words of their own say something, `at` and `the` do not. */
const isTelling = (word: string): boolean => word.length > 3 || /[\p{N}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word)
