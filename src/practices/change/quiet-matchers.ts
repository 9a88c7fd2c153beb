/** Which labels an alert must have to be about what a change touches: matchers of silences, as few and as narrow as do it. Pure. */
import type { Matcher } from '../event/matchers.ts'

/** Labels in which monitoring names machines. */
export const itemLabels: readonly string[] = ['instance', 'host', 'hostname', 'node', 'device', 'server']

/** Silences made for one organization and change; a change of more is not kept quiet in full. */
const mostSilences = 100
/** Characters of one pattern: a choice of plain words may have 4,096, a pattern with a port 400. */
const wordsLimit = 4000
const portLimit = 360

/**
 * One list of matchers for each silence. A silence asks all of its matchers to hold, so that a name that can stand in several labels needs
 * several silences. An empty list where nothing is named: a change that touches nothing keeps nothing quiet. `isCut` where it would take more
 * than 100 of them.
 */
export function quietMatchers(named: { readonly services: readonly string[]; readonly items: readonly string[]; readonly serviceLabels: readonly string[] }): { readonly lists: readonly (readonly Matcher[])[]; readonly isCut: boolean } {
  const services = namesIn(named.services)
  const items = namesIn(named.items)
  const found = [
    ...named.serviceLabels.flatMap((label) => choices(services, wordsLimit).map((value) => matcher(label, value))),
    ...itemLabels.flatMap((label) => (label === 'instance' ? choices(items, portLimit).map((v) => matcher(label, `(${v})(:[0-9]+)?`)) : choices(items, wordsLimit).map((v) => matcher(label, v)))),
  ]
  return { lists: found.slice(0, mostSilences).map((m) => [m]), isCut: found.length > mostSilences }
}

const matcher = (name: string, value: string): Matcher => ({ name, value, isRegex: true, isEqual: true })

const namesIn = (list: readonly string[]): readonly string[] => [...new Set(list.flatMap((n) => [n, n.toLowerCase()]).filter((n) => n.trim() !== ''))].toSorted()

/** Alternatives of names, each as it is written, in parts of at most so many characters. */
function choices(names: readonly string[], limit: number): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (const n of names) {
    const word = n.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')
    if (word.length > limit) continue
    if (part !== '' && part.length + word.length + 1 > limit) { parts.push(part); part = '' }
    part = part === '' ? word : `${part}|${word}`
  }
  return part === '' ? parts : [...parts, part]
}
