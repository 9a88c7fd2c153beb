/** What words weigh, as learnt from all incidents when clusters were last made from nothing; kept packed in one row, and unpacked once in each process. */
import { deflateSync, inflateSync } from 'node:zlib'
import { buckets, squaresOf, type WordWeights } from '../analysis/word-weights.ts'
import type { Row, Tx } from './database.ts'

/** Raised when clusters come out otherwise by a change of the program: then all are made anew. */
export const discoveryVersion = 1

export interface Learning {
  readonly learntAt: string
  readonly weights: WordWeights
  /** The squared weights, by bucket. */
  readonly squares: Float32Array
  /** How far the journal was followed. */
  readonly seq: number
}

let kept: { readonly learntAt: string; readonly weights: WordWeights; readonly squares: Float32Array } | null = null

/** What was learnt, locked until the end of the transaction so that one process follows at a time; null where nothing was or another version did. */
export async function lockLearning(tx: Tx): Promise<Learning | null> {
  const [row] = await tx.query<Row & { learntAt: string; texts: number; seq: number; version: number }>('SELECT learnt_at AS "learntAt", texts, seq, version FROM cluster_learning FOR UPDATE')
  return row?.version === discoveryVersion ? { ...await unpacked(tx, row.learntAt, row.texts), seq: row.seq } : null
}

/** What was learnt, for reading. */
export async function readLearning(tx: Tx): Promise<Omit<Learning, 'seq'> | null> {
  const [row] = await tx.query<Row & { learntAt: string; texts: number }>('SELECT learnt_at AS "learntAt", texts FROM cluster_learning WHERE version = $1', [discoveryVersion])
  return row === undefined ? null : unpacked(tx, row.learntAt, row.texts)
}

async function unpacked(tx: Tx, learntAt: string, texts: number): Promise<Omit<Learning, 'seq'>> {
  if (kept?.learntAt !== learntAt || kept.weights.texts !== texts) {
    const [row] = await tx.query<Row & { counts: Uint8Array }>('SELECT counts FROM cluster_learning')
    const weights = { texts, counts: unpackCounts(row?.counts ?? new Uint8Array()) }
    kept = { learntAt, weights, squares: squaresOf(weights) }
  }
  return kept
}

/** Keeps what was learnt, with the place in the journal up to which it holds. */
export async function keepLearning(tx: Tx, learntAt: string, weights: WordWeights, seq: number): Promise<void> {
  await tx.query(
    `INSERT INTO cluster_learning (version, learnt_at, texts, counts, seq) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (one) DO UPDATE SET version = excluded.version, learnt_at = excluded.learnt_at, texts = excluded.texts, counts = excluded.counts, seq = excluded.seq`,
    [discoveryVersion, learntAt, weights.texts, packCounts(weights.counts), seq])
}

/** Buckets that occurred with their counts, deflated: a few megabytes for a million texts. */
export function packCounts(counts: Uint32Array): Buffer {
  const used = counts.reduce((n, c) => (c === 0 ? n : n + 1), 0)
  const pairs = new Uint32Array(used * 2)
  let at = 0
  let before = 0
  counts.forEach((count, bucket) => {
    if (count === 0) return
    pairs[at] = bucket - before
    pairs[used + at++] = count
    before = bucket
  })
  return deflateSync(new Uint8Array(pairs.buffer), { level: 1 })
}

export function unpackCounts(packed: Uint8Array): Uint32Array {
  const bytes = packed.length === 0 ? new Uint8Array() : Uint8Array.from(inflateSync(packed))
  const pairs = new Uint32Array(bytes.buffer)
  const counts = new Uint32Array(buckets)
  let bucket = 0
  for (let i = 0; i < pairs.length / 2; i++) {
    bucket += pairs[i] ?? 0
    counts[bucket] = pairs[pairs.length / 2 + i] ?? 0
  }
  return counts
}
