/** Facts of a record type: what measures ask about, computed from a record's journal alone, once for each moment at which it was known. */
import { type Fields, instant, integer, ref, text, optional } from './field.ts'
import { z } from 'zod'
import { fold, type JournalEntry } from './journal.ts'
import type { FactCondition } from './measure.ts'

/** One line of a record's history: what it was from one entry to the next. */
export interface Step {
  readonly version: number
  /** Valid time of the entry, and of the next one; null for the last. */
  readonly at: string
  readonly until: string | null
  readonly verb: string
  /** The whole record after this entry. */
  readonly row: Readonly<Record<string, unknown>>
  readonly effects: JournalEntry['effects']
}

type Loose = Readonly<Record<string, unknown>>

export interface FactTable {
  /** Record type that it speaks of; the tables are `<record>_fact`, `<record>_fact_past` and `<record>_step`. */
  readonly record: string
  /** Beside the common ones; every field is optional or always computed. */
  readonly fields: Fields
  /** Beside the common ones of a step. */
  readonly stepFields: Fields
  /** What happens to the things that such a record touches, where measures count it before and after. */
  readonly happenings?: Happenings
  /** Raised when `of` or `step` computes something else from the same journal: all rows are then computed again. */
  readonly version: number
  /** Begins at the beginning of one record's life. */
  of(): FactWalk
  step(step: Step): Loose
}

/** Facts of another record type, of an earlier practice, that befall what a record of this one touches: incidents on the services of a release. */
export interface Happenings {
  readonly table: FactTable
  /** The instant at which one happened. */
  readonly at: string
  /** Its fact that names what it befell, and the facts here that name what is touched: an id, and a list of ids. */
  readonly on: string
  readonly among: string
  /** Which of them count. */
  readonly where: readonly FactCondition[]
}

/** Goes along one record's steps, each taken once, so that every state of knowledge on the way costs the same. */
export interface FactWalk {
  take(step: Step): void
  /** The facts after the steps so far, which are all that was known at some moment; what lasts has no end yet. */
  facts(): Loose
}

const uuid = { ...text({ label: 'Id', max: 36 }), schema: z.uuid(), column: 'uuid' }

/** Columns of every fact row. A row holds from `knownFrom` to `knownTo`, instants of recording; the current rows have no `knownTo`. */
export const factScope: Fields = {
  recordId: uuid,
  orgId: ref('organization', { label: 'Organization' }),
  requesterId: optional(uuid),
  number: text({ label: 'Number', max: 40 }),
  version: integer({ label: 'Version', min: 1, max: 2_000_000_000 }),
  knownFrom: instant({ label: 'Known from' }),
}

/** Columns of every step: one for each journal row. */
export const stepScope: Fields = {
  recordId: uuid,
  orgId: ref('organization', { label: 'Organization' }),
  requesterId: optional(uuid),
  version: integer({ label: 'Version', min: 1, max: 2_000_000_000 }),
  at: instant({ label: 'From' }),
  until: optional(instant({ label: 'To' })),
  knownFrom: instant({ label: 'Known from' }),
  untilKnownFrom: optional(instant({ label: 'End known from' })),
  verb: text({ label: 'Verb', max: 60 }),
}

/** Rows of one record for the three tables. */
export interface FactRows {
  readonly current: Loose
  /** Superseded, oldest first, each with `knownTo`. */
  readonly past: readonly Loose[]
  readonly steps: readonly Loose[]
}

/** All fact rows of one record from its whole journal in order of version. Pure: equal journals give equal rows, byte for byte. */
export function factsOf(table: FactTable, journal: readonly JournalEntry[]): FactRows {
  const steps: Step[] = []
  let row: Record<string, unknown> = {}
  for (const [i, e] of journal.entries()) {
    row = { ...row, ...fold([e]) }
    steps.push({ version: e.version, at: e.at, until: journal[i + 1]?.at ?? null, verb: e.verb, row, effects: e.effects })
  }
  const common = (r: Loose): Loose => ({ recordId: r['id'], orgId: r['orgId'], requesterId: r['requesterId'] ?? null })
  const known: Record<string, unknown>[] = []
  const walk = table.of()
  for (const [i, e] of journal.entries()) {
    const step = steps[i]
    if (!step) throw new Error('Broken promise: each journal row is a step')
    walk.take(step)
    // What one moment recorded is one state of knowledge: an import of a whole life gives one row.
    if (journal[i + 1]?.recordedAt === e.recordedAt) continue
    known.push({ ...common(step.row), number: step.row['number'], version: e.version, knownFrom: e.recordedAt, ...walk.facts() })
  }
  const current = known.at(-1)
  if (!current) throw new Error('Broken promise: a record without a journal has no facts')
  return {
    current,
    past: known.slice(0, -1).map((k, i) => ({ ...k, knownTo: known[i + 1]?.['knownFrom'] })),
    steps: steps.map((s, i) => ({
      ...common(s.row), version: s.version, at: s.at, until: s.until, knownFrom: journal[i]?.recordedAt, untilKnownFrom: journal[i + 1]?.recordedAt ?? null, verb: s.verb, ...table.step(s),
    })),
  }
}
