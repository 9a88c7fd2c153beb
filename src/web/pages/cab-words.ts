/** The order of the agenda and its first sentence. Pure. */
import type { AgendaItem } from '../../client/changes.ts'
import { counted } from '../../kit/format.ts'

/** Emergencies first, then what begins soonest; what has no time last. */
export function byAgenda(items: readonly AgendaItem[]): readonly AgendaItem[] {
  const when = (i: AgendaItem): string => String(i.change['plannedStart'] ?? '9')
  const rank = (i: AgendaItem): number => (i.change['type'] === 'emergency' ? 0 : 1)
  return items.toSorted((a, b) => rank(a) - rank(b) || (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0))
}

/** `3 changes to decide; 1 lacks something.` */
export function agendaWords(items: readonly AgendaItem[]): string {
  if (items.length === 0) return 'Nothing is to decide.'
  const lacking = items.filter((i) => i.missing.length > 0).length
  const clashing = items.filter((i) => i.conflicts.some((c) => c.gravity !== 'note')).length
  const more = [...(clashing > 0 ? [`${clashing} ${clashing === 1 ? 'clashes' : 'clash'} with something`] : []), ...(lacking > 0 ? [`${lacking} ${lacking === 1 ? 'lacks' : 'lack'} something`] : [])]
  return `${counted(items.length, 'change')} to decide${more.length > 0 ? `; ${more.join(', ')}` : ''}.`
}
