/** What an incident was resolved against: alerts that still fired stay in its timeline for whoever asks later. */
import type { Reaction } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import { type Alert, alert } from '../event/record.ts'
import { incident } from '../incident/record.ts'

/** Alerts named in the note; of more the number is said. */
const mostNamed = 5
const mostCounted = 200

/** An incident may be resolved before monitoring agrees; which alerts fired then is noted on it. */
export const stillFiringIsKept: Reaction = {
  name: 'what still fires at the resolution is kept',
  version: 1,
  on: { incident: ['resolve'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const firing = (await ctx.list(alert, { where: [is('incidentId', e.recordId)], group: 'active', sort: 'createdAt', limit: mostCounted })).items
      if (firing.length > 0) await ctx.move(incident, e.recordId, 'note', { body: stillFires(firing) })
    }
  },
}

/** `Resolved while 1 alert still fires: ALR-1003 Gate does not open.`, naming the oldest five. */
export function stillFires(firing: readonly (Pick<Alert, 'title'> & { readonly number: string })[]): string {
  const named = firing.slice(0, mostNamed).map((a) => `${a.number} ${a.title}`).join(', ')
  const more = firing.length > mostNamed ? ` and ${firing.length - mostNamed} more` : ''
  const howMany = firing.length >= mostCounted ? `${mostCounted} alerts or more still fire` : firing.length === 1 ? '1 alert still fires' : `${firing.length} alerts still fire`
  return `Resolved while ${howMany}: ${named}${more}.`
}
