/** Simulates two years of an operation, event by event, and returns the lives of all its records. Pure: the same input, the same lives. */
import { openBook, type Life } from './life.ts'
import { agendaFrom } from './queue.ts'
import type { Cast } from './cast.ts'
import { type Chance, chanceOf, idMaker } from './chance.ts'
import { startChanges } from './changes.ts'
import { startFailures } from './failures.ts'
import { handlingOf } from './handle.ts'
import type { Profile } from './profile.ts'
import { startReports } from './reports.ts'
import { startShifts } from './work.ts'
import { type Cause, type Release, type Session, type Squad, type Worker, type World } from './world.ts'

export interface SimulationOptions {
  readonly profile: Profile
  readonly seed: number
  readonly salt: string
  readonly cast: Cast
  readonly promises: World['promises']
  readonly startMs: number
  /** What has not happened by then is open. */
  readonly endMs: number
  /** Numbers of records of the structure by their ids; none are known where absent. */
  readonly numberOf?: (id: string) => string
}

export interface Simulated {
  /** Lives of problems, changes, approvals, incidents, alerts and outages, by the name of their record type. */
  readonly lives: ReadonlyMap<string, readonly Life[]>
  /** What nobody knows: what came of what went live, and why things failed. */
  readonly releases: readonly Release[]
  readonly causes: readonly Cause[]
  /** Who worked on what when. */
  readonly sessions: readonly Session[]
}

export function simulate(o: SimulationOptions): Simulated {
  const streams = new Map<string, Chance>()
  const newId = idMaker(`${o.salt} ${o.seed} lives`)
  const agenda = agendaFrom(o.startMs)
  const w: World = {
    agenda, endMs: o.endMs, profile: o.profile, cast: o.cast, promises: o.promises, numberOf: o.numberOf ?? (() => ''), book: openBook(newId),
    chance: (name) => {
      const known = streams.get(name) ?? chanceOf(o.seed, name)
      streams.set(name, known)
      return known
    },
    squads: new Map([...o.cast.crews].map(([key, crew]) => {
      const squad: Squad = { crew, workers: [], queue: [], preventionMinutes: 0, changeMinutes: 0 }
      const workers = crew.members.map((member): Worker => ({ member, squad, until: 0, isOnCall: false, mine: [], job: null, idleSince: 0 }))
      Object.assign(squad, { workers })
      return [key, squad] as const
    })),
    promised: new Map(), teamNames: new Map([...o.cast.crews.values()].map((x) => [x.id, x.plan.name])), causes: [], living: [], cases: new Map(), problems: new Map(), down: new Map(), upSince: new Map(), releases: [], sessions: [], updatedAt: new Map(), correlation: () => newId(agenda.now()), handling: handlingOf(() => w),
  }
  startChanges(w)
  startShifts(w)
  startFailures(w)
  startReports(w)
  agenda.runUntil(o.endMs)
  return { lives: w.book.lives, releases: w.releases, causes: w.causes, sessions: w.sessions }
}
