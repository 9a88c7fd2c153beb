/** A bar on the calendar of changes: what the rule that lays it out gives and what the pages draw. */

/** What a bar collides with; `why` is part of a sentence: `WIN-1001 “Quarter end” freezes it`. */
export interface Collision {
  readonly record: 'change' | 'window'
  readonly id: string
  readonly number: string
  readonly why: string
}

/** A change, a release or a stretch of a window. Instants; half-open. A window whose hours are of the week has a bar for each stretch. */
export interface CalendarEntry {
  readonly kind: 'change' | 'release' | 'maintenance' | 'freeze' | 'business_event'
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly type: 'normal' | 'standard' | 'emergency' | null
  readonly riskLevel: 'minor' | 'significant' | 'major' | null
  readonly result: 'success' | 'partial' | 'failed' | 'backed_out' | null
  readonly isHard: boolean
  readonly version: number | null
  /** As it really was where it was done, as planned before. */
  readonly startsAt: string
  readonly endsAt: string
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  /** With the time to get back. */
  readonly busyUntil: string | null
  readonly pointOfNoReturn: string | null
  readonly implementerId: string | null
  /** Touched or hurt; of a window, those in this answer that it is about. */
  readonly serviceIds: readonly string[]
  /** On whose rows it is drawn: the services it names, else the first that it hurts. */
  readonly onServiceIds: readonly string[]
  readonly teamId: string | null
  /** On whose rows it is drawn: its team; of a window, the teams in this answer that it is about. */
  readonly onTeamIds: readonly string[]
  /** A window over everything. */
  readonly isForAll: boolean
  readonly collidesWith: readonly Collision[]
}
