/** World: everything the parts of the simulation share, and the hidden truth behind each incident. */
import { type RuleActor, rule } from '../model/actor.ts'
import type { AgreementHistory } from '../practices/agreement/facts-of.ts'
import type { CalendarVersion } from '../practices/agreement/clock-facts.ts'
import { causesAreCounted } from '../practices/change/cause-reactions.ts'
import { alertsClear, alertsOpenIncidents, answersResume, closeIncident, reviewIncident, serviceTeamTakes } from '../practices/incident/reactions.ts'
import { clocksFollow } from '../practices/agreement/reactions.ts'
import { lookAtClocks } from '../practices/agreement/watch.ts'
import type { Agenda } from './queue.ts'
import type { Cast, Crew, Member, Somebody } from './cast.ts'
import type { Chance } from './chance.ts'
import type { Trouble } from './company.ts'
import type { Book, Life } from './life.ts'
import type { Dossier } from './problems.ts'
import type { Profile } from './profile.ts'

export const minute = 60_000
export const hour = 3_600_000
export const day = 86_400_000
export const week = 7 * day

/** Why a service fails again and again, until it is removed. */
export interface Cause {
  readonly service: string
  readonly title: string
  readonly category: string
  /** Where monitoring sees it. */
  readonly instance: string
  /** The team that can repair it. */
  readonly team: string
  readonly isFromChange: boolean
  /** The change that brought it; null: it came by wear. */
  readonly change: Life | null
  readonly isMonitored: boolean
  /** Mean time from one failure to the next. */
  readonly gapMs: number
  /** 1 to 4, as on incidents. */
  readonly impact: number
  readonly urgency: number
  /** Share of the service that is lost; 0: no outage. */
  readonly degree: number
  readonly lookMinutes: number
  readonly repairMinutes: number
  /** Work that removes it for good. */
  readonly removeMinutes: number
  failures: number
  isGone: boolean
  alert: Life | null
  last: Case | null
}

/** An incident and what nobody knows of it yet. */
export interface Case {
  readonly life: Life
  readonly cause: Cause | null
  readonly trouble: Trouble | null
  /** An alert without meaning. */
  readonly isNoise: boolean
  readonly alert: Life | null
  readonly reporter: Somebody | null
  /** Reported again while this one is handled. */
  readonly sameAs: Case | null
  /** Since when users feel it. */
  failedAt: number
  truth: string
  /** Key of the crew that has it. */
  team: string
  stage: 'look' | 'repair' | 'check' | 'follow'
  /** Minutes of work until the stage ends; null: not begun. */
  left: number | null
  asks: boolean
  supplier: string | null
  needsApproval: boolean
  needsResume: boolean
  worker: Worker | null
  unbooked: number
  passes: number
  outage: Life | null
  /** The emergency change that its repair waits for. */
  emergency: Life | null
  isRestored: boolean
  followers: Case[]
  callOffClose: (() => void) | null
  callOffClock: (() => void) | null
}

/** A member at work. */
export interface Worker {
  readonly member: Member
  readonly squad: Squad
  /** Until when the shift, or the call, lasts; 0: not at work. */
  until: number
  isOnCall: boolean
  readonly mine: Case[]
  job: Job | null
  idleSince: number
}
export interface Job {
  readonly on: Case | 'prevention' | 'change'
  readonly since: number
  readonly callOff: () => void
}
export interface Squad {
  readonly crew: Crew
  readonly workers: readonly Worker[]
  readonly queue: Case[]
  /** Minutes worked and not yet used up by a removed cause or a change. */
  preventionMinutes: number
  changeMinutes: number
}

/** A stretch in which somebody worked on one thing. Milliseconds since 1970. */
export interface Session {
  readonly member: Member
  readonly from: number
  readonly to: number
  readonly on: 'incident' | 'prevention' | 'change'
  readonly isOnCall: boolean
}

/** What went live, when it was wished for, and what came of it. */
export interface Release {
  readonly change: Life
  readonly service: string
  readonly wishedAt: readonly number[]
  readonly liveAt: number
  readonly isTested: boolean
  readonly causes: number
}

export interface World {
  readonly agenda: Agenda
  readonly endMs: number
  readonly profile: Profile
  readonly cast: Cast
  readonly book: Book
  readonly promises: { readonly agreements: readonly AgreementHistory[]; readonly calendars: readonly CalendarVersion[] }
  /** By the id of the service; what was found once. */
  readonly promised: Map<string | null, AgreementHistory | null>
  readonly teamNames: ReadonlyMap<string, string>
  readonly chance: (name: string) => Chance
  readonly squads: ReadonlyMap<string, Squad>
  /** All that ever were; those that are left, by age. */
  readonly causes: Cause[]
  living: Cause[]
  readonly cases: Map<string, Case>
  /** Causes that somebody looks for, with their records. */
  readonly problems: Map<Cause, Dossier>
  /** Open outage of a service, and when the last one ended. */
  readonly down: Map<string, Life>
  readonly upSince: Map<string, number>
  readonly releases: Release[]
  readonly sessions: Session[]
  /** Numbers of records of the structure by their ids. */
  readonly numberOf: (id: string) => string
  /** When each service was last updated. */
  readonly updatedAt: Map<string, number>
  /** One for each happening, so that what belongs together is told as one. */
  correlation(): string
  /** What a person does with an incident: how they begin, what follows from work done, what stops them. Set by `simulate`. */
  readonly handling: Handling
}

export interface Handling {
  /** The worker begins or goes on; returns the minutes until something is done. */
  begin(worker: Worker, c: Case): number
  /** The stage is worked through; true: they go on with it. */
  finish(worker: Worker, c: Case): boolean
  /** They leave it unfinished: the shift ends, or something worse comes. */
  leave(worker: Worker, c: Case): void
}

/** Rules that act in the simulation as they do in the product. */
export const rules = {
  intake: rule('intake'),
  open: asRule(alertsOpenIncidents), clear: asRule(alertsClear), serviceTeam: asRule(serviceTeamTakes), answer: asRule(answersResume),
  close: asRule(closeIncident), review: asRule(reviewIncident), clock: asRule(lookAtClocks), follow: asRule(clocksFollow), blame: asRule(causesAreCounted),
} as const

/** The rule by which a reaction acts. */
export function asRule(x: { readonly name: string; readonly version: number }): RuleActor {
  return rule(x.name, x.version)
}

export const isDone = (c: Case): boolean => ['resolved', 'closed', 'cancelled'].includes(c.life.row.state)
export const fieldOf = (life: Life, name: string): unknown => (life.row as Readonly<Record<string, unknown>>)[name]
export const textOf = (life: Life, name: string): string | null => {
  const v = fieldOf(life, name)
  return typeof v === 'string' ? v : null
}
export const priorityOf = (c: Case): number => Number(fieldOf(c.life, 'priority'))
export const squadOf = (w: World, key: string): Squad => {
  const found = w.squads.get(key)
  if (!found) throw new Error(`Broken promise: there is no team ${key}`)
  return found
}
export const serviceOf = (w: World, key: string): { readonly id: string; readonly plan: import('./company.ts').ServicePlan } => {
  const found = w.cast.services.get(key)
  if (!found) throw new Error(`Broken promise: there is no service ${key}`)
  return found
}
