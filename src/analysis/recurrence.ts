/**
 * Groups texts that tell of the same trouble: a text joins the cluster whose first text shares enough of its rare words
 * and word pairs, else it begins one. Each membership is explained by the words that both share.
 *
 * Source: TF-IDF weights and cosine (G. Salton and C. Buckley, Information Processing & Management 24, 1988); candidates
 * by prefix filtering, which loses no pair (R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search",
 * WWW 2007); leader clustering (J. Hartigan, "Clustering Algorithms", 1975, chapter 3). The first text leads instead of
 * linking through all members, so that chains of small steps cannot join what has nothing in common, and a cluster stays
 * what it is when more arrives. Given the same texts in the same order the result is always the same.
 */
import { shingles, wordsOf } from './shingle.ts'

/** How alike two texts must be, as the cosine of their weights: 0 nothing shared, 1 the same words. */
export const sameTrouble = 0.65

/** How often words and word pairs occur, learnt from a corpus; rare ones weigh more. */
export interface WordWeights {
  readonly texts: number
  /** For each of 2²² hashes the number of texts with a word or word pair of that hash. */
  readonly counts: Uint32Array
}

/** Where a text belongs, and why. */
export interface Membership {
  /** The id of the text that leads the cluster; its own where it began one. */
  readonly cluster: string
  /** With the leader, 0 to 1. */
  readonly similarity: number
  /** The shared words and word pairs that weigh most, heaviest first, at most eight. */
  readonly shared: readonly string[]
}

/** A group of texts about the same trouble. */
export interface Cluster {
  /** The id of its first text. */
  readonly leader: string
  /** Ids in the order given, the leader first. */
  readonly members: readonly string[]
  /** The heaviest words and word pairs of the leader that at least half of the members share, at most eight. */
  readonly words: readonly string[]
}

/** A text with the id by which the caller knows it. */
export interface IdentifiedText {
  readonly id: string
  readonly text: string
}

/** Counts the features of a corpus. Memory is 16 MB whatever its size: features are counted by a hash of 22 bits. */
export function learnWeights(texts: Iterable<string>): WordWeights {
  const counts = new Uint32Array(buckets)
  let n = 0
  for (const text of texts) {
    n++
    for (const bucket of bucketsOf(wordsOf(text))) counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { texts: n, counts }
}

/** Finds clusters one text after the other. Weights do not change under it: learn anew and build again, nightly for example. */
export class RecurrenceIndex {
  readonly #weights: WordWeights
  readonly #threshold: number
  readonly #leaders: string[] = []
  /** Leader → where its features begin in `#features` and `#values`; sorted by bucket. One more entry ends the last. */
  readonly #starts = new Growing(whole)
  readonly #features = new Growing(whole)
  readonly #values = new Growing(parts)
  /** Bucket → its last posting + 1; posting → leader and the posting before + 1. */
  readonly #lastPosting = new Uint32Array(buckets)
  readonly #postedLeader = new Growing(whole)
  readonly #postedBefore = new Growing(whole)
  readonly #met = new Growing(whole)
  readonly #query = new Float64Array(buckets)
  /** Texts that are word for word equal, which many are, are compared once. */
  readonly #known = new Map<string, { readonly leader: number; readonly similarity: number }>()
  #questions = 0

  constructor(weights: WordWeights, threshold: number = sameTrouble) {
    this.#weights = weights
    this.#threshold = threshold
  }

  /** Clusters so far. */
  get size(): number { return this.#leaders.length }

  /** Takes a text in. A text without words begins no cluster and joins none: undefined. */
  add(id: string, text: string): Membership | undefined {
    const found = this.place(id, text)
    return found && { cluster: found.cluster, similarity: found.similarity, shared: this.#shared(found.leader, wordsOf(text)) }
  }

  /** As `add`, without the explanation, which costs more than the place; `leader` counts clusters from 0. */
  place(id: string, text: string): { readonly cluster: string; readonly leader: number; readonly similarity: number } | undefined {
    const words = wordsOf(text)
    if (words.length === 0) return undefined
    const key = words.join(' ')
    let found = this.#known.get(key)
    if (found === undefined) {
      const features = this.#weigh(words)
      found = this.#nearest(features)
      if (found === undefined) {
        found = { leader: this.#leaders.length, similarity: 1 }
        this.#lead(id, features)
      }
      if (this.#known.size < rememberedTexts) this.#known.set(key, found)
    }
    return { cluster: this.#leaders[found.leader] ?? id, ...found }
  }

  // Features of a text by falling weight, scaled to length 1. Equal weights stand in order of the bucket.
  #weigh(words: readonly string[]): { bucket: number; value: number }[] {
    const features = [...bucketsOf(words)].map((bucket) => ({ bucket, value: weightOf(bucket, this.#weights) }))
    const length = Math.sqrt(features.reduce((sum, f) => sum + f.value * f.value, 0))
    for (const f of features) f.value /= length
    return features.sort((a, b) => b.value - a.value || a.bucket - b.bucket)
  }

  // Two texts of length 1 whose heaviest parts (all but a rest shorter than the threshold) share nothing have a cosine
  // below the threshold, so only those parts are posted and asked for.
  #heaviest<F extends { readonly value: number }>(features: readonly F[]): readonly F[] {
    let rest = 1
    const end = features.findIndex((f) => { rest -= f.value * f.value; return rest < this.#threshold * this.#threshold })
    return features.slice(0, end + 1 || features.length)
  }

  #nearest(features: readonly { bucket: number; value: number }[]): { leader: number; similarity: number } | undefined {
    const question = ++this.#questions
    for (const f of features) this.#query[f.bucket] = f.value
    let best: { leader: number; similarity: number } | undefined
    let compared = 0
    const [starts, buckets, values, query] = [this.#starts.values, this.#features.values, this.#values.values, this.#query]
    for (const { bucket } of this.#heaviest(features)) {
      for (let posting = this.#lastPosting[bucket] ?? 0; posting !== 0 && compared < maxComparisons; posting = this.#postedBefore.at(posting - 1)) {
        const leader = this.#postedLeader.at(posting - 1)
        if (this.#met.at(leader) === question) continue
        this.#met.set(leader, question)
        compared++
        let similarity = 0
        const end = starts[leader + 1] ?? 0
        for (let i = starts[leader] ?? 0; i < end; i++) similarity += (values[i] ?? 0) * (query[buckets[i] ?? 0] ?? 0)
        if (similarity < this.#threshold) continue
        if (best === undefined || similarity > best.similarity || (similarity === best.similarity && leader < best.leader)) best = { leader, similarity: Math.min(similarity, 1) }
      }
    }
    for (const f of features) this.#query[f.bucket] = 0
    return best
  }

  #lead(id: string, features: readonly { bucket: number; value: number }[]): void {
    const leader = this.#leaders.push(id) - 1
    if (leader === 0) this.#starts.push(0)
    for (const { bucket, value } of features) {
      this.#features.push(bucket)
      this.#values.push(value)
    }
    this.#starts.push(this.#features.length)
    this.#met.push(0)
    for (const { bucket } of this.#heaviest(features)) {
      this.#postedLeader.push(leader)
      this.#postedBefore.push(this.#lastPosting[bucket] ?? 0)
      this.#lastPosting[bucket] = this.#postedLeader.length
    }
  }

  #shared(leader: number, words: readonly string[]): string[] {
    const own = new Set<number>()
    for (let i = this.#starts.at(leader); i < this.#starts.at(leader + 1); i++) own.add(this.#features.at(i))
    return heaviestWords(shingles(words).filter((f) => own.has(bucketOf(f))), this.#weights)
  }
}

/**
 * The clusters of a corpus with at least `atLeast` members, the largest first, then in order of their leaders. Two passes
 * over the texts, so these are a list. A million short texts take minutes and some 300 bytes of memory each.
 */
export function recurrenceClusters(items: readonly IdentifiedText[], options: { readonly atLeast?: number; readonly threshold?: number } = {}): Cluster[] {
  const weights = learnWeights(items.values().map((item) => item.text))
  const index = new RecurrenceIndex(weights, options.threshold)
  const members = new Map<number, number[]>()
  items.forEach((item, i) => {
    const place = index.place(item.id, item.text)
    if (place === undefined) return
    const own = members.get(place.leader)
    if (own === undefined) members.set(place.leader, [i])
    else own.push(i)
  })
  return [...members.values()].filter((own) => own.length >= (options.atLeast ?? 2)).sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
    .map((own) => ({ leader: items[own[0] ?? 0]?.id ?? '', members: own.map((i) => items[i]?.id ?? ''), words: commonWords(own.map((i) => items[i]?.text ?? ''), weights) }))
}

// A hundred members are asked: more would not change which words half of them share.
function commonWords(texts: readonly string[], weights: WordWeights): string[] {
  const asked = texts.slice(0, 100).map((text) => new Set(shingles(wordsOf(text))))
  return heaviestWords([...asked[0] ?? []].filter((f) => asked.filter((own) => own.has(f)).length * 2 >= asked.length), weights)
}

const heaviestWords = (features: readonly string[], weights: WordWeights): string[] =>
  features.map((feature) => ({ feature, weight: weightOf(bucketOf(feature), weights) })).sort((a, b) => b.weight - a.weight || (a.feature < b.feature ? -1 : 1)).slice(0, 8).map((f) => f.feature)

// Four million buckets: two of a text's features meet in one only once in thousands of texts, and then only weigh a
// little wrong; similarity needs most of the features to agree.
const buckets = 1 << 22
// A text is compared with at most this many leaders, the newest of its rarest words first: what shares nothing rarer
// with thousands of clusters has no trouble of its own to be recognized by.
const maxComparisons = 1000
const rememberedTexts = 1_000_000

// Natural logarithm of (texts + 1) / (texts with it + 1), plus 1; what was never seen weighs most.
const weightOf = (bucket: number, { texts, counts }: WordWeights): number => 1 + Math.log((texts + 1) / ((counts[bucket] ?? 0) + 1))

// FNV-1a over UTF-16 units, folded to 22 bits (Fowler, Noll, Vo; RFC 9923).
const bucketOf = (feature: string): number => folded(hashed(feature, fnvBasis))
const fnvBasis = 0x811c9dc5
const folded = (hash: number): number => ((hash >>> 22) ^ hash) & (buckets - 1)
function hashed(text: string, from: number): number {
  let hash = from
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

// The distinct buckets of all shingles of these words, without putting the pairs together as strings.
function bucketsOf(words: readonly string[]): Set<number> {
  const found = new Set<number>()
  let before: number | undefined
  for (const word of words) {
    const hash = hashed(word, fnvBasis)
    found.add(folded(hash))
    if (before !== undefined) found.add(folded(hashed(word, hashed(' ', before))))
    before = hash
  }
  return found
}

/** A list of numbers that holds them without boxing. */
class Growing {
  readonly #make: (size: number) => Uint32Array | Float32Array
  #values: Uint32Array | Float32Array
  length = 0

  constructor(make: (size: number) => Uint32Array | Float32Array) {
    this.#make = make
    this.#values = make(1024)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = this.#make(this.#values.length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.length++] = value
  }

  /** The numbers themselves, with room behind the last; to be asked for again after each `push`. */
  get values(): Uint32Array | Float32Array { return this.#values }
  at(i: number): number { return this.#values[i] ?? 0 }
  set(i: number, value: number): void { this.#values[i] = value }
}

const whole = (size: number): Uint32Array => new Uint32Array(size)
const parts = (size: number): Float32Array => new Float32Array(size)
