/** Reads a few words out of long JSON values: whole, each would be unpacked, sent and parsed for them. */
import { snake } from '../model/field.ts'
import type { RecordType } from '../model/record.ts'
import { named, type Row, type Tx } from './database.ts'
import { isUuid } from './read.ts'

/** By id of the record, the texts at this path of a JSON field, in order; lists on the way are gone through. Records that are not, or may not be seen, are absent; where nothing lies there, the list is empty. */
export async function pluck(tx: Tx, r: RecordType, field: string, path: readonly string[], ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (r.fields[field]?.column !== 'jsonb') throw new Error(`Broken promise: ${r.name} has no JSON field ${field}`)
  const wanted = ids.filter(isUuid)
  if (wanted.length === 0) return new Map()
  const text = `SELECT id, jsonb_path_query_array("${snake(field)}", $2::jsonpath) AS found FROM "${r.name}" WHERE id = ANY($1::uuid[])`
  const rows = await tx.query<Row & { id: string; found: readonly unknown[] | null }>(text, [wanted, `lax $${path.map((step) => `.${JSON.stringify(step)}`).join('')}`], named(text))
  return new Map(rows.map((x) => [x.id, (x.found ?? []).filter((v) => typeof v === 'string')]))
}
