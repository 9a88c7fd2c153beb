/** The thread in which a whole corpus is clustered, so that requests are answered meanwhile. */
import { parentPort } from 'node:worker_threads'
import { type Occurrence, RecurrenceCorpus } from '../analysis/recurrence-corpus.ts'
import { Growing, whole } from '../analysis/growing.ts'
import { squaresOf, type WordWeights } from '../analysis/word-weights.ts'
import { Int4ArrayWriter, UuidArrayWriter, wordsOfUuid } from './binary-array.ts'
import { keysOfItems, keysOfNode, signatureOf, type Things } from './discovery-occurrence.ts'

/** What is asked of the thread; each is answered once, in order. */
export type Asked =
  | { readonly kind: 'add'; readonly occurrences: readonly (Occurrence & Things)[] }
  | { readonly kind: 'cluster'; readonly learnt: WordWeights | undefined }
  | { readonly kind: 'part'; readonly from: number; readonly until: number }

export interface Clustered {
  readonly nodes: number
  readonly clusters: number
  readonly texts: number
  readonly counts: Uint32Array
}

/** What is to be written of the occurrences from one place to another, as arrays of the database: `int4[]`, the signatures `uuid[]`. Places and nodes count from 1. */
export interface Part {
  /** Of each occurrence in order its node; 0 where it has none. */
  readonly members: Uint8Array<ArrayBuffer>
  /** Nodes that begin here, in order of their beginning; the next ones say of each what it is. */
  readonly node: Uint8Array<ArrayBuffer>
  /** Where it begins, where it was last, and where its cluster begins. */
  readonly first: Uint8Array<ArrayBuffer>
  readonly last: Uint8Array<ArrayBuffer>
  readonly cluster: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  /** All features one after the other, and where those of each node end; the same of its keys. */
  readonly features: Uint8Array<ArrayBuffer>
  readonly featureEnds: Uint8Array<ArrayBuffer>
  readonly keys: Uint8Array<ArrayBuffer>
  readonly keyEnds: Uint8Array<ArrayBuffer>
}

const corpus = new RecurrenceCorpus()
/** Of each text on its things, by its number: the words of its signature, and the keys of its items with their ends. */
const signatures = new Growing(whole)
const itemKeys = new Growing(whole)
const itemEnds = new Growing(whole)
const signatureWords = 4

let learnt: { readonly squares: ArrayLike<number>; readonly weights: WordWeights } = { squares: [], weights: { texts: 0, counts: new Uint32Array() } }
let nodeOf: Int32Array = new Int32Array()
/** Where each node begins and was last, and where each node's cluster begins: places from 0. */
let nodes: { readonly first: Int32Array; readonly last: Int32Array; readonly cluster: Int32Array } = { first: nodeOf, last: nodeOf, cluster: nodeOf }

function add(o: Occurrence & Things): void {
  const signature = corpus.add(o)
  if (signature < itemEnds.length) return
  for (const word of wordsOfUuid(signatureOf(corpus.featuresOf(corpus.length - 1), o))) signatures.push(word)
  for (const key of keysOfItems(o)) itemKeys.push(key)
  itemEnds.push(itemKeys.length)
}

function cluster(asked: WordWeights | undefined): Clustered {
  const found = corpus.clusters(asked)
  learnt = { squares: squaresOf(found.weights), weights: found.weights }
  nodeOf = found.nodeOf
  const begins = new Int32Array(found.size).fill(-1)
  nodes = { first: new Int32Array(found.nodes).fill(-1), last: new Int32Array(found.nodes), cluster: new Int32Array(found.nodes) }
  for (const [place, node] of nodeOf.entries()) {
    if (node === -1) continue
    const number = found.clusterOf[place] ?? 0
    if (begins[number] === -1) begins[number] = place
    if (nodes.first[node] === -1) nodes.first[node] = place
    nodes.last[node] = place
    nodes.cluster[node] = begins[number] ?? 0
  }
  return { nodes: found.nodes, clusters: found.size, texts: found.weights.texts, counts: found.weights.counts }
}

function part(from: number, until: number): Part {
  const int = (): Int4ArrayWriter => new Int4ArrayWriter()
  const w = { members: int(), node: int(), first: int(), last: int(), cluster: int(), signature: new UuidArrayWriter(), features: int(), featureEnds: int(), keys: int(), keyEnds: int() }
  for (let place = from; place < until; place++) {
    const number = nodeOf[place] ?? -1
    w.members.push(number + 1)
    if (number === -1 || nodes.first[number] !== place) continue
    const own = corpus.featuresOf(place)
    const s = corpus.signatureOf(place)
    w.node.push(number + 1)
    w.first.push(place + 1)
    w.last.push((nodes.last[number] ?? 0) + 1)
    w.cluster.push((nodes.cluster[number] ?? 0) + 1)
    w.signature.push(signatures.values, s * signatureWords)
    for (let i = 0; i < own.length; i++) w.features.push(own[i] ?? 0)
    w.featureEnds.push(w.features.count)
    // Kept without a sign.
    const items = Array.from(itemKeys.values.subarray(s === 0 ? 0 : itemEnds.at(s - 1), itemEnds.at(s)), (key) => key | 0)
    for (const key of keysOfNode(own, learnt, items)) w.keys.push(key)
    w.keyEnds.push(w.keys.count)
  }
  return {
    members: w.members.finish(), node: w.node.finish(), first: w.first.finish(), last: w.last.finish(), cluster: w.cluster.finish(), signature: w.signature.finish(),
    features: w.features.finish(), featureEnds: w.featureEnds.finish(), keys: w.keys.finish(), keyEnds: w.keyEnds.finish(),
  }
}

function answer(asked: Asked): null | Clustered | Part {
  if (asked.kind === 'cluster') return cluster(asked.learnt)
  if (asked.kind === 'part') return part(asked.from, asked.until)
  for (const o of asked.occurrences) add(o)
  return null
}

parentPort?.on('message', (asked: Asked) => { parentPort?.postMessage(answer(asked)) })
