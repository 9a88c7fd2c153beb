/** Finds what a pipeline or person names: services and items by id, number, key, another name or a label's value. */
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import { keyOf, service } from '../service/record.ts'
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
}

interface Keyed { readonly key: string; readonly aliases: readonly string[] }

/** Of one name there can be several, one in each organization that the asker sees: all are meant. */
export async function targetsOf(ctx: Context, named: Named): Promise<Targets> {
  const serviceIds = new Set<string>()
  const ciIds = new Set<string>()
  const unknown: string[] = []
  for (const name of named.services) add(serviceIds, unknown, name, await byName(ctx, service, name))
  for (const name of named.items) add(ciIds, unknown, name, await byName(ctx, ci, name))
  const labels = Object.entries(named.labels)
  const hits = new Map<string, number>()
  for (const [label, value] of labels) {
    const found = [await byName(ctx, service, value), await byName(ctx, ci, value)] as const
    for (const s of found[0]) serviceIds.add(s.id)
    for (const c of found[1]) ciIds.add(c.id)
    hits.set(label, found[0].length + found[1].length)
  }
  const say = ([k, v]: readonly [string, string]): string => `${k}=${v}`.slice(0, 200)
  const namesNothing = labels.filter(([label]) => namingLabels.has(label.toLowerCase()) && hits.get(label) === 0)
  // Prometheus calls a whole group of exporters by one job: it may be passed over beside a label that names what is changed.
  const isNamedElse = labels.some(([label]) => namingLabels.has(label.toLowerCase()) && label.toLowerCase() !== 'job' && (hits.get(label) ?? 0) > 0)
  unknown.push(...namesNothing.filter(([label]) => label.toLowerCase() !== 'job' || !isNamedElse).map(say))
  if (labels.length > 0 && namesNothing.length === 0 && [...hits.values()].every((n) => n === 0)) unknown.push(labels.map(say).join(', ').slice(0, 200))
  return { serviceIds: [...serviceIds], ciIds: [...ciIds], unknown }
}

/** Labels whose value is the name of a service or item: one that names nothing is asked about, whatever stands beside it. */
const namingLabels: ReadonlySet<string> = new Set(['service', 'service_name', 'job', 'app', 'application', 'ci', 'item', ...itemLabels])

function add(ids: Set<string>, unknown: string[], name: string, found: readonly Common[]): void {
  for (const x of found) ids.add(x.id)
  if (found.length === 0) unknown.push(name.slice(0, 200))
}

/** The port of `web-1.example.org:9100` names nothing. */
const withoutPort = (name: string): string => name.replace(/:\d{1,5}$/, '')
const mostOfOneName = 50

async function byName<Row extends Keyed>(ctx: Context, type: Defined<Row>, name: string): Promise<readonly (Row & Common)[]> {
  const direct = await ctx.seek(type, name)
  if (direct !== null) return [direct]
  const words = [...new Set([name, name.toLowerCase(), keyOf(name), withoutPort(name), withoutPort(name).toLowerCase()])].filter((w) => w !== '' && w.length <= 400)
  if (words.length === 0) return []
  const keys = (await ctx.list(type, { where: [is('key', ...words)], limit: mostOfOneName })).items
  if (keys.length > 0) return keys.filter((x) => type.states[x.state]?.group !== 'done')
  return (await ctx.list(type, { where: [is('aliases', ...words.map((w) => w.toLowerCase()))], limit: mostOfOneName })).items.filter((x) => type.states[x.state]?.group !== 'done')
}
