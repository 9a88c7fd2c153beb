/** Gathers the rows of one record: as they come where they stand together, else through files by a hash of the key, in constant memory. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { SourceRow } from './read/open.ts'

export interface Case {
  readonly key: string
  readonly rows: readonly SourceRow[]
}

// A record with more updates than this is a mistake in the key.
export const mostRowsOfCase = 20_000

/** Rows of one key that stand one behind the other; a key that comes again later makes a second case, which the caller refuses. */
export async function* casesTogether(rows: AsyncIterable<SourceRow>, key: string): AsyncIterable<Case> {
  let current: { key: string; rows: SourceRow[] } | null = null
  for await (const row of rows) {
    const k = (row.values[key] ?? '').trim()
    if (current && current.key === k && current.rows.length < mostRowsOfCase) current.rows.push(row)
    else {
      if (current) yield current
      current = { key: k, rows: [row] }
    }
  }
  if (current) yield current
}

const parts = 64

/** Rows of one key that stand anywhere: first into 64 files by the key's hash, then file by file. The order of a key's rows stays. */
export async function* casesScattered(rows: AsyncIterable<SourceRow>, key: string): AsyncIterable<Case> {
  const folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-import-'))
  const files: WriteStream[] = []
  try {
    for (let i = 0; i < parts; i++) files.push(createWriteStream(path.join(folder, `${i}.jsonl`)))
    for await (const row of rows) {
      const k = (row.values[key] ?? '').trim()
      const file = files[(createHash('sha256').update(k).digest()[0] ?? 0) % parts]
      if (file && !file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain')
    }
    await Promise.all(files.map((f) => new Promise((done) => { f.end(done) })))
    for (let i = 0; i < parts; i++) {
      const byKey = new Map<string, SourceRow[]>()
      for await (const line of createInterface({ input: createReadStream(path.join(folder, `${i}.jsonl`)) })) {
        const row = JSON.parse(line) as SourceRow
        const k = (row.values[key] ?? '').trim()
        const list = byKey.get(k)
        if (!list) byKey.set(k, [row])
        else if (list.length < mostRowsOfCase) list.push(row)
      }
      for (const [k, list] of byKey) yield { key: k, rows: list }
    }
  } finally {
    for (const f of files) f.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}
