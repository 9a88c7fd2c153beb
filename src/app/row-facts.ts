/** What practices add to rows on their way out: the clocks of incidents, read for a whole page at once and shown as of this moment. */
import { obligationAt } from '../practices/agreement/clock.ts'
import type { ClockInput } from '../practices/agreement/clock-facts.ts'
import { obligation } from '../practices/agreement/obligation.ts'
import type { Row, RowFacts } from '../server/face.ts'

/** A list shows how clocks stand; only a single record carries the segments that explain one. */
const obligations: RowFacts = async (s, rows) => {
  const found = rows.length === 0 ? [] : await s.derived(obligation, { recordId: rows.map((r: Row) => r.id) })
  const clocks = found.map((o) => {
    const { segments, cycles, firings, notes, ...short } = obligationAt(o.facts as ClockInput, s.now())
    return { recordId: o.recordId, isTightest: o.isTightest, ...short, ...(rows.length === 1 ? { segments, cycles, firings, notes } : {}) }
  })
  const byRecord = Map.groupBy(clocks, (o) => o.recordId)
  return new Map(rows.map((r) => [r.id, { obligations: byRecord.get(r.id) ?? [] }]))
}

export const rowFacts: Readonly<Record<string, RowFacts>> = { incident: obligations }
