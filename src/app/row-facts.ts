/** What practices add to rows on their way out: clocks of incidents and lengths of outages, read for a whole page at once and shown as of this moment. */
import { mayRead } from '../model/permission.ts'
import { is } from '../model/query.ts'
import { obligationAt } from '../practices/agreement/clock.ts'
import type { ClockInput } from '../practices/agreement/clock-facts.ts'
import { obligation } from '../practices/agreement/obligation.ts'
import { type Outage, outage } from '../practices/incident/outage.ts'
import { coveredSeconds, phaseSeconds, userMinutes } from '../practices/incident/outage-rules.ts'
import type { Row, RowFacts } from '../server/face.ts'

/** A list shows how clocks stand; only a single record carries the segments that explain one. */
const obligations: RowFacts = async (s, rows) => {
  const found = rows.length === 0 ? [] : await s.derived(obligation, { recordId: rows.map((r: Row) => r.id) })
  const clocks = found.map((o) => {
    const { segments, cycles, firings, notes, ...short } = obligationAt(o.facts as ClockInput, s.now())
    return { recordId: o.recordId, isTightest: o.isTightest, ...short, ...(rows.length === 1 ? { segments, cycles, firings, notes } : {}) }
  })
  const byRecord = Map.groupBy(clocks, (o) => o.recordId)
  const [only] = rows.length === 1 ? rows : []
  const downtime = only === undefined ? {} : await downtimeOf(s, only.id)
  return new Map(rows.map((r) => [r.id, { obligations: byRecord.get(r.id) ?? [], ...downtime }]))
}

/** Downtime of one incident from its own outages: planned and withdrawn ones are none, and what overlaps counts once. */
async function downtimeOf(s: Parameters<RowFacts>[0], incidentId: string): Promise<Record<string, unknown>> {
  if (!mayRead(s.actor, outage)) return {}
  const counted = (await s.list(outage, { where: [is('incidentId', incidentId)], limit: 200 })).items.filter((o) => o.state !== 'withdrawn' && !o.isPlanned)
  const minutes = counted.map((o) => userMinutes(o, s.now()))
  return {
    downtime: {
      outages: counted.length, open: counted.filter((o) => o.state === 'open').length, seconds: counted.length === 0 ? null : coveredSeconds(counted, s.now()),
      userMinutes: minutes.length === 0 || minutes.includes(null) ? null : minutes.reduce<number>((sum, m) => sum + (m ?? 0), 0),
    },
  }
}

const lengths: RowFacts = async (s, rows) => {
  const now = s.now()
  return new Map(rows.map((r) => {
    const o = r as typeof r & Outage
    return [r.id, { seconds: coveredSeconds([o], now), userMinutes: userMinutes(o, now), phaseSeconds: phaseSeconds(o) }]
  }))
}

export const rowFacts: Readonly<Record<string, RowFacts>> = { incident: obligations, outage: lengths }
