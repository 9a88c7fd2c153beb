/**
 * Finds clusters in a large corpus in memory: equal texts on equal things become one node with a span of time, nodes that
 * may be alike are found by their rare words and their items, and what is alike is linked.
 *
 * Source: candidates by prefix filtering, which loses no pair (R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs
 * similarity search", WWW 2007); single linkage by union-find (R. Tarjan, JACM 22, 1975). What is linked does not depend
 * on the order of the texts, unless more than `askedOfOne` nodes share one word within the time compared.
 */
import { Growing, whole } from './growing.ts'
import { areApart, askedFeatures, comparedSeconds, lengthOf, markOf, neededText, restSeconds, type Setting } from './recurrence-likeness.ts'
import { wordsOf } from './shingle.ts'
import { buckets, bucketsOf, squaresOf, type WordWeights } from './word-weights.ts'

/** One time that something went wrong. */
export interface Occurrence {
  readonly text: string
  /** When, in seconds since 1970; equal for all where it is not known. */
  readonly at?: number
  /** Never linked across: an organization. */
  readonly scope?: string
  readonly ciIds?: readonly string[]
  readonly ciTypes?: readonly string[]
  /** Ids of items and services next to the items. */
  readonly around?: readonly string[]
  readonly serviceId?: string | null
  readonly category?: string | null
}

/** Where each occurrence belongs. */
export interface Clustering {
  /** By the order of `add`: the number of its cluster, -1 for a text without words. Clusters are numbered by their first occurrence in time, of equal times by the order added. */
  readonly clusterOf: Int32Array
  /** Number of clusters, those of one occurrence with them. */
  readonly size: number
  readonly weights: WordWeights
  /** By the order of `add`: the number of its node, -1 for a text without words. A node is one text on one set of things over the time it came again. */
  readonly nodeOf: Int32Array
  /** Distinct nodes, and pairs of them that were compared: what the work was. */
  readonly nodes: number
  readonly compared: number
}

/** Nodes looked at for one word or one item, the newest first; the words that more share say too little to find by. */
export const askedOfOne = 64

/** Takes texts in, then finds the clusters. Memory: about 100 bytes an occurrence and 4 a feature of each distinct text, beside 80 MB. */
export class RecurrenceCorpus {
  readonly #settings: Setting[] = []
  readonly #settingOf = new Map<string, number>()
  readonly #numberOf = new Map<string, number>()
  /** Hash of features and setting → signature. */
  readonly #signatureOf = new Map<number, number>()
  readonly #settingOfSignature = new Growing(whole)
  /** Signature → end of its features. */
  readonly #ends = new Growing(whole)
  readonly #features = new Growing(whole)
  readonly #counts = new Uint32Array(buckets)
  /** Occurrence → signature + 1, 0 for none; and its time. */
  readonly #signature = new Growing(whole)
  readonly #at = new Growing(whole)
  /** The last texts and their features: equal alerts come one after the other. */
  readonly #read = new Map<string, Uint32Array>()

  get length(): number { return this.#signature.length }

  /** Takes one in. Returns the number of its words on its things, counted from 0 in the order in which they came first; -1 for a text without words. */
  add(o: Occurrence): number {
    const features = this.#readFeatures(o.text)
    this.#at.push(Math.max(0, Math.floor(o.at ?? 0)))
    if (features.length === 0) { this.#signature.push(0); return -1 }
    const setting = this.#settingNumber(o)
    const key = hashOf(features, setting)
    let signature = this.#signatureOf.get(key)
    if (signature === undefined) {
      signature = this.#settingOfSignature.length
      this.#signatureOf.set(key, signature)
      this.#settingOfSignature.push(setting)
      for (const bucket of features) {
        this.#features.push(bucket)
        this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
      }
      this.#ends.push(this.#features.length)
    }
    this.#signature.push(signature + 1)
    return signature
  }

  /** As `add` returned it, by the order of `add`. */
  signatureOf(i: number): number { return this.#signature.at(i) - 1 }

  /** The clusters of all that was added; with `weights` learnt before, or with those of these texts, each distinct one counted once. */
  clusters(learnt?: WordWeights): Clustering {
    const weights = learnt ?? { texts: this.#settingOfSignature.length, counts: this.#counts }
    const spells = this.#spells()
    const links = this.#link(spells, weights)
    return { ...this.#numbered(spells, links.parent), nodeOf: Int32Array.from(spells.spellOf, (s) => s - 1), weights, nodes: spells.signature.length, compared: links.compared }
  }

  /** The sorted features of an occurrence's text, by the order of `add`; empty for a text without words. */
  featuresOf(i: number): ArrayLike<number> {
    const s = this.#signature.at(i)
    return s === 0 ? [] : this.#features.values.subarray(s === 1 ? 0 : this.#ends.at(s - 2), this.#ends.at(s - 1))
  }

  #readFeatures(text: string): Uint32Array {
    const known = this.#read.get(text)
    if (known !== undefined) return known
    const features = featuresOfText(text)
    if (this.#read.size >= rememberedTexts) this.#read.clear()
    this.#read.set(text, features)
    return features
  }

  #settingNumber(o: Occurrence): number {
    const category = o.category?.trim().toLowerCase() ?? ''
    const key = JSON.stringify([o.scope ?? '', o.serviceId ?? '', category, o.ciIds ?? [], o.ciTypes ?? [], o.around ?? []])
    const known = this.#settingOf.get(key)
    if (known !== undefined) return known
    const numbers = (kind: string, names: readonly string[]): number[] => names.map((name) => this.#number(`${kind}${name}`))
    const setting = this.#settings.push({
      scope: this.#number(`o${o.scope ?? ''}`), cis: numbers('c', o.ciIds ?? []), types: numbers('t', o.ciTypes ?? []), around: numbers('c', o.around ?? []),
      service: o.serviceId == null ? -1 : this.#number(`c${o.serviceId}`), category: category === '' ? -1 : this.#number(`k${category}`),
    }) - 1
    this.#settingOf.set(key, setting)
    return setting
  }

  #number(name: string): number {
    const known = this.#numberOf.get(name)
    if (known !== undefined) return known
    this.#numberOf.set(name, this.#numberOf.size)
    return this.#numberOf.size - 1
  }

  // The times of each signature, cut where it rested; a spell is a node. Sorted by their beginning.
  #spells(): Spells {
    const count = this.length
    const signatures = this.#settingOfSignature.length
    const starts = new Uint32Array(signatures + 2)
    for (let i = 0; i < count; i++) starts[this.#signature.at(i) + 1] = (starts[this.#signature.at(i) + 1] ?? 0) + 1
    for (let s = 0; s < signatures + 1; s++) starts[s + 1] = (starts[s + 1] ?? 0) + (starts[s] ?? 0)
    const order = new Uint32Array(count)
    const next = starts.slice()
    for (let i = 0; i < count; i++) {
      const place = next[this.#signature.at(i)] ?? 0
      order[place] = i
      next[this.#signature.at(i)] = place + 1
    }
    const [signature, first, last] = [new Growing(whole), new Growing(whole), new Growing(whole)]
    const spellOf = new Uint32Array(count)
    for (let s = 1; s <= signatures; s++) {
      const own = order.subarray(starts[s], starts[s + 1]).sort((a, b) => this.#at.at(a) - this.#at.at(b))
      let before = -Infinity
      for (const i of own) {
        const at = this.#at.at(i)
        if (at - before > restSeconds) {
          signature.push(s - 1)
          first.push(at)
          last.push(at)
        } else last.set(last.length - 1, at)
        before = at
        spellOf[i] = signature.length
      }
    }
    return byBeginning({ signature, first, last, spellOf })
  }

  // Nodes stand in order of their beginning from here on. What each is found by is known of all before the first is compared, so that the list of a
  // word is one piece of memory, read from its newest end.
  #link({ signature, first, last }: Spells, weights: WordWeights): { readonly parent: Uint32Array; readonly compared: number } {
    const count = signature.length
    const parent = Uint32Array.from({ length: count }, (_, i) => i)
    const root = (of: number): number => {
      let at = of
      for (let up = parent[at] ?? 0; up !== at; up = parent[at] ?? 0) at = parent[at] = parent[up] ?? 0
      return at
    }
    const squares = squaresOf(weights)
    const [features, ends] = [this.#features.values, this.#ends.values]
    const lengths = Float64Array.from({ length: this.#ends.length }, (_, s) => lengthOf(features.subarray(s === 0 ? 0 : ends[s - 1], ends[s]), squares))
    const settings = this.#settings
    const settingNumbers = Uint32Array.from({ length: count }, (_, node) => this.#settingOfSignature.at(signature.at(node)))
    const settingOf = (node: number): Setting => {
      const setting = settings[settingNumbers[node] ?? 0]
      if (setting === undefined) throw new Error('Broken promise: a text has a setting')
      return setting
    }
    const marks = Int32Array.from({ length: count }, (_, node) => markOf(settingOf(node)))
    const [keys, keyEnds, lists] = [new Growing(whole), new Growing(whole), new Uint32Array(buckets + 1)]
    for (let node = 0; node < count; node++) {
      const s = signature.at(node)
      for (const key of keysOf(askedFeatures(features.subarray(s === 0 ? 0 : ends[s - 1], ends[s]), squares), settingOf(node))) {
        keys.push(key)
        lists[key + 1] = (lists[key + 1] ?? 0) + 1
      }
      keyEnds.push(keys.length)
    }
    for (let key = 0; key < buckets; key++) lists[key + 1] = (lists[key + 1] ?? 0) + (lists[key] ?? 0)
    const listEnds = lists.slice()
    const listed = new Uint32Array(keys.length)
    const own = new Float32Array(buckets)
    const owned = new Uint8Array(smallBuckets)
    const [signatures, lasts] = [signature.values, last.values]
    const met = new Uint32Array(count)
    let compared = 0
    for (let node = 0; node < count; node++) {
      const s = signature.at(node)
      const setting = settingOf(node)
      const mark = marks[node] ?? 0
      const [from, to, length, begins] = [s === 0 ? 0 : ends[s - 1] ?? 0, ends[s] ?? 0, lengths[s] ?? 0, first.at(node)]
      for (let i = from; i < to; i++) {
        own[features[i] ?? 0] = squares[features[i] ?? 0] ?? 0
        owned[(features[i] ?? 0) & (smallBuckets - 1)] = 1
      }
      let top = node
      for (let k = node === 0 ? 0 : keyEnds.at(node - 1); k < keyEnds.at(node); k++) {
        const key = keys.at(k)
        const [start, end] = [lists[key] ?? 0, listEnds[key] ?? 0]
        listed[end] = node
        listEnds[key] = end + 1
        for (let at = end - 1; at >= start && at >= end - askedOfOne; at--) {
          const other = listed[at] ?? 0
          // Most have a word in common and nothing else: the other's mark is then all that is fetched from memory.
          if (areApart(mark, marks[other] ?? 0) || met[other] === node + 1) continue
          met[other] = node + 1
          if (begins - (lasts[other] ?? 0) > comparedSeconds || root(other) === top) continue
          const otherSetting = settingOf(other)
          if (otherSetting.scope !== setting.scope) continue
          const o = signatures[other] ?? 0
          const otherLength = lengths[o] ?? 0
          const needed = neededText(setting, otherSetting) * (length * otherLength)
          if (needed > Math.min(length, otherLength) ** 2) continue
          compared++
          let common = 0
          // The small table stays near the processor; only what may be in the large one is looked up there.
          for (let i = o === 0 ? 0 : ends[o - 1] ?? 0, end = ends[o] ?? 0; i < end; i++) {
            const feature = features[i] ?? 0
            if (owned[feature & (smallBuckets - 1)] === 1) common += own[feature] ?? 0
          }
          if (common < needed) continue
          const otherTop = root(other)
          parent[Math.max(otherTop, top)] = Math.min(otherTop, top)
          top = Math.min(otherTop, top)
        }
      }
      for (let i = from; i < to; i++) {
        own[features[i] ?? 0] = 0
        owned[(features[i] ?? 0) & (smallBuckets - 1)] = 0
      }
    }
    return { parent, compared }
  }

  #numbered({ spellOf }: Spells, parent: Uint32Array): Pick<Clustering, 'clusterOf' | 'size'> {
    if (this.length >= most) throw new RangeError(`${this.length} occurrences are more than can be compared at once (${most})`)
    const order = Float64Array.from({ length: this.length }, (_, i) => this.#at.at(i) * most + i).sort()
    const clusterOf = new Int32Array(this.length).fill(-1)
    const numbers = new Int32Array(parent.length).fill(-1)
    let size = 0
    for (const key of order) {
      const i = key % most
      const spell = spellOf[i] ?? 0
      if (spell === 0) continue
      let root = spell - 1
      while (parent[root] !== root) root = parent[root] ?? 0
      if (numbers[root] === -1) numbers[root] = size++
      clusterOf[i] = numbers[root] ?? -1
    }
    return { clusterOf, size }
  }
}

/** The hashes of a text's words and word pairs, sorted. */
export const featuresOfText = (text: string): Uint32Array => Uint32Array.from(bucketsOf(wordsOf(text))).sort()

interface Spells {
  readonly signature: Growing
  readonly first: Growing
  readonly last: Growing
  /** Occurrence → spell + 1, 0 for none. */
  readonly spellOf: Uint32Array
}

function byBeginning({ signature, first, last, spellOf }: Spells): Spells {
  if (signature.length >= most) throw new RangeError(`${signature.length} different texts are more than can be compared at once (${most})`)
  const order = Float64Array.from({ length: signature.length }, (_, i) => first.at(i) * most + i).sort()
  const place = new Uint32Array(order.length)
  const sorted = { signature: new Growing(whole), first: new Growing(whole), last: new Growing(whole) }
  order.forEach((key, rank) => {
    const i = key % most
    place[i] = rank
    sorted.signature.push(signature.at(i))
    sorted.first.push(first.at(i))
    sorted.last.push(last.at(i))
  })
  return { ...sorted, spellOf: spellOf.map((s) => (s === 0 ? 0 : (place[s - 1] ?? 0) + 1)) }
}

/** Of the hashes of one text, which of these places have one: 32 KB. */
const smallBuckets = 1 << 15

/** What a node is found by: its rare words and its items, within its scope. Numbers below `buckets`; different things may share one. */
export function keysOf(asked: readonly number[], setting: Setting): number[] {
  const keys = new Set<number>()
  for (const bucket of asked) keys.add(mixed(bucket, setting.scope))
  for (const ci of setting.cis) keys.add(mixed(~ci, setting.scope))
  return [...keys]
}

function mixed(a: number, b: number): number {
  let hash = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) & (buckets - 1)
}

const rememberedTexts = 50_000
/** Time and place share one exact number: 2³² seconds, 2²¹ places. */
const most = 2 ** 21

// 53 bits of two multiplications: among a million texts two that differ meet once in ten thousand runs.
function hashOf(features: ArrayLike<number>, setting: number): number {
  let a = Math.imul(setting + 1, 0x811c9dc5)
  let b = Math.imul(setting + 1, 0x9e3779b1)
  for (let i = 0; i < features.length; i++) {
    a = Math.imul(a ^ (features[i] ?? 0), 0x85ebca6b)
    b = Math.imul(b ^ (features[i] ?? 0) ^ (a >>> 15), 0xc2b2ae35)
  }
  return (a & 0x1fffff) * 2 ** 32 + (b >>> 0)
}
