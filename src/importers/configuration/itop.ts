/** Reads iTop objects (`core/get`, export-v2 in XML or CSV) and turns its `impacts` round: what is impacted stands on what impacts it. */
import type { RelationKind } from '../../model/graph.ts'
import type { Observed, ObservedGroup, ObservedNode, ObservedRelation, ObservedState } from '../../practices/configuration/reconcile-observed.ts'
import { listOf, objectOf, textOf } from '../adapters/pick.ts'
import { modelOf, node, relation, type Told } from './make.ts'

/** `core/get` answers with objects by class and id: `{"objects":{"Server::1":{"class":"Server","key":"1","fields":{…}}}}`. */
export const itopContainers: ReadonlySet<string> = new Set(['objects{}'])

/** One object in the form that all three exports come down to. */
export interface ItopObject {
  readonly type: string
  readonly id: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly line: number
}

/** From `core/get`; null where it is no object of iTop. */
export function itopFromJson(name: string, value: unknown, line: number): ItopObject | null {
  const o = objectOf(value)
  const [type = '', id = ''] = name.split('::')
  const fields = objectOf(o['fields'])
  const found = { type: textOf(o['class']) || type, id: textOf(o['key']) || id || textOf(fields['id']), fields, line }
  return found.type === '' || found.id === '' ? null : found
}

/** Kinds of CI that iTop ships, and ours for each; a class that is not here gives nothing but its links. */
const classes: Readonly<Record<string, string | undefined>> = {
  Server: 'server', Hypervisor: 'server', Farm: 'cluster', VirtualMachine: 'virtual_machine', NetworkDevice: 'network_device', SANSwitch: 'network_device',
  StorageSystem: 'storage', NAS: 'storage', TapeLibrary: 'storage', LogicalVolume: 'storage', NASFileSystem: 'storage', Rack: 'rack', Enclosure: 'rack', PowerSource: 'power', PDU: 'power',
  PC: 'client', Tablet: 'client', MobilePhone: 'client', Phone: 'client', IPPhone: 'client', Printer: 'client', Peripheral: 'client',
  WebServer: 'application', Middleware: 'application', MiddlewareInstance: 'application', WebApplication: 'application', OtherSoftware: 'application', PCSoftware: 'application', ApplicationSolution: 'application', BusinessProcess: 'application',
  DBServer: 'database', DatabaseSchema: 'database',
}

/** An attribute of the impacted object that holds the id of what impacts it. iTop's data model 3, module itop-config-mgmt and its neighbours. */
interface Key { readonly on: string; readonly kind: RelationKind; readonly group?: string }
const keys: readonly Key[] = [
  // Either of two feeds is enough for a device in a data centre, as iTop has it fixed.
  { on: 'powerA_id', kind: 'depends_on', group: 'power' }, { on: 'powerB_id', kind: 'depends_on', group: 'power' }, { on: 'powerstart_id', kind: 'depends_on' },
  { on: 'rack_id', kind: 'part_of' }, { on: 'enclosure_id', kind: 'part_of' }, { on: 'server_id', kind: 'runs_on' }, { on: 'virtualhost_id', kind: 'runs_on' },
  { on: 'system_id', kind: 'runs_on' }, { on: 'middleware_id', kind: 'runs_on' }, { on: 'dbserver_id', kind: 'runs_on' }, { on: 'webserver_id', kind: 'runs_on' },
  { on: 'storagesystem_id', kind: 'depends_on' }, { on: 'nas_id', kind: 'depends_on' },
]

/** A class of links: which attribute names what stands, which what it stands on. */
interface Link { readonly from: string; readonly to: string; readonly kind: RelationKind; readonly group?: string; readonly only?: readonly [attribute: string, value: string] }
const links: Readonly<Record<string, Link | undefined>> = {
  lnkApplicationSolutionToFunctionalCI: { from: 'applicationsolution_id', to: 'functionalci_id', kind: 'depends_on', group: 'components' },
  lnkApplicationSolutionToBusinessProcess: { from: 'businessprocess_id', to: 'applicationsolution_id', kind: 'depends_on' },
  // Only what hangs below a network device is impacted by it; its uplink is the other's row.
  lnkConnectableCIToNetworkDevice: { from: 'connectableci_id', to: 'networkdevice_id', kind: 'depends_on', only: ['connection_type', 'downlink'] },
  lnkServerToVolume: { from: 'server_id', to: 'volume_id', kind: 'depends_on' },
  lnkVirtualDeviceToVolume: { from: 'virtualdevice_id', to: 'volume_id', kind: 'depends_on' },
  lnkSanToDatacenterDevice: { from: 'datacenterdevice_id', to: 'san_id', kind: 'depends_on' },
  lnkContactToFunctionalCI: { from: 'contact_id', to: 'functionalci_id', kind: 'depends_on' },
}
/** The same links where they are exported as a list within an object: attribute → class of link, and which end the object itself is. */
const lists: Readonly<Record<string, readonly [link: string, own: 'from' | 'to'] | undefined>> = {
  applicationsolution_list: ['lnkApplicationSolutionToFunctionalCI', 'to'], functionalcis_list: ['lnkApplicationSolutionToFunctionalCI', 'from'], businessprocess_list: ['lnkApplicationSolutionToBusinessProcess', 'to'],
  connectablecis_list: ['lnkConnectableCIToNetworkDevice', 'to'], networkdevice_list: ['lnkConnectableCIToNetworkDevice', 'from'], volumes_list: ['lnkServerToVolume', 'from'], contacts_list: ['lnkContactToFunctionalCI', 'to'],
  san_list: ['lnkSanToDatacenterDevice', 'from'],
}

// iTop: production, implementation, stock, obsolete; applications are active or inactive. Localised exports say the same in other words and are left alone.
const states: Readonly<Record<string, ObservedState | undefined>> = { production: 'live', implementation: 'build_test', stock: 'received', obsolete: 'retired', active: 'live', inactive: 'retired' }

/** All that one object says. Ids of all classes of CIs come from one sequence in iTop, so the id alone is the key. */
export function readItop(o: ItopObject, told: Told): Observed[] {
  const link = Object.hasOwn(links, o.type) ? links[o.type] : undefined
  if (link) return linkOf(link, idOf(o, link.from), idOf(o, link.to), o.fields, o.line)
  const made = nodeOf(o, told)
  if (!made) return []
  const farm = idOf(o, 'farm_id')
  return [made,
    ...keys.flatMap(({ on, kind, group }): ObservedRelation[] => joined(made.key, keyOfId(idOf(o, on)), kind, group, o.line)),
    ...(farm === '' || o.type !== 'Hypervisor' ? [] : joined(keyOfId(farm), made.key, 'runs_on', 'hypervisors', o.line)),
    ...groupOf(o, made.key),
    ...Object.entries(lists).flatMap(([attribute, entry]): Observed[] => {
      const l = entry === undefined ? undefined : links[entry[0]]
      if (!entry || !l) return []
      return listOf(o.fields[attribute]).flatMap((row) => {
        const fields = objectOf(row)
        const other = text(fields, entry[1] === 'from' ? l.to : l.from)
        return entry[1] === 'from' ? linkOf(l, o.id, other, fields, o.line, o.type) : linkOf(l, other, o.id, fields, o.line)
      })
    })]
}

function nodeOf(o: ItopObject, told: Told): ObservedNode | null {
  const f = (name: string): string => text(o.fields, name)
  const say = { name: f('name') || f('friendlyname'), line: o.line }
  // Contacts have ids of their own sequence, and are never made by an import.
  if (o.type === 'Person') return node({ ...say, key: `contact:${o.id}`, record: 'person', type: '', name: [f('first_name'), f('name')].filter((s) => s !== '').join(' ') || say.name, email: f('email'), isMention: true }, told)
  if (o.type === 'Organization') return node({ ...say, key: `organization:${o.id}`, record: 'organization', type: '', isMention: true }, told)
  if (o.type === 'Service') return node({ ...say, key: `service:${o.id}`, record: 'service', type: '', isMention: true }, told)
  const type = classes[o.type]
  if (type === undefined) return null
  return node({
    ...say, key: keyOfId(o.id), type, serialNumber: f('serialnumber'), state: states[f('status')], hostNames: [f('managementip'), f('hostname'), f('fqdn'), ...(['server', 'virtual_machine', 'network_device'].includes(type) ? [f('name')] : [])],
    fields: {
      assetTag: f('asset_number'), boughtOn: dayOf(f('purchase_date')), warrantyUntil: dayOf(f('end_of_warranty')), 'attrs.model': modelOf(f('brand_name') || f('brand_id_friendlyname'), f('model_name') || f('model_id_friendlyname')),
      'attrs.operatingSystem': f('osversion_name') || f('osversion_id_friendlyname') || f('osfamily_name') || f('osfamily_id_friendlyname'), 'attrs.address': f('managementip'),
    },
  }, told)
}

const keyOfId = (id: string): string => (id === '' ? '' : `ci:${id}`)

function linkOf(l: Link, fromId: string, toId: string, fields: Readonly<Record<string, unknown>>, line: number, ownType = ''): ObservedRelation[] {
  if (l.only && text(fields, l.only[0]) !== l.only[1]) return []
  // The lists of an object of another class may go by the same name.
  if (ownType !== '' && l.from === 'applicationsolution_id' && ownType !== 'ApplicationSolution') return []
  return joined(l.from === 'contact_id' ? (fromId === '' ? '' : `contact:${fromId}`) : keyOfId(fromId), keyOfId(toId), l.kind, l.group, line)
}

const joined = (from: string, to: string, kind: RelationKind, group: string | undefined, line: number): ObservedRelation[] =>
  from === '' || to === '' || from === to ? [] : [relation({ from, to, kind, line, ...(group === 'power' ? { role: 'alternate', groupName: group, atLeast: 1, standby: 'hot' } : group === undefined ? {} : { groupName: group }) })]

/** `redundancy` of an application or a farm: "disabled", "2" or "50%" (class AttributeRedundancySettings). Power has no setting: one feed is enough. */
function groupOf(o: ItopObject, key: string): ObservedGroup[] {
  const groupName = o.type === 'ApplicationSolution' ? 'components' : o.type === 'Farm' ? 'hypervisors' : null
  if (groupName === null) return []
  const setting = text(o.fields, 'redundancy').replaceAll(' ', '')
  const [, n = '', percent = ''] = /^(\d{1,6})(%?)$/.exec(setting) ?? []
  // Where the export does not say, iTop's own default holds: all parts of an application are needed, one hypervisor of a farm is enough.
  const enough: ObservedGroup['enough'] = n === '' ? (setting === '' && groupName === 'hypervisors' ? { count: 1 } : 'all') : percent === '%' ? { share: Math.min(1, Number(n) / 100) } : { count: Math.max(1, Number(n)) }
  return [{ is: 'group', of: key, groupName, enough, line: o.line }]
}

/** An id that points somewhere: iTop writes 0 for nowhere. */
const idOf = (o: ItopObject, name: string): string => { const id = text(o.fields, name); return /^[1-9]\d{0,9}$/.test(id) ? id : '' }
const text = (fields: Readonly<Record<string, unknown>>, name: string): string => textOf(Object.hasOwn(fields, name) ? fields[name] : undefined).trim()
const dayOf = (value: string): string => (/^\d{4}-\d\d-\d\d$/.test(value) && !value.startsWith('0000') ? value : '')
