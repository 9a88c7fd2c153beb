/** What the company's services stand on: applications, databases, hosts, network and power, two suppliers, and a person; a plan without dates and ids. */

/** What something stands on: another item by its key, a supplier by its place in the list, or the only member of a team who knows it. */
export type Below =
  | { readonly item: string; readonly group?: string; readonly atLeast?: number; readonly standby?: 'hot' | 'warm' }
  | { readonly supplier: number }
  | { readonly memberOf: string; readonly n: number }

export interface ItemPlan {
  readonly key: string
  readonly name: string
  /** Key of a type that an installation begins with. */
  readonly type: 'application' | 'database' | 'cluster' | 'server' | 'storage' | 'network_device' | 'network_link' | 'power' | 'certificate' | 'location'
  readonly team: string
  readonly attrs?: Readonly<Record<string, string | number | boolean>>
  readonly on: readonly Below[]
}

const needs = (...items: readonly string[]): readonly Below[] => items.map((item) => ({ item }))
const oneOf = (group: string, standby: 'hot' | 'warm', ...items: readonly string[]): readonly Below[] => items.map((item) => ({ item, group, atLeast: 1, standby }))
const twoOf = (group: string, ...items: readonly string[]): readonly Below[] => items.map((item) => ({ item, group, atLeast: 2, standby: 'hot' as const }))

/** Below first: what is named was named before. */
export const items: readonly ItemPlan[] = [
  { key: 'room-a', name: 'Server room A', type: 'location', team: 'platform', attrs: { floor: 'Basement', access: 'Key at the harbour office' }, on: [] },
  { key: 'room-b', name: 'Server room B', type: 'location', team: 'platform', attrs: { floor: 'Ground floor', access: 'Badge' }, on: [] },
  { key: 'ups-1', name: 'UPS 1', type: 'power', team: 'platform', attrs: { capacityWatts: 40_000, hasUps: true }, on: needs('room-a') },
  { key: 'ups-2', name: 'UPS 2', type: 'power', team: 'platform', attrs: { capacityWatts: 40_000, hasUps: true }, on: needs('room-b') },
  { key: 'core-1', name: 'Core switch 1', type: 'network_device', team: 'network', attrs: { role: 'switch', firmware: '17.9' }, on: needs('ups-1') },
  { key: 'core-2', name: 'Core switch 2', type: 'network_device', team: 'network', attrs: { role: 'switch', firmware: '17.9' }, on: needs('ups-2') },
  { key: 'fw-edge', name: 'Edge firewall', type: 'network_device', team: 'network', attrs: { role: 'firewall', firmware: '10.2' }, on: oneOf('core', 'hot', 'core-1', 'core-2') },
  { key: 'line-osterby', name: 'Line to Osterby', type: 'network_link', team: 'network', attrs: { circuit: 'SL-20417', megabits: 1000 }, on: [{ item: 'fw-edge' }, { supplier: 1 }] },
  { key: 'line-marevento', name: 'Line to Marevento', type: 'network_link', team: 'network', attrs: { circuit: 'SL-20418', megabits: 500 }, on: [{ item: 'fw-edge' }, { supplier: 1 }] },
  { key: 'wlc-yard', name: 'Yard wireless controller', type: 'network_device', team: 'network', attrs: { role: 'other' }, on: oneOf('core', 'hot', 'core-1', 'core-2') },
  { key: 'array-1', name: 'Storage array 1', type: 'storage', team: 'platform', attrs: { capacityGb: 220_000 }, on: oneOf('ups', 'hot', 'ups-1', 'ups-2') },
  { key: 'vh-03', name: 'vh-03', type: 'server', team: 'platform', attrs: { cores: 64, memoryGb: 768, environment: 'production' }, on: needs('ups-1', 'array-1') },
  { key: 'vh-05', name: 'vh-05', type: 'server', team: 'platform', attrs: { cores: 64, memoryGb: 768, environment: 'production' }, on: needs('ups-2', 'array-1') },
  { key: 'vh-07', name: 'vh-07', type: 'server', team: 'platform', attrs: { cores: 64, memoryGb: 512, environment: 'production' }, on: needs('ups-2', 'array-1') },
  { key: 'host-cluster', name: 'Host cluster', type: 'cluster', team: 'platform', attrs: { platform: 'Virtual hosts', environment: 'production' }, on: [...twoOf('hosts', 'vh-03', 'vh-05', 'vh-07'), ...oneOf('core', 'hot', 'core-1', 'core-2')] },
  { key: 'tos-db', name: 'tos-db', type: 'database', team: 'platform', attrs: { engine: 'PostgreSQL', release: '17.4', environment: 'production' }, on: needs('host-cluster') },
  { key: 'booking-db', name: 'booking-db', type: 'database', team: 'platform', attrs: { engine: 'PostgreSQL', release: '17.4', environment: 'production' }, on: needs('host-cluster') },
  { key: 'warehouse-db', name: 'warehouse-db', type: 'database', team: 'platform', attrs: { engine: 'PostgreSQL', release: '16.8', environment: 'production' }, on: needs('host-cluster') },
  { key: 'mq-1', name: 'mq-1', type: 'application', team: 'exchange', attrs: { release: '4.1', environment: 'production' }, on: needs('host-cluster') },
  { key: 'mq-2', name: 'mq-2', type: 'application', team: 'exchange', attrs: { release: '4.1', environment: 'production' }, on: needs('host-cluster') },
  { key: 'sso-app', name: 'Sign-on server', type: 'application', team: 'platform', attrs: { release: '26.1', environment: 'production' }, on: needs('booking-db', 'host-cluster') },
  { key: 'tos-app', name: 'Terminal operating system', type: 'application', team: 'terminal', attrs: { release: '8.2', environment: 'production' }, on: [...needs('tos-db', 'host-cluster'), ...oneOf('queues', 'hot', 'mq-1', 'mq-2')] },
  { key: 'gate-app', name: 'Gate application', type: 'application', team: 'terminal', attrs: { release: '3.9', environment: 'production' }, on: needs('tos-app') },
  { key: 'plate-camera', name: 'Plate recognition', type: 'application', team: 'terminal', attrs: { release: '2.4', environment: 'production' }, on: needs('wlc-yard') },
  { key: 'vessel-app', name: 'Vessel planner', type: 'application', team: 'terminal', attrs: { release: '5.0', environment: 'production' }, on: [{ item: 'tos-db' }, { memberOf: 'terminal', n: 0 }] },
  { key: 'authority-cert', name: 'Certificate of the authority', type: 'certificate', team: 'exchange', attrs: { subject: 'customs.brisholm.example', issuer: 'Port Authority of Brisholm' }, on: [] },
  { key: 'customs-gateway', name: 'Customs gateway', type: 'application', team: 'exchange', attrs: { release: '7.3', environment: 'production' }, on: [...needs('authority-cert', 'fw-edge', 'host-cluster'), ...oneOf('queues', 'hot', 'mq-1', 'mq-2')] },
  { key: 'booking-app', name: 'Booking application', type: 'application', team: 'freight', attrs: { release: '12.6', environment: 'production' }, on: [...needs('booking-db', 'host-cluster'), ...oneOf('queues', 'hot', 'mq-1', 'mq-2')] },
  { key: 'track-portal', name: 'Tracking portal', type: 'application', team: 'freight', attrs: { release: '4.4', environment: 'production' }, on: needs('host-cluster', 'fw-edge') },
  { key: 'billing-app', name: 'Billing application', type: 'application', team: 'freight', attrs: { release: '9.1', environment: 'production' }, on: needs('booking-db', 'host-cluster') },
  { key: 'reefer-collector', name: 'Reefer collector', type: 'application', team: 'equipment', attrs: { release: '1.8', environment: 'production' }, on: needs('wlc-yard', 'vh-07') },
  { key: 'crane-gateway', name: 'Crane gateway', type: 'application', team: 'equipment', attrs: { release: '2.2', environment: 'production' }, on: [{ item: 'wlc-yard' }, { supplier: 0 }, { memberOf: 'equipment', n: 0 }] },
  { key: 'report-app', name: 'Report server', type: 'application', team: 'exchange', attrs: { release: '6.0', environment: 'production' }, on: needs('warehouse-db') },
]

/** What each service stands on, the part that it is changed by first. */
export const itemsOfServices: Readonly<Record<string, readonly Below[]>> = {
  'power-cooling': oneOf('ups', 'hot', 'ups-1', 'ups-2'), 'carrier-line': needs('line-osterby', 'line-marevento'), 'network-core': [...needs('fw-edge'), ...oneOf('core', 'hot', 'core-1', 'core-2')], 'yard-wireless': needs('wlc-yard'),
  hosts: needs('host-cluster'), database: needs('tos-db', 'booking-db'), 'message-bus': oneOf('queues', 'hot', 'mq-1', 'mq-2'), identity: needs('sso-app'), tos: needs('tos-app'), gate: needs('gate-app', 'plate-camera'),
  vessel: needs('vessel-app'), customs: needs('customs-gateway'), booking: needs('booking-app'), track: needs('track-portal'), reefer: needs('reefer-collector'), crane: needs('crane-gateway'), billing: needs('billing-app'), reporting: needs('report-app'),
}
