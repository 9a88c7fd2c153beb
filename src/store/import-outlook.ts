/** What undoing an import would do now, counted without doing it. */
import type { RecordType } from '../model/record.ts'
import type { Row, Tx } from './database.ts'

/** Records that are as the import left them, and those that people have worked on since, some of them by number. */
export interface Outlook {
  readonly untouched: number
  readonly changed: number
  readonly examples: readonly string[]
}

const mostExamples = 5

/** Over the record types that the import made. What others point to is not counted: it is known only when it is tried. */
export async function undoOutlook(tx: Tx, importId: string, types: ReadonlyMap<string, RecordType>): Promise<Outlook> {
  const made = await tx.query<{ record: string }>('SELECT DISTINCT record FROM imported WHERE import_id = $1 ORDER BY record', [importId])
  let [untouched, changed] = [0, 0]
  const examples: string[] = []
  for (const { record } of made) {
    if (!types.has(record)) continue
    const [row] = await tx.query<Row & { untouched: number; changed: number; examples: string[] | null }>(
      `SELECT count(*) FILTER (WHERE t.version = i.version)::int AS untouched, count(*) FILTER (WHERE t.version <> i.version)::int AS changed,
         (array_agg(t.number ORDER BY t.updated_at DESC) FILTER (WHERE t.version <> i.version))[1:${mostExamples}] AS examples
       FROM imported i JOIN "${record}" t ON t.id = i.record_id WHERE i.import_id = $1 AND i.record = $2`, [importId, record])
    untouched += row?.untouched ?? 0
    changed += row?.changed ?? 0
    examples.push(...(row?.examples ?? []))
  }
  return { untouched, changed, examples: examples.slice(0, mostExamples) }
}
