/** Kept numbers are the numbers: for every measure, as facts change and time passes, what comes from the kept ones equals what is computed anew. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rule, sightOf } from '../../src/model/actor.ts'
import { isOfMoment, type MeasureQuery } from '../../src/model/measure.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { cellOf } from '../../src/practices/measure/cells.ts'
import { register } from '../../src/practices/measure/register.ts'
import { uuidv7 } from '../../src/store/clock.ts'
import { followFacts } from '../../src/store/facts.ts'
import { appendPast, type PastEntry } from '../../src/store/history.ts'
import { measureCells } from '../../src/store/measure.ts'
import { keepMeasures } from '../../src/store/measure-kept.ts'
import { type World, world } from '../world.ts'

let w: World
const dayMs = 86_400_000
const at = (days: number): string => new Date(w.clock.now() - days * dayMs).toISOString()

beforeAll(async () => {
  w = await world()
  const lives = Array.from({ length: 150 }, (_, i) => {
    const age = 200 - i
    const entries: PastEntry[] = [{ at: at(age), verb: 'create', actorName: 'Ann', changes: { title: `Past ${i}`, priority: 1 + (i % 4), teamId: i % 4 === 0 ? null : w.teamId } }]
    if (i % 3 !== 0) entries.push({ at: at(age - (i % 7)), verb: 'resolve', actorName: 'Bob', changes: { state: 'resolved', firstActionAt: at(age), resolvedAt: at(age - (i % 7)), resolutionMet: i % 2 === 0 } })
    if (i % 6 === 1) entries.push({ at: at(age - (i % 7) - 2), verb: 'close', actorName: 'clock', changes: { state: 'closed', closedAt: at(age - (i % 7) - 2) } })
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: at(age), entries }
  })
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, incident, lives, { actor: rule('past'), recordedAt: new Date(w.clock.now()).toISOString(), correlationId: uuidv7(w.clock.now()), facts: incidentFacts }))
}, 60_000)
afterAll(() => w.end())

const kept = keepMeasures(5000)

async function compare(): Promise<number> {
  let cells = 0
  const whole: MeasureQuery = { step: 'month', zone: 'Europe/Vienna', by: [], where: [] }
  const questions: MeasureQuery[] = [
    whole, { ...whole, from: at(180), to: at(3) }, { ...whole, step: 'week', by: ['teamId'] }, { ...whole, step: 'day', from: at(90) }, { ...whole, step: 'all' }, { ...whole, step: 'weekday', from: at(100), to: at(0) },
    { ...whole, step: 'quarter', by: ['priority'], zone: 'Asia/Kolkata' }, { ...whole, from: at(150), to: at(0), knownAt: at(-1) },
  ]
  for (const m of register) {
    const def = m.definition
    // Facts of other records are computed each time: there is nothing kept to compare.
    if (def === null || !def.of.startsWith('incident_')) continue
    for (const [n, asked] of questions.entries()) {
      const isMoment = isOfMoment(def.kind)
      const q = isMoment ? { ...asked, from: asked.from ?? at(120), to: asked.to ?? at(0) } : asked
      const sight = n % 2 === 0 ? sightOf(rule('reader')) : { all: false, orgId: w.a.orgId, own: '', internal: true }
      const now = new Date(w.clock.now()).toISOString()
      const numbers = await w.store.db.read(sight, async (tx) => {
        const said = async (keep: boolean) => (keep ? await kept.cells(tx, sight, incidentFacts, def, q, now) : await measureCells(tx, incidentFacts, def, q, now)).map((c) => cellOf(c, def, m.maturityDays, now))
        return { first: await said(true), again: await said(true), anew: await said(false) }
      })
      expect(numbers.first, `${m.id} ${JSON.stringify(q)}`).toEqual(numbers.anew)
      expect(numbers.again, `${m.id} again ${JSON.stringify(q)}`).toEqual(numbers.anew)
      cells += numbers.anew.length
    }
  }
  return cells
}

test('kept numbers equal computed ones before and after records change, and as time passes', async () => {
  expect(await compare()).toBeGreaterThan(1000)
  const open = (await w.store.read(w.as('agent'), (s) => s.list(incident, { group: 'active', limit: 20 }))).items
  for (const i of open.slice(0, 5)) await w.store.write(w.as('agent'), (s) => s.move(incident, i.id, 'resolve', { code: 'fixed' }))
  await w.store.write(w.as('agent'), (s) => s.create(incident, { title: 'Fresh' }))
  await followFacts(w.store, incidentFacts)
  await compare()
  w.clock.forward(40 * 86_400)
  await compare()
  // What is removed is missed too.
  await w.store.db.write(sightOf(rule('undo')), (tx) => tx.query('DELETE FROM incident_fact WHERE record_id = $1', [open[6]?.id]))
  await w.store.db.write(sightOf(rule('undo')), (tx) => tx.query('DELETE FROM incident_step WHERE record_id = $1', [open[6]?.id]))
  await compare()
}, 120_000)
