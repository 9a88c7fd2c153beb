/** What practices add to rows on their way out: the obligations of incidents, read in one query for a whole page. */
import { obligation } from '../practices/agreement/obligation.ts'
import type { Row, RowFacts } from '../server/face.ts'

const obligations: RowFacts = async (s, rows) => {
  const found = rows.length === 0 ? [] : await s.derived(obligation, { recordId: rows.map((r: Row) => r.id) })
  const byRecord = Map.groupBy(found, (o) => o.recordId)
  return new Map(rows.map((r) => [r.id, { obligations: byRecord.get(r.id) ?? [] }]))
}

export const rowFacts: Readonly<Record<string, RowFacts>> = { incident: obligations }
