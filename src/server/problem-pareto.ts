/** Answers with what a Pareto sheet of a problem begins with: the harm of its incidents by item, service or category. */
import { type Actor, sightOf } from '../model/actor.ts'
import { ci } from '../practices/configuration/ci.ts'
import { incident } from '../practices/incident/record.ts'
import { type ParetoField, paretoStart } from '../practices/problem/pareto-start.ts'
import { problem } from '../practices/problem/record.ts'
import { service } from '../practices/service/record.ts'
import { painRows } from '../store/pain.ts'
import type { Store } from '../store/store.ts'

/** Incidents that are looked at, the newest. */
const mostIncidents = 2000
const from = '0001-01-01T00:00:00.000Z'
const unrecorded: Readonly<Record<ParetoField, string>> = { ci: 'No item recorded', service: 'No service recorded', category: 'No category recorded' }

/** Answers `GET /api/problems/{id}/pareto`: content of a sheet, most harm first; no causes where it has no incident that the asker sees. */
export async function paretoAnswer(store: Store, actor: Actor, id: string): Promise<Readonly<Record<string, unknown>>> {
  const { id: problemId } = await store.read(actor, (s) => s.find(problem, id))
  const now = store.clock.now()
  const rows = (await store.db.read(sightOf(actor), (tx) => painRows(tx, { from, to: new Date(now + 1).toISOString(), now: new Date(now).toISOString(), problemId }))).slice(0, mostIncidents)
  return store.read(actor, async (s) => {
    const incidents = await s.seekMany(incident, rows.map((r) => r.incidentId))
    const start = paretoStart(rows.flatMap((r) => {
      const i = incidents.get(r.incidentId)
      return i === undefined ? [] : [{ serviceId: i.serviceId, ciIds: i.ciIds, category: i.category, low: r.low * 60, high: r.high * 60 }]
    }))
    const ids = start.bars.map((b) => b.key)
    const names = start.by === 'category' || start.by === null ? new Map(ids.map((k) => [k, k])) : new Map([...await s.titles(start.by === 'ci' ? ci : service, ids)].map(([k, t]) => [k, t.title]))
    const causes = start.bars.map(({ key, harm, atLeast }) => ({ cause: (names.get(key) ?? 'Something that you may not see').slice(0, 400), harm, ...(atLeast < harm ? { atLeast } : {}) }))
    const rest = [
      ...(start.others === null ? [] : [{ cause: `${start.others.count} others`, ...start.others }]),
      ...(start.unrecorded === null ? [] : [{ cause: start.by === null ? 'Nothing recorded' : unrecorded[start.by], count: 0, ...start.unrecorded }]),
    ].map(({ atLeast, ...r }) => ({ ...r, ...(atLeast < r.harm ? { atLeast } : {}) }))
    return { by: start.by, incidents: rows.length, content: { kind: 'pareto', unit: start.unit, causes, ...(rest.length === 0 ? {} : { rest }) } }
  })
}
