/** The moves that an incident's verbs allow, as a graph: what histories are compared with. Pure. */
import type { Lifecycle } from '../../analysis/conformance.ts'
import { incident } from './record.ts'

/** Where verbs lead whose target their rule decides; a test holds this to the verbs. */
export const decided: Readonly<Record<string, (from: string) => readonly string[]>> = {
  assign: (from) => [from === 'pending' ? 'pending' : 'assigned'],
  bounce: () => ['assigned', 'classified'],
}

/** Moves from a state to itself are none. A history may rest anywhere, since an open incident does. */
export const incidentLifecycle: Lifecycle = {
  initial: ['new', 'assigned'],
  transitions: [...new Map(Object.entries(incident.verbs).flatMap(([name, verb]) => {
    if (verb.to === 'same') return []
    const froms = verb.from === 'any' ? Object.keys(incident.states) : verb.from
    return froms.flatMap((from) => (typeof verb.to === 'string' ? [verb.to] : decided[name]?.(from) ?? []).filter((to) => to !== from).map((to) => [`${from} ${to}`, [from, to] as const] as const))
  })).values()],
  final: [],
}
