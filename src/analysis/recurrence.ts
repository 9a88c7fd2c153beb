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
import { Growing, parts, whole } from './growing.ts'
import { shingles, wordsOf } from './shingle.ts'
import { bucketOf, buckets, bucketsOf, countBuckets, heaviestShingles, weightOf, type WordWeights } from './word-weights.ts'

/** How alike two texts must be, as the cosine of their weights: 0 nothing shared, 1 the same words. */
export const sameTrouble = 0.65

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

/** Finds clusters one text after the other. Weights do not change under it: learn anew and build again, nightly for example. */
export class RecurrenceIndex {
  readonly #weights: WordWeights
  readonly #threshold: number
  readonly #leaders: string[] = []
  /** Leader → where its features begin in `#features` and `#values`, the heaviest first. One more entry ends the last. */
  readonly #starts = new Growing(whole)
  readonly #features = new Growing(whole)
  readonly #values = new Growing(parts)
  /** Bucket → its last posting + 1; posting → leader and the posting before + 1. */
  readonly #lastPosting = new Uint32Array(buckets)
  readonly #postedLeader = new Growing(whole)
  readonly #postedBefore = new Growing(whole)
  readonly #met = new Growing(whole)
  readonly #query = new Float64Array(buckets)
  /** Texts with equal features, as many are, are compared once: hash of the features → place. */
  readonly #known = new Map<number, { readonly leader: number; readonly similarity: number }>()
  #questions = 0

  constructor(weights: WordWeights, threshold: number = sameTrouble) {
    this.#weights = weights
    this.#threshold = threshold
  }

  /** Clusters so far. */
  get size(): number { return this.#leaders.length }

  /** Takes a text in. A text without words begins no cluster and joins none: undefined. */
  add(id: string, text: string): Membership | undefined {
    const words = wordsOf(text)
    const found = this.place(id, bucketsOf(words))
    return found && { cluster: this.#leaders[found.leader] ?? id, similarity: found.similarity, shared: this.#shared(found.leader, words) }
  }

  /** As `add`, of the hashed features of a text and without the explanation; `leader` counts clusters from 0. */
  place(id: string, features: ArrayLike<number>): { readonly leader: number; readonly similarity: number } | undefined {
    if (features.length === 0) return undefined
    const key = hashOf(features)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const weighed = this.#weigh(features)
    let found = this.#nearest(weighed)
    if (found === undefined) {
      found = { leader: this.#leaders.length, similarity: 1 }
      this.#lead(id, weighed)
    }
    // What is remembered of the leader's own text is 1: another text with its features is as like it as can be.
    if (this.#known.size < rememberedTexts) this.#known.set(key, found)
    return found
  }

  // Features of a text by falling weight, scaled to length 1. Equal weights stand in order of the bucket.
  #weigh(list: ArrayLike<number>): { bucket: number; value: number }[] {
    const features = Array.from(list, (bucket) => ({ bucket, value: weightOf(bucket, this.#weights) }))
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
    let visited = 0
    const [starts, buckets, values, query] = [this.#starts.values, this.#features.values, this.#values.values, this.#query]
    const [postedLeader, postedBefore, met] = [this.#postedLeader.values, this.#postedBefore.values, this.#met.values]
    for (const { bucket } of this.#heaviest(features)) {
      for (let posting = this.#lastPosting[bucket] ?? 0; posting !== 0 && compared < maxComparisons && visited < maxVisits; posting = postedBefore[posting - 1] ?? 0) {
        visited++
        const leader = postedLeader[posting - 1] ?? 0
        if (met[leader] === question) continue
        met[leader] = question
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
    return heaviestShingles(shingles(words).filter((f) => own.has(bucketOf(f))), this.#weights)
  }
}

/**
 * The clusters of a corpus with at least `atLeast` members, the largest first, then in order of their leaders.
 * 150,000 short texts that nearly all differ took nine seconds; a million of them more than three minutes and 1 GB.
 */
export function recurrenceClusters(items: readonly IdentifiedText[], options: { readonly atLeast?: number; readonly threshold?: number } = {}): Cluster[] {
  const features = new Growing(whole)
  const ends = new Growing(whole)
  for (const item of items) {
    for (const bucket of bucketsOf(wordsOf(item.text))) features.push(bucket)
    ends.push(features.length)
  }
  const listOf = (i: number): Uint32Array | Float32Array => features.values.subarray(i === 0 ? 0 : ends.at(i - 1), ends.at(i))
  const weights = countBuckets(items.keys().map(listOf))
  const index = new RecurrenceIndex(weights, options.threshold)
  const members = new Map<number, number[]>()
  items.forEach((item, i) => {
    const place = index.place(item.id, listOf(i))
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
  return heaviestShingles([...asked[0] ?? []].filter((f) => asked.filter((own) => own.has(f)).length * 2 >= asked.length), weights)
}

// A text is compared with at most this many leaders, the newest of its rarest words first: what shares nothing rarer
// with thousands of clusters has no trouble of its own to be recognized by.
const maxComparisons = 200
// So many entries are looked at for that: most are leaders met before by another word.
const maxVisits = 1000
const rememberedTexts = 1_000_000

// 53 bits of two multiplications: among a million texts two that differ meet once in ten thousand runs.
function hashOf(features: ArrayLike<number>): number {
  let a = 0x811c9dc5
  let b = 0x9e3779b1
  for (let i = 0; i < features.length; i++) {
    a = Math.imul(a ^ (features[i] ?? 0), 0x85ebca6b)
    b = Math.imul(b ^ (features[i] ?? 0) ^ (a >>> 15), 0xc2b2ae35)
  }
  return (a & 0x1fffff) * 2 ** 32 + (b >>> 0)
}
