/** Keeps the timers that look at clocks when a threshold comes, and writes on the incident what came. Who hears of it is the communication's business. */
import type { Context, Task } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { incident } from '../incident/record.ts'
import { obligationAt } from './clock.ts'
import type { ClockInput } from './clock-facts.ts'
import type { Obligation } from './clock-reading.ts'
import { obligation } from './obligation.ts'
import { settle } from './settle.ts'
import { nextTellingAt, toldIn, warningOf } from './warning.ts'

const keyOf = (incidentId: string): string => `clocks ${incidentId}`

/**
 * Sets the one timer of an incident to the next threshold of its clocks, or takes it back where none is ahead: after each change of a clock.
 * `journal` is the incident's; the timer rests at least `restSeconds`.
 */
export async function watchClocks(ctx: Context, incidentId: string, clocks: readonly Obligation[], journal: Parameters<typeof toldIn>[0], restSeconds = 0): Promise<void> {
  const next = nextTellingAt(clocks, toldIn(journal))
  const soonest = new Date(Date.parse(ctx.now()) + restSeconds * 1000).toISOString()
  const at = next !== null && next < soonest ? soonest : next
  if (at !== null) await ctx.after({ task: lookAtClocks.name, payload: { id: incidentId }, at, key: keyOf(incidentId) })
  // A new record has no timer to take back.
  else if (journal.length > 1) await ctx.cancel(keyOf(incidentId))
}

/** A timer that came a moment early, by a clock of another machine, does not come again and again until it is time. */
const restSeconds = 1

/** A threshold may have come: what the clocks of this moment say is told once, and the timer goes on to the next. */
export const lookAtClocks: Task = {
  name: 'look at the clocks',
  version: 1,
  attempts: 25,
  run: async (ctx, payload) => {
    const i = await ctx.seek(incident, String(payload['id']))
    if (i === null || incident.states[i.state]?.group === 'done') return
    const read = async (): Promise<{ journal: readonly JournalEntry[]; clocks: readonly Obligation[] }> => ({
      journal: await ctx.history('incident', i.id), clocks: (await ctx.derived(obligation, { recordId: i.id })).map((o) => obligationAt(o.facts as ClockInput, ctx.now())),
    })
    const { journal, clocks } = await read()
    await settle(ctx, i.id, { journal, clocks }, read)
    const told = toldIn(journal)
    for (const clock of clocks) {
      const warning = warningOf(clock, told)
      if (warning !== null) await ctx.move(incident, i.id, 'warn', { ...warning })
    }
    await watchClocks(ctx, i.id, clocks, await ctx.history('incident', i.id), restSeconds)
  },
}
