/** Finds which item here an observed node is: by the source's own id, then key, serial number and host name; where two fit, somebody is asked. */
import { keyOf } from '../service/record.ts'
import type { Known, KnownItem } from './reconcile-known.ts'
import type { ObservedNode } from './reconcile-observed.ts'

/** How a node was found, or why not. */
export type Identity =
  | { readonly is: 'known'; readonly id: string; readonly by: 'source id' | 'answer' | 'key' | 'serial number' | 'host name' }
  | { readonly is: 'ambiguous'; readonly by: 'key' | 'serial number' | 'host name'; readonly ids: readonly string[] }
  | { readonly is: 'unknown' }

/** Types that are one machine seen by different eyes: a node of a cluster is a server of the inventory and a host of monitoring. */
const hosts: ReadonlySet<string> = new Set(['server', 'virtual_machine', 'network_device', 'storage', 'client'])

/** The identity of each node that asks for one, by its key in the source. */
export function identify(nodes: Iterable<ObservedNode>, known: Known, isPart: boolean): ReadonlyMap<string, Identity> {
  const all = [...nodes]
  const present = new Set(all.map((n) => n.key))
  const mine = known.observations.filter((o) => o.sourceId === known.source.id)
  const bound = new Map(mine.map((o) => [o.sourceKey, o]))
  const items = new Map(known.items.map((i) => [i.id, i]))
  const others = new Map(known.others.map((o) => [o.id, o]))
  const answers = new Map(known.discrepancies.flatMap((d) => (d.kind === 'ambiguous' && d.ciId !== null ? [[d.sourceKey, d.ciId] as const] : [])))
  const found = new Map<string, Identity>()
  // An item that this source knows by a key that is still there is that one's; a key that is gone has let go of it.
  const taken = new Map(mine.filter((o) => o.goneAt === null && (isPart || present.has(o.sourceKey))).map((o) => [o.nodeId, o.sourceKey]))
  const index = indexOf(known)

  const settle = (n: ObservedNode, id: string, by: Extract<Identity, { is: 'known' }>['by']): void => { found.set(n.key, { is: 'known', id, by }); taken.set(id, n.key) }
  for (const n of all) {
    const before = bound.get(n.key)
    if (before && (items.has(before.nodeId) || others.has(before.nodeId)) && (taken.get(before.nodeId) ?? n.key) === n.key) settle(n, before.nodeId, 'source id')
  }
  for (const n of all) {
    const answer = answers.get(n.key)
    if (!found.has(n.key) && answer !== undefined && items.has(answer) && !taken.has(answer)) settle(n, answer, 'answer')
  }
  for (const n of all) {
    if (found.has(n.key)) continue
    const identity = n.record === 'ci' ? itemOf(n, index, taken) : otherOf(n, index)
    if (identity.is === 'known') settle(n, identity.id, identity.by)
    else found.set(n.key, identity)
  }
  return found
}

interface Index {
  readonly byKey: ReadonlyMap<string, readonly KnownItem[]>
  readonly bySerial: ReadonlyMap<string, readonly KnownItem[]>
  readonly byHost: ReadonlyMap<string, readonly KnownItem[]>
  readonly otherByName: ReadonlyMap<string, readonly string[]>
  readonly typeKeys: ReadonlyMap<string, string>
}

function indexOf(known: Known): Index {
  const [byKey, bySerial, byHost] = [new Map<string, KnownItem[]>(), new Map<string, KnownItem[]>(), new Map<string, KnownItem[]>()]
  const otherByName = new Map<string, string[]>()
  const put = <T>(map: Map<string, T[]>, key: string, value: T): void => {
    const list = map.get(key)
    if (!list) map.set(key, [value])
    else if (!list.includes(value)) list.push(value)
  }
  for (const i of known.items) {
    // What has been disposed of may have left its name and number to a new one.
    if (i.state === 'disposed') continue
    for (const key of new Set([i.key.toLowerCase(), i.number.toLowerCase()])) put(byKey, key, i)
    if (i.serialNumber !== null) put(bySerial, i.serialNumber.toLowerCase(), i)
    for (const name of new Set([i.key.toLowerCase(), i.name.toLowerCase(), ...i.aliases])) put(byHost, name, i)
  }
  for (const o of known.others) for (const name of o.names) put(otherByName, `${o.record}\n${name}`, o.id)
  return { byKey, bySerial, byHost, otherByName, typeKeys: new Map([...known.types.values()].map((t) => [t.id, t.key])) }
}

function itemOf(n: ObservedNode, index: Index, taken: ReadonlyMap<string, string>): Identity {
  const isLike = (i: KnownItem): boolean => {
    const type = index.typeKeys.get(i.typeId) ?? ''
    return !taken.has(i.id) && (type === n.type || (hosts.has(type) && hosts.has(n.type)))
  }
  const slug = keyOf(n.name)
  const steps: readonly (readonly [Extract<Identity, { is: 'ambiguous' }>['by'], readonly KnownItem[]])[] = [
    ['key', index.byKey.get(n.key.toLowerCase()) ?? []],
    ['serial number', n.serialNumber === undefined ? [] : index.bySerial.get(n.serialNumber.toLowerCase()) ?? []],
    ['host name', hosts.has(n.type) ? n.hostNames.flatMap((h) => index.byHost.get(h) ?? []) : [...(index.byKey.get(slug) ?? []), ...(index.byHost.get(n.name.toLowerCase()) ?? [])]],
    ['host name', [...(index.byHost.get(n.name.toLowerCase()) ?? []), ...(index.byKey.get(slug) ?? [])]],
  ]
  for (const [by, candidates] of steps) {
    const ids = [...new Set(candidates.filter(isLike).map((i) => i.id))]
    const [id] = ids
    if (id !== undefined) return ids.length === 1 ? { is: 'known', id, by } : { is: 'ambiguous', by, ids }
  }
  return { is: 'unknown' }
}

/** A mail address says more than a name; one who is not there is nobody, and two of a name are asked about by nobody: the relation is left out. */
function otherOf(n: ObservedNode, index: Index): Identity {
  for (const name of [n.email, n.key.toLowerCase(), n.name.toLowerCase(), keyOf(n.name)]) {
    const ids = name === undefined ? [] : index.otherByName.get(`${n.record}\n${name}`) ?? []
    const [id] = ids
    if (id !== undefined) return ids.length === 1 ? { is: 'known', id, by: 'key' } : { is: 'ambiguous', by: 'key', ids }
  }
  return { is: 'unknown' }
}
