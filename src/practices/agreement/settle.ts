/** Writes on an incident whether its promises were kept, once its clocks say so: what measures and customers read. A later fact settles it anew. */
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { fold, type JournalEntry } from '../../model/journal.ts'
import { type Incident, incident } from '../incident/record.ts'
import type { ClockKind } from './clock-facts.ts'
import type { Obligation, ObligationState } from './clock-reading.ts'

/** Whether the first answer and the restoration came in time; null while that is open, and where nothing was promised. */
export interface Settled {
  readonly responseMet: boolean | null
  readonly resolutionMet: boolean | null
}

/** What runs on past its target is missed already; what was cancelled, merged or withdrawn was neither kept nor missed. */
const verdicts: Partial<Readonly<Record<ObligationState, boolean>>> = { met: true, breached: false, over: false }

/** What these clocks say of this incident. Where none runs, a record of a former system keeps what that system said. Pure. */
export function settledOf(clocks: readonly Pick<Obligation, 'kind' | 'state'>[], row: Settled & { readonly formerNumber: string | null }): Settled {
  const verdict = (kind: ClockKind, said: boolean | null): boolean | null => {
    const clock = clocks.find((o) => o.kind === kind)
    if (clock === undefined) return row.formerNumber === null ? null : said
    return verdicts[clock.state] ?? null
  }
  return { responseMet: verdict('response', row.responseMet), resolutionMet: verdict('resolution', row.resolutionMet) }
}

/** An incident as its journal tells it, and its clocks read from that. */
export interface Reading {
  readonly journal: readonly Pick<JournalEntry, 'version' | 'changes'>[]
  readonly clocks: readonly Obligation[]
}

/**
 * Journals the verdicts where they changed, so a new incident costs nothing. Where the incident has moved since it was read, it is read
 * `again`: what was computed then may be older than what another rule has written.
 */
export async function settle(ctx: Context, id: string, first: Reading, again: () => Promise<Reading>): Promise<void> {
  try {
    await write(ctx, id, first)
  } catch (e) {
    // The refused move holds the row, so the second reading is the last.
    if (!(e instanceof AppError) || e.code !== 'stale') throw e
    await write(ctx, id, await again())
  }
}

async function write(ctx: Context, id: string, { journal, clocks }: Reading): Promise<void> {
  // Journals from before these fields have none of them.
  const row = { responseMet: null, resolutionMet: null, formerNumber: null, ...fold(journal) } as Pick<Incident, 'responseMet' | 'resolutionMet' | 'formerNumber'>
  const { responseMet, resolutionMet } = settledOf(clocks, row)
  const version = journal.at(-1)?.version
  if (version === undefined || (responseMet === row.responseMet && resolutionMet === row.resolutionMet)) return
  await ctx.move(incident, id, 'settle', { answeredInTime: responseMet, restoredInTime: resolutionMet }, { ifVersion: version })
}
