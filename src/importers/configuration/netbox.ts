/** Reads NetBox objects as its REST API lists them: devices, virtual machines, clusters, racks, power panels and feeds, cables. */
import type { Observed, ObservedRelation, ObservedState } from '../../practices/configuration/reconcile-observed.ts'
import { listOf, objectOf, textAt, textOf } from '../adapters/pick.ts'
import type { JsonPart } from '../read/json-parts.ts'
import { addressOf, modelOf, node, relation, type Told } from './make.ts'

/** Pages of the API, or a plain list of objects. */
export const netboxContainers: ReadonlySet<string> = new Set(['[]', 'results[]'])

type Loose = Readonly<Record<string, unknown>>
type Reads = (o: Loose, line: number, told: Told) => Observed[]

/** What one object says. Kinds that say nothing about structure (sites, tenants, interfaces) give nothing. */
export function readNetbox(part: JsonPart, value: unknown, told: Told): Observed[] {
  const o = objectOf(value)
  const kind = kindOf(o)
  const reads = kind === null ? undefined : readers[kind]
  if (reads) return reads(o, part.count, told)
  if (kind === null) told({ line: part.count, key: textAt(o, 'display'), reason: 'is no NetBox object of a kind that is known here' })
  return []
}

const readers: Readonly<Record<string, Reads | undefined>> = {
  devices: deviceOf, 'virtual-machines': virtualMachineOf, clusters: clusterOf, racks: rackOf, 'power-panels': panelOf, 'power-feeds': feedOf, cables: cableOf,
}

/** From its address, `…/api/dcim/devices/17/`; else from the fields that only this kind has. */
function kindOf(o: Loose): string | null {
  const fromUrl = /\/api\/(?:dcim|virtualization|plugins|ipam|tenancy|circuits|extras|core|users|wireless|vpn)\/([a-z-]+)\/\d+\/?$/.exec(textOf(o['url']))?.[1]
  if (fromUrl !== undefined) return fromUrl
  if ('device_type' in o) return 'devices'
  if ('a_terminations' in o || 'termination_a' in o) return 'cables'
  if ('power_panel' in o) return 'power-feeds'
  if ('vcpus' in o) return 'virtual-machines'
  if ('u_height' in o) return 'racks'
  return null
}

// https://netboxlabs.com/docs/netbox/models/dcim/device/ and …/virtualization/virtualmachine/: status.
const states: Readonly<Record<string, ObservedState>> = {
  planned: 'planned', staged: 'build_test', inventory: 'received', active: 'live', offline: 'maintenance', failed: 'maintenance', paused: 'maintenance', decommissioning: 'retired',
  reserved: 'planned', available: 'live', deprecated: 'retired',
}
const stateOf = (o: Loose): ObservedState | undefined => states[textAt(o, 'status', 'value') || textOf(o['status'])]

/** Devices may have no name; then NetBox shows one by type and number. */
const nameOf = (o: Loose): string => textOf(o['name']) || textOf(o['display'])

const ownAddress = (o: Loose): string => addressOf(textAt(o, 'primary_ip', 'address') || textAt(o, 'primary_ip4', 'address'))
const hosts = (o: Loose): string[] => [textOf(o['name']), ...['primary_ip4', 'primary_ip6', 'primary_ip'].flatMap((k) => [addressOf(textAt(o, k, 'address')), textAt(o, k, 'dns_name')])]

// What a role or type is called says best what the thing is; NetBox leaves the words to its owner.
const roleTypes: readonly (readonly [RegExp, string])[] = [
  [/pdu|power|ups/i, 'power'], [/switch|router|firewall|gateway|access.?point|load.?balancer|network|leaf|spine|core|tor\b|vpn/i, 'network_device'], [/storage|nas\b|san\b|filer/i, 'storage'],
]
const typeOf = (o: Loose): string => {
  const words = [textAt(o, 'role', 'slug'), textAt(o, 'role', 'name'), textAt(o, 'device_role', 'slug'), textAt(o, 'device_role', 'name')].join(' ')
  return roleTypes.find(([pattern]) => pattern.test(words))?.[1] ?? 'server'
}

function deviceOf(o: Loose, line: number, told: Told): Observed[] {
  const key = `device:${textOf(o['id'])}`
  const made = node({
    key, type: typeOf(o), name: nameOf(o), line, hostNames: hosts(o), serialNumber: textOf(o['serial']), state: stateOf(o),
    fields: {
      assetTag: textOf(o['asset_tag']), 'attrs.model': modelOf(textAt(o, 'device_type', 'manufacturer', 'name'), textAt(o, 'device_type', 'model')), 'attrs.operatingSystem': textAt(o, 'platform', 'name'), 'attrs.address': ownAddress(o),
    },
  }, told)
  if (!made) return []
  const rack = textAt(o, 'rack', 'id')
  const cluster = textAt(o, 'cluster', 'id')
  return [made,
    ...(rack === '' ? [] : [relation({ from: key, to: `rack:${rack}`, kind: 'part_of', line })]),
    // How many hosts of a cluster are enough NetBox does not say; until somebody does, each counts.
    ...(cluster === '' ? [] : [relation({ from: `cluster:${cluster}`, to: key, kind: 'runs_on', line })])]
}

function virtualMachineOf(o: Loose, line: number, told: Told): Observed[] {
  const key = `virtual-machine:${textOf(o['id'])}`
  const made = node({
    key, type: 'virtual_machine', name: nameOf(o), line, hostNames: hosts(o), serialNumber: textOf(o['serial']), state: stateOf(o),
    fields: { 'attrs.operatingSystem': textAt(o, 'platform', 'name'), 'attrs.address': ownAddress(o), 'attrs.cores': wholeOf(o['vcpus'], 1), 'attrs.memoryGb': wholeOf(o['memory'], megabytesOfGigabyte) },
  }, told)
  if (!made) return []
  const [device, cluster] = [textAt(o, 'device', 'id'), textAt(o, 'cluster', 'id')]
  const on = device === '' ? (cluster === '' ? '' : `cluster:${cluster}`) : `device:${device}`
  return [made,
    // The list of clusters is often not exported; what the machine says of its cluster is enough to name it.
    ...(cluster === '' ? [] : clusterOf(objectOf(o['cluster']), line, told)),
    ...(on === '' ? [] : [relation({ from: key, to: on, kind: 'runs_on', line })])]
}

function clusterOf(o: Loose, line: number, told: Told): Observed[] {
  return list(node({ key: `cluster:${textOf(o['id'])}`, type: 'cluster', name: nameOf(o), line, state: stateOf(o), fields: { 'attrs.platform': textAt(o, 'type', 'name') } }, told))
}

function rackOf(o: Loose, line: number, told: Told): Observed[] {
  return list(node({
    key: `rack:${textOf(o['id'])}`, type: 'rack', name: nameOf(o), line, serialNumber: textOf(o['serial']), state: stateOf(o), fields: { assetTag: textOf(o['asset_tag']), 'attrs.heightUnits': wholeOf(o['u_height'], 1), 'attrs.position': textAt(o, 'location', 'name') || textAt(o, 'site', 'name') },
  }, told))
}

function panelOf(o: Loose, line: number, told: Told): Observed[] {
  return list(node({ key: `power-panel:${textOf(o['id'])}`, type: 'power', name: nameOf(o), line }, told))
}

function feedOf(o: Loose, line: number, told: Told): Observed[] {
  const key = `power-feed:${textOf(o['id'])}`
  const made = node({ key, type: 'power', name: nameOf(o), line, state: stateOf(o) }, told)
  if (!made) return []
  const [panel, rack] = [textAt(o, 'power_panel', 'id'), textAt(o, 'rack', 'id')]
  return [made,
    ...(panel === '' ? [] : [relation({ from: key, to: `power-panel:${panel}`, kind: 'depends_on', line })]),
    ...(rack === '' ? [] : [powered(`rack:${rack}`, key, line)])]
}

/** One supply of several: what has two keeps one. */
const powered = (from: string, to: string, line: number): ObservedRelation => relation({ from, to, kind: 'depends_on', role: 'alternate', groupName: 'power', atLeast: 1, standby: 'hot', line })

interface End { readonly key: string; readonly isOutlet: boolean; readonly isInlet: boolean }

/** Power goes from outlet or feed to port, and what is fed stands on what feeds it; every other cable joins two things without an order. */
function cableOf(o: Loose, line: number): Observed[] {
  const [a, b] = [endsOf(o, 'a'), endsOf(o, 'b')]
  return a.flatMap((x) => b.flatMap((y): Observed[] => {
    if (x.key === y.key) return []
    if (x.isInlet && y.isOutlet) return [powered(x.key, y.key, line)]
    if (y.isInlet && x.isOutlet) return [powered(y.key, x.key, line)]
    const [from = x, to = y] = [x, y].sort((p, q) => (p.key < q.key ? -1 : 1))
    return [relation({ from: from.key, to: to.key, kind: 'connected_to', line })]
  }))
}

/** Since NetBox 3.3 a cable has lists of ends; before it had one end on each side. */
function endsOf(o: Loose, side: 'a' | 'b'): End[] {
  const many = listOf(o[`${side}_terminations`])
  const ends = many.length > 0 ? many.map((t) => [textAt(t, 'object_type'), objectOf(t)['object']] as const) : [[textOf(o[`termination_${side}_type`]), o[`termination_${side}`]] as const]
  return ends.flatMap(([type, object]): End[] => {
    const device = textAt(object, 'device', 'id')
    if (type === 'dcim.powerfeed') return [{ key: `power-feed:${textAt(object, 'id')}`, isOutlet: true, isInlet: false }]
    return device === '' ? [] : [{ key: `device:${device}`, isOutlet: type === 'dcim.poweroutlet', isInlet: type === 'dcim.powerport' }]
  })
}

const list = <T>(one: T | null): T[] => (one === null ? [] : [one])
// NetBox up to 4.0 counted memory by 1024, later by 1000; rounded to gigabytes nobody sees it.
const megabytesOfGigabyte = 1024
const wholeOf = (v: unknown, divisor: number): number | null => (textOf(v) !== '' && Number.isFinite(Number(v)) ? Math.round(Number(v) / divisor) : null)
