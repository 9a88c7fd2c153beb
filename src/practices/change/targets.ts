/** Finds what a pipeline or person names: services and items by id, number, key, another name, the name people read, or a label's value. */
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import { keyOf, service } from '../service/record.ts'
import { type Called, type Candidate, named as calledSo, nearest } from './names.ts'
import { itemLabels } from './quiet-matchers.ts'

/** What was named. */
export interface Named {
  readonly services: readonly string[]
  readonly items: readonly string[]
  /** As senders of alerts write them; a label that is no name of a service or item is passed over where its value names nothing. */
  readonly labels: Readonly<Record<string, string>>
}

/** What was found; `unknown` are the names that nothing has. */
export interface Targets {
  readonly serviceIds: readonly string[]
  readonly ciIds: readonly string[]
  readonly unknown: readonly string[]
  /** What those could be that were not found, or not found as one; none for whom nothing is near. */
  readonly unclear: readonly Unclear[]
}

/** A name that does not say which thing is meant: `several` have it, or nothing has, and these are `near` it. */
export interface Unclear {
  readonly name: string
  readonly are: 'several' | 'near'
  readonly candidates: readonly Candidate[]
}

// Both types by what they are called.
const [services, items]: readonly [Defined<Called>, Defined<Called>] = [service, ci]

interface Found { readonly ids: readonly string[]; readonly several: readonly Candidate[] }

/** Of one key or other name there can be several, one in each organization that the asker sees: all are meant. A name that people read must be that of one thing. */
export async function targetsOf(ctx: Context, named: Named): Promise<Targets> {
  const serviceIds = new Set<string>()
  const ciIds = new Set<string>()
  const unknown: string[] = []
  const unclear: Unclear[] = []
  for (const [names, type, ids] of [[named.services, services, serviceIds], [named.items, items, ciIds]] as const) {
    for (const name of names) {
      const { ids: found, several } = await byName(ctx, type, name, true)
      for (const id of found) ids.add(id)
      if (several.length > 0) unclear.push({ name: short(name), are: 'several', candidates: several })
      else if (found.length === 0) unknown.push(short(name))
    }
  }
  const labels = Object.entries(named.labels)
  const hits = new Map<string, number>()
  for (const [label, value] of labels) {
    const isNaming = namingLabels.has(label.toLowerCase())
    const found = [await byName(ctx, services, value, isNaming), await byName(ctx, items, value, isNaming)] as const
    for (const id of found[0].ids) serviceIds.add(id)
    for (const id of found[1].ids) ciIds.add(id)
    const several = [...found[0].several, ...found[1].several]
    if (several.length > 0) unclear.push({ name: short(`${label}=${value}`), are: 'several', candidates: several })
    hits.set(label, found[0].ids.length + found[1].ids.length + several.length)
  }
  const say = ([k, v]: readonly [string, string]): string => short(`${k}=${v}`)
  const namesNothing = labels.filter(([label]) => namingLabels.has(label.toLowerCase()) && hits.get(label) === 0)
  // Prometheus calls a whole group of exporters by one job: it may be passed over beside a label that names what is changed.
  const isNamedElse = labels.some(([label]) => namingLabels.has(label.toLowerCase()) && label.toLowerCase() !== 'job' && (hits.get(label) ?? 0) > 0)
  unknown.push(...namesNothing.filter(([label]) => label.toLowerCase() !== 'job' || !isNamedElse).map(say))
  if (labels.length > 0 && namesNothing.length === 0 && [...hits.values()].every((n) => n === 0)) unknown.push(labels.map(say).join(', ').slice(0, 200))
  for (const name of [...named.services, ...named.items].filter((n) => unknown.includes(short(n))).slice(0, mostHinted)) {
    const candidates = await nearest(ctx, [services, items], name)
    if (candidates.length > 0) unclear.push({ name: short(name), are: 'near', candidates })
  }
  return { serviceIds: [...serviceIds], ciIds: [...ciIds], unknown, unclear }
}

/** Unknown names for which near ones are looked for. */
const mostHinted = 3
const short = (name: string): string => name.slice(0, 200)

/** Labels whose value is the name of a service or item: one that names nothing is asked about, whatever stands beside it. */
const namingLabels: ReadonlySet<string> = new Set(['service', 'service_name', 'job', 'app', 'application', 'ci', 'item', ...itemLabels])

/** The port of `web-1.example.org:9100` names nothing. */
const withoutPort = (name: string): string => name.replace(/:\d{1,5}$/, '')
const mostOfOneName = 50

/** `isCalled`: also by the name that people read, which several may have. */
async function byName(ctx: Context, type: Defined<Called>, name: string, isCalled: boolean): Promise<Found> {
  const direct = await ctx.seek(type, name)
  if (direct !== null) return { ids: [direct.id], several: [] }
  const words = [...new Set([name, name.toLowerCase(), keyOf(name), withoutPort(name), withoutPort(name).toLowerCase()])].filter((w) => w !== '' && w.length <= 400)
  if (words.length === 0) return { ids: [], several: [] }
  const isInUse = (x: Common): boolean => type.states[x.state]?.group !== 'done'
  const keys = (await ctx.list(type, { where: [is('key', ...words)], limit: mostOfOneName })).items.filter(isInUse)
  if (keys.length > 0) return { ids: keys.map((x) => x.id), several: [] }
  const others = (await ctx.list(type, { where: [is('aliases', ...words.map((w) => w.toLowerCase()))], limit: mostOfOneName })).items.filter(isInUse)
  if (others.length > 0 || !isCalled) return { ids: others.map((x) => x.id), several: [] }
  const called = await calledSo(ctx, type, name)
  return called.length > 1 ? { ids: [], several: called.slice(0, mostOfOneName) } : { ids: called.map((x) => x.id), several: [] }
}
