/** On the demo company: the change that brought a failure is the first suspect of its incident, and what had nothing to do with it is rarely named. */
import { beforeAll, expect, test } from 'vitest'
import { type Candidate, daysNeeded, suspectDefaults, type Suspects, suspects } from '../../src/analysis/suspects.ts'
import { rateLevel, selfControlled } from '../../src/analysis/rate-ratio.ts'
import type { Common } from '../../src/model/record.ts'
import { beganAtOf, suspicionOf } from '../../src/practices/change/cause-suspects.ts'
import type { Change } from '../../src/practices/change/record.ts'
import type { Incident } from '../../src/practices/incident/record.ts'
import { castOf } from '../../src/demo/cast.ts'
import { chanceOf } from '../../src/demo/chance.ts'
import { services } from '../../src/demo/company.ts'
import type { Life } from '../../src/demo/life.ts'
import { profiles } from '../../src/demo/profiles.ts'
import { promisesOf } from '../../src/demo/promises.ts'
import { simulate } from '../../src/demo/simulate.ts'
import { day, hour } from '../../src/demo/world.ts'

const endMs = Date.UTC(2026, 5, 17, 10)
const days = 300
/** Nothing is known of changes before the company was simulated. */
const startMs = Math.floor(endMs / day) * day - days * day
const casesWanted = 200

interface Asked {
  readonly seed: number
  readonly culprit: string
  readonly found: Suspects
}

const rowOf = <T>(l: Life): T & Common => l.row as unknown as T & Common

interface Operation {
  readonly seed: number
  readonly changes: readonly (Change & Common)[]
  readonly incidents: readonly (Incident & Common)[]
  /** Incidents that a change brought, with the change: the first of each cause. */
  readonly brought: readonly { readonly incident: Incident & Common; readonly changeId: string }[]
  readonly keyOf: ReadonlyMap<string, string>
}

function operate(seed: number): Operation {
  const about = { profile: profiles.balanced, seed, salt: 'culprit', startMs, endMs }
  const cast = castOf({ ...about, providerId: '11111111-1111-7111-8111-111111111111', zone: 'Europe/Copenhagen' })
  const { lives } = simulate({ ...about, cast, promises: promisesOf(cast, startMs) })
  const changes = (lives.get('change') ?? []).map((l) => rowOf<Change>(l)).filter((c) => c.actualStart !== null)
  const incidents = (lives.get('incident') ?? []).map((l) => rowOf<Incident>(l))
  const startOf = new Map(changes.map((c) => [c.id, Date.parse(c.actualStart ?? '')]))
  const known = new Set<string>()
  const brought = incidents.flatMap((incident) => {
    const changeId = incident.causedByChangeId
    const began = Date.parse(beganAtOf(incident))
    if (changeId === null || incident.serviceId === null || known.has(changeId) || began - (startOf.get(changeId) ?? 0) > suspectDefaults.windowHours * hour) return []
    known.add(changeId)
    return [{ incident, changeId }]
  })
  return { seed, changes, incidents, brought, keyOf: new Map([...cast.services].map(([key, s]) => [s.id, key])) }
}

/** Steps from a service down to each that it stands on; itself: 0. */
function below(key: string): ReadonlyMap<string, number> {
  const steps = new Map([[key, 0]])
  for (const [one, n] of steps) for (const next of services.find((s) => s.key === one)?.on ?? []) if (!steps.has(next)) steps.set(next, n + 1)
  return steps
}

function ask({ changes, ...o }: Operation, incident: Incident & Common): Suspects {
  const atMs = Date.parse(beganAtOf(incident))
  const steps = below(o.keyOf.get(incident.serviceId ?? '') ?? '')
  const near = changes.filter((c) => Math.abs(atMs - Date.parse(c.actualStart ?? '')) < daysNeeded(atMs) * day)
  const candidates = near.flatMap((c): Candidate[] => {
    const key = o.keyOf.get(c.serviceIds[0] ?? '') ?? ''
    const distance = steps.get(key)
    // As it was known then: the review, which says that it did harm, came days later.
    const then = { ...c, result: null }
    return distance === undefined ? [] : [{ id: c.id, startMs: Date.parse(c.actualStart ?? ''), endMs: c.actualEnd === null ? null : Date.parse(c.actualEnd), distance, confidence: 1, ...suspicionOf(then), text: c.title, place: key }]
  })
  return suspects({ atMs, text: `${incident.title} ${incident.description ?? ''}` }, candidates, { knownSinceMs: startMs })
}

const operations: Operation[] = []
const asked: Asked[] = []
beforeAll(() => {
  for (let seed = 1; asked.length < casesWanted; seed++) {
    const o = operate(seed)
    operations.push(o)
    for (const { incident, changeId } of o.brought) if (asked.length < casesWanted) asked.push({ seed, culprit: changeId, found: ask(o, incident) })
  }
}, 600_000)

/** What chance alone exceeds in one of forty such counts. */
const most = (level: number, of: number): number => level + 1.96 * Math.sqrt((level * (1 - level)) / of)

test(`of ${casesWanted} incidents that a change brought, the change is the first suspect of nine in ten`, () => {
  expect(asked.filter((a) => a.found.suspects[0]?.id === a.culprit).length / asked.length).toBeGreaterThanOrEqual(0.9)
  expect(asked.filter((a) => a.found.suspects.some((s) => s.id === a.culprit)).length).toBe(asked.length)
})

test(`a change stands out in at most one of ${1 / suspectDefaults.level} incidents that no change brought`, () => {
  // After the first ten weeks, when enough days can be compared.
  const others = operations.flatMap((o) => o.incidents.filter((i) => i.causedByChangeId === null && i.serviceId !== null && Date.parse(i.createdAt) > startMs + 70 * day).filter((_, n) => n % 30 === 0).map((i) => ask(o, i)))
  expect(others.length).toBeGreaterThan(400)
  const named = others.filter((f) => f.verdict === 'stands_out').length
  expect(named / others.length).toBeLessThanOrEqual(most(suspectDefaults.level, others.length))
}, 120_000)

test(`changes made up on random dates seem to bring incidents in at most one of ${1 / rateLevel} services`, () => {
  const verdicts = operations.slice(0, 3).flatMap((o) => services.flatMap((plan) => {
    const chance = chanceOf(o.seed, `made up ${plan.key}`)
    const id = [...o.keyOf].find(([, key]) => key === plan.key)?.[0]
    const incidentsMs = o.incidents.filter((i) => i.serviceId === id).map((i) => Date.parse(beganAtOf(i)))
    const changesMs = Array.from({ length: 20 }, () => chance.between(startMs, endMs))
    return selfControlled({ fromMs: startMs, toMs: endMs, changesMs, incidentsMs, seed: o.seed, draws: 39 }).map((e) => e.verdict)
  }))
  expect(verdicts.length).toBeGreaterThan(100)
  expect(verdicts.filter((v) => v === 'more').length / verdicts.length).toBeLessThanOrEqual(most(rateLevel, verdicts.length))
}, 120_000)
