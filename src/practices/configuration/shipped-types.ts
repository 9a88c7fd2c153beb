/** The types of items that an installation begins with; all of them can be changed or retired. */
import type { AttrOfType } from './ci-type.ts'

interface ShippedType {
  readonly key: string
  readonly name: string
  readonly icon: string
  readonly fields: readonly AttrOfType[]
}

const word = (name: string, label: string): AttrOfType => ({ name, label, kind: 'text' })
const count = (name: string, label: string): AttrOfType => ({ name, label, kind: 'integer' })
const day = (name: string, label: string): AttrOfType => ({ name, label, kind: 'day' })
const yesno = (name: string, label: string): AttrOfType => ({ name, label, kind: 'yesno' })
const pick = (name: string, label: string, words: Readonly<Record<string, string>>): AttrOfType => ({ name, label, kind: 'choice', words: { ...words } })

const environment = pick('environment', 'Environment', { production: 'Production', staging: 'Staging', test: 'Test', development: 'Development' })
const address = word('address', 'Network address')
const model = word('model', 'Model')
const system = word('operatingSystem', 'Operating system')

// Keys are what imports name: once shipped they stay.
const types: readonly ShippedType[] = [
  { key: 'server', name: 'Server', icon: 'server', fields: [model, address, system, count('cores', 'Cores'), count('memoryGb', 'Memory, GB'), environment] },
  { key: 'virtual_machine', name: 'Virtual machine', icon: 'box', fields: [address, system, count('cores', 'Cores'), count('memoryGb', 'Memory, GB'), environment] },
  { key: 'cluster', name: 'Cluster', icon: 'topology-star', fields: [word('platform', 'Platform'), environment] },
  { key: 'container_workload', name: 'Container workload', icon: 'container', fields: [word('cluster', 'Cluster'), word('namespace', 'Namespace'), word('image', 'Image'), count('replicas', 'Replicas')] },
  { key: 'database', name: 'Database', icon: 'database', fields: [word('engine', 'Engine'), word('release', 'Version'), address, environment] },
  { key: 'application', name: 'Application', icon: 'app-window', fields: [word('release', 'Version'), word('repository', 'Source code'), word('url', 'Address'), environment] },
  { key: 'network_device', name: 'Network device', icon: 'router', fields: [pick('role', 'Role', { switch: 'Switch', router: 'Router', firewall: 'Firewall', balancer: 'Load balancer', access_point: 'Access point', other: 'Other' }), model, address, word('firmware', 'Firmware')] },
  { key: 'network_link', name: 'Network link', icon: 'line', fields: [word('circuit', 'Circuit number'), count('megabits', 'Speed, Mbit/s')] },
  { key: 'storage', name: 'Storage', icon: 'disc', fields: [model, count('capacityGb', 'Capacity, GB'), address] },
  { key: 'location', name: 'Room', icon: 'building', fields: [word('floor', 'Floor'), word('access', 'How to get in')] },
  { key: 'rack', name: 'Rack', icon: 'columns', fields: [word('position', 'Position'), count('heightUnits', 'Height, units')] },
  { key: 'power', name: 'Power feed', icon: 'plug', fields: [word('circuit', 'Circuit'), count('capacityWatts', 'Capacity, W'), yesno('hasUps', 'Behind a UPS')] },
  { key: 'client', name: 'Client', icon: 'device-laptop', fields: [model, system, word('user', 'Used by')] },
  { key: 'certificate', name: 'Certificate', icon: 'certificate', fields: [word('subject', 'Subject'), word('issuer', 'Issuer'), day('validUntil', 'Valid until')] },
  { key: 'document', name: 'Document', icon: 'file-text', fields: [word('url', 'Where it is'), word('release', 'Version'), day('reviewOn', 'Review on')] },
  { key: 'contract', name: 'Contract', icon: 'writing-sign', fields: [word('reference', 'Reference'), day('from', 'In force from'), day('until', 'In force until'), word('notice', 'Notice')] },
  { key: 'license', name: 'Licence', icon: 'license', fields: [count('seats', 'Seats'), day('until', 'Valid until')] },
]

/** In the order of the menu. A function, for a folder's exported values with a key and fields would be taken for tables. */
export const shippedTypes = (): readonly ShippedType[] => types
