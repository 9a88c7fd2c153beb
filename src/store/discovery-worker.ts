/** The thread in which a whole corpus is clustered, so that requests are answered meanwhile. */
import { parentPort } from 'node:worker_threads'
import { type Occurrence, RecurrenceCorpus } from '../analysis/recurrence-corpus.ts'
import { squaresOf, type WordWeights } from '../analysis/word-weights.ts'
import { keysOfNode, type Things } from './discovery-occurrence.ts'

/** What is asked of the thread; each is answered once, in order. */
export type Asked =
  | { readonly kind: 'add'; readonly occurrences: readonly Occurrence[] }
  | { readonly kind: 'cluster'; readonly learnt: WordWeights | undefined }
  | { readonly kind: 'describe'; readonly places: readonly { readonly place: number; readonly things: Things }[] }

export interface Clustered {
  readonly nodeOf: Int32Array
  readonly clusterOf: Int32Array
  readonly texts: number
  readonly counts: Uint32Array
}

export interface Described {
  readonly features: number[]
  readonly keys: number[]
}

const corpus = new RecurrenceCorpus()
let learnt: { readonly squares: ArrayLike<number>; readonly weights: WordWeights } = { squares: [], weights: { texts: 0, counts: new Uint32Array() } }

function answer(asked: Asked): null | Clustered | Described[] {
  if (asked.kind === 'add') {
    for (const o of asked.occurrences) corpus.add(o)
    return null
  }
  if (asked.kind === 'cluster') {
    const { nodeOf, clusterOf, weights } = corpus.clusters(asked.learnt)
    learnt = { squares: squaresOf(weights), weights }
    return { nodeOf, clusterOf, texts: weights.texts, counts: weights.counts }
  }
  return asked.places.map(({ place, things }) => {
    const features = corpus.featuresOf(place)
    return { features: Array.from(features), keys: keysOfNode(features, learnt, things) }
  })
}

parentPort?.on('message', (asked: Asked) => { parentPort?.postMessage(answer(asked)) })
