/** Builds the demo company in an installation: makes its structure, simulates its operation, and writes what happened as history. */
import { type RuleActor, rule, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { JournalEntry } from '../model/journal.ts'
import { factsByRecord } from '../model/practice.ts'
import type { RecordType } from '../model/record.ts'
import { clocksOf, type Promises } from '../practices/agreement/reactions.ts'
import { obligation } from '../practices/agreement/obligation.ts'
import { watchClocks } from '../practices/agreement/watch.ts'
import { alertPulse } from '../practices/event/record.ts'
import { closeTimers, reviewTimers } from '../practices/incident/reactions.ts'
import type { Incident } from '../practices/incident/record.ts'
import { demoSource, type ProfileName } from '../practices/history/demo.ts'
import { organization } from '../practices/organization/record.ts'
import type { Common } from '../model/record.ts'
import { appendPast, reserveNumbers } from '../store/history.ts'
import { foreignIncidents, noteImported, undoImport } from '../store/imported.ts'
import type { Session, Store } from '../store/store.ts'
import type { Tx } from '../store/database.ts'
import { castOf } from './cast.ts'
import { journalOf } from './clocks.ts'
import { firstNumber, iso, type Life, pastOf } from './life.ts'
import { profiles } from './profiles.ts'
import { promisesOf } from './promises.ts'
import { simulate } from './simulate.ts'
import { type Made, makeStructure } from './structure.ts'
import { day } from './world.ts'

export interface DemoJob {
  readonly store: Store
  /** The import record that it belongs to: undoing that removes the company. */
  readonly importId: string
  /** The organization that operates: the installation's own. */
  readonly orgId: string
  readonly profile: ProfileName
  readonly seed: number
  /** Until when it is simulated: the present. */
  readonly endMs: number
  /** Build it beside incidents that are there already. */
  readonly isForced: boolean
  /** How long it has been operated; two years where nobody says. */
  readonly days?: number
  /** Told the share that is done, 0 to 1, and the records written. */
  readonly advanced?: (share: number, records: number) => void
}

/** What was written. */
export interface DemoCounts {
  readonly recordsMade: number
  readonly entriesMade: number
}

/** Who makes the structure. */
export const demo: RuleActor = rule('demo')
/** How long the company has been operated. */
export const demoDays = 730
/** The structure was there before the first incident. */
const structureBeforeMs = 30 * day
/** Lives in a transaction: some seconds of locks at most. */
const mostLives = 250
/** Share of the whole that the simulation takes. */
const simulationShare = 0.2

/**
 * Builds it; called again after it was broken off, it begins anew. Refused as conflict where incidents are there that no demo made, unless
 * forced, and where another demo company stands.
 */
export async function buildDemo(job: DemoJob): Promise<DemoCounts> {
  const { store } = job
  await undoImport(store.db, job.importId, store.records, new Set(factsByRecord(store.practices).keys()))
  const others = await store.db.read(sightOf(demo), (tx) => foreignIncidents(tx, demoSource))
  if (others.stands > 0) throw new AppError('conflict', 'A demo company stands here already. Remove it first: `evenkeel demo --reset`, or undo its import.')
  if (others.incidents > 0 && !job.isForced) throw new AppError('conflict', 'There are incidents here that are no demo. A demo company would stand beside them in every list and number; ask for it with force where that is wanted.')
  const profile = profiles[job.profile]
  const startMs = Math.floor(job.endMs / day) * day - (job.days ?? demoDays) * day
  const zone = await store.read(demo, async (s) => (await s.find(organization, job.orgId)).zone)
  const cast = castOf({ profile, seed: job.seed, salt: job.importId, providerId: job.orgId, zone, startMs, endMs: job.endMs })
  const foundedMs = startMs - structureBeforeMs
  const made = await store.rules(async (as, tx) => {
    const list = await as(demo, (s) => makeStructure(s, cast, iso(foundedMs), job.endMs))
    await note(tx, job, list)
    return list
  })
  job.advanced?.(0.02, made.length)
  const numberOf = (id: string): string => made.find((x) => x.id === id)?.number ?? ''
  const promises = promisesOf(cast, foundedMs, numberOf)
  const { lives } = simulate({ profile, seed: job.seed, salt: job.importId, cast, promises, startMs, endMs: job.endMs, numberOf })
  const total = [...lives.values()].reduce((n, list) => n + list.length, 0)
  job.advanced?.(simulationShare, made.length)
  const shift = await store.db.write(sightOf(demo), (tx) => numberShift(tx, lives, store.records))
  const names = new Map([...cast.crews.values()].map((x) => [x.id, x.plan.name]))
  const clocks: Promises = { of: () => promises.agreements, calendars: promises.calendars, nameOf: (id) => names.get(id) ?? 'another team' }
  let written = 0
  for (const [record, isNow] of phases) {
    const all = (lives.get(record) ?? []).filter(isNow)
    for (let i = 0; i < all.length; i += mostLives) {
      const part = all.slice(i, i + mostLives)
      await store.rules(async (as, tx) => {
        await writeLives(tx, job, record, part, shift)
        if (record === 'incident') await as(demo, (s) => keepPromises(s, part, clocks, iso(job.endMs)))
        if (record === 'alert') await as(demo, (s) => s.derive(alertPulse, part.filter((l) => l.row.state === 'firing' || l.row.state === 'acknowledged').map((l) => ({ recordId: l.id, orgId: l.orgId, receivedAt: iso(job.endMs), expiresAt: never }))))
      })
      written += part.length
      job.advanced?.(simulationShare + (1 - simulationShare) * (written / total), made.length + written)
    }
  }
  return { recordsMade: made.length + total, entriesMade: [...lives.values()].flat().reduce((n, l) => n + l.entries.length, 0) }
}

/** What is named is written before what names it: problems name the change that solves them, incidents their problem and the change that caused them, and what restores an incident names that. */
const phases: readonly (readonly [record: string, isNow: (l: Life) => boolean])[] = [
  ['change', (l) => l.row['incidentId'] === null], ['problem', () => true], ['incident', () => true], ['alert', () => true], ['outage', () => true], ['change', (l) => l.row['incidentId'] !== null], ['approval', () => true], ['known_error_use', () => true],
]

/** Only its source ends an alert of the demo. */
const never = '2999-12-31T00:00:00.000Z'

const note = (tx: Tx, job: DemoJob, list: readonly Made[]): Promise<void> =>
  noteImported(tx, job.importId, job.orgId, demoSource, list.map((x) => ({ sourceId: x.id, record: x.record, recordId: x.id, version: x.version, contentHash: '' })))

/** By how much the numbers of the simulation move to what is free here, by prefix. */
async function numberShift(tx: Tx, lives: ReadonlyMap<string, readonly Life[]>, types: ReadonlyMap<string, RecordType>): Promise<ReadonlyMap<string, number>> {
  const shift = new Map<string, number>()
  for (const [record, list] of lives) {
    const type = types.get(record)
    if (type && list.length > 0) shift.set(type.prefix, (await reserveNumbers(tx, type, list.length)) - firstNumber)
  }
  return shift
}

async function writeLives(tx: Tx, job: DemoJob, record: string, part: readonly Life[], shift: ReadonlyMap<string, number>): Promise<void> {
  const type = job.store.records.get(record)
  if (!type) throw new Error(`Broken promise: there is no record type ${record}`)
  const facts = factsByRecord(job.store.practices).get(record)
  const pasts = part.map((l) => ({ ...pastOf(l, shift), number: numberedAs(l, shift) }))
  await appendPast(tx, type, pasts, { actor: demo, recordedAt: iso(job.endMs), correlationId: job.importId, ...(facts ? { facts } : {}) })
  await note(tx, job, part.map((l) => ({ record, id: l.id, number: l.number, version: l.entries.length })))
}

const numberedAs = (l: Life, shift: ReadonlyMap<string, number>): string => `${l.type.prefix}-${Number(l.number.split('-')[1]) + (shift.get(l.type.prefix) ?? 0)}`

/** Clocks of all, and the timers of what goes on from here. */
async function keepPromises(s: Session, part: readonly Life[], promises: Promises, now: string): Promise<void> {
  const kept = part.map((l) => {
    const row = l.row as unknown as Incident & Common
    const journal = journalOf(l) as unknown as JournalEntry[]
    return { l, journal, clocks: clocksOf(row, journal, promises, now) }
  })
  await s.derive(obligation, kept.flatMap(({ clocks }) => clocks.map(({ row }) => row)))
  const live = kept.filter(({ l }) => !['closed', 'cancelled'].includes(l.row.state))
  for (const { l, journal, clocks } of live) if (l.row.state !== 'resolved') await watchClocks(s, l.id, clocks.map(({ o }) => o), journal)
  const last = live.map(({ l, journal }) => ({ ...journal.at(-1), recordId: l.id }) as JournalEntry)
  await closeTimers.run(s, last)
  await reviewTimers.run(s, last)
}
