/** The fictional company: a harbour and its trade, and the provider that runs their services. A plan without dates and ids. */

export interface TeamPlan {
  readonly key: string
  readonly name: string
  readonly heads: number
  /** Round the clock in three shifts, or by day with somebody on call. */
  readonly hours: 'shifts' | 'day'
  readonly zone: string
}

/** A way in which a service fails: what monitoring or a user would call it, and the category it ends in. */
export type Symptom = readonly [title: string, category: string]

export interface ServicePlan {
  readonly key: string
  readonly name: string
  readonly does: string
  readonly tier: 'gold' | 'silver' | 'bronze' | 'supporting'
  readonly layer: 'service' | 'application' | 'infrastructure' | 'supplier'
  readonly team: string
  readonly on: readonly string[]
  readonly vital: readonly string[]
  /** People who use it at a time. */
  readonly users: number
  /** New causes of failure a week, while it is kept up to date. */
  readonly wear: number
  readonly symptoms: readonly Symptom[]
}

export interface CustomerPlan {
  readonly key: string
  readonly name: string
  readonly zone: string
  /** Named people who report things. */
  readonly people: number
  /** Share of all reports. */
  readonly share: number
  /** Sites of it. */
  readonly sites: readonly (readonly [name: string, kind: 'office' | 'plant' | 'warehouse', address: string])[]
}

const home = 'Europe/Copenhagen'

export const teams: readonly TeamPlan[] = [
  { key: 'desk', name: 'Service desk', heads: 7, hours: 'shifts', zone: home },
  { key: 'terminal', name: 'Terminal applications', heads: 4, hours: 'day', zone: home },
  { key: 'freight', name: 'Freight applications', heads: 3, hours: 'day', zone: home },
  { key: 'exchange', name: 'Data exchange', heads: 3, hours: 'day', zone: 'Europe/Lisbon' },
  { key: 'network', name: 'Network', heads: 3, hours: 'day', zone: home },
  { key: 'platform', name: 'Platform', heads: 4, hours: 'day', zone: home },
  { key: 'workplace', name: 'Workplace', heads: 3, hours: 'day', zone: home },
  { key: 'equipment', name: 'Terminal equipment', heads: 3, hours: 'day', zone: home },
]

export const customers: readonly CustomerPlan[] = [
  { key: 'terminal', name: 'Brisholm Container Terminal', zone: home, people: 24, share: 0.44, sites: [['Brisholm Terminal', 'plant', 'Kajvej 1, Brisholm'], ['Brisholm Gate House', 'office', 'Kajvej 14, Brisholm']] },
  { key: 'forwarder', name: 'Osterby Freight Forwarding', zone: 'Europe/Berlin', people: 16, share: 0.26, sites: [['Osterby Office', 'office', 'Speicherring 8, Osterby'], ['Osterby Cold Store', 'warehouse', 'Speicherring 40, Osterby']] },
  { key: 'lines', name: 'Marevento Reefer Lines', zone: 'Europe/Lisbon', people: 12, share: 0.18, sites: [['Marevento House', 'office', 'Rua do Cais 21, Marevento']] },
  { key: 'customs', name: 'Port Authority of Brisholm', zone: home, people: 8, share: 0.12, sites: [['Harbour Master', 'office', 'Molen 3, Brisholm']] },
]

export const suppliers: readonly string[] = ['Kranverk Service', 'Sundlink Carrier']

export const services: readonly ServicePlan[] = [
  { key: 'power-cooling', name: 'Server rooms', does: 'Power and cooling of both server rooms.', tier: 'supporting', layer: 'infrastructure', team: 'platform', on: [], vital: [], users: 0, wear: 0.26,
    symptoms: [['Temperature in server room B rises', 'Facility'], ['Battery of UPS 2 reports a failed string', 'Hardware']] },
  { key: 'carrier-line', name: 'Carrier lines', does: 'Lines of Sundlink Carrier between sites.', tier: 'supporting', layer: 'supplier', team: 'network', on: [], vital: [], users: 0, wear: 0.51,
    symptoms: [['Line to Osterby drops packets', 'Network'], ['Line to Marevento is down', 'Network']] },
  { key: 'network-core', name: 'Core network', does: 'Switching and routing in the harbour.', tier: 'supporting', layer: 'infrastructure', team: 'network', on: ['power-cooling'], vital: [], users: 0, wear: 0.94,
    symptoms: [['Uplink errors on core switch 2', 'Network'], ['Routing flaps between core 1 and core 2', 'Network'], ['Firewall runs out of sessions', 'Capacity']] },
  { key: 'yard-wireless', name: 'Yard wireless', does: 'Radio for vehicles and handhelds in the yard.', tier: 'supporting', layer: 'infrastructure', team: 'network', on: ['network-core'], vital: [], users: 120, wear: 1.53,
    symptoms: [['Access points in block C drop clients', 'Network'], ['Handhelds roam badly near the quay', 'Network'], ['Straddle carriers lose the network in block F', 'Network']] },
  { key: 'hosts', name: 'Virtual hosts', does: 'Servers and storage that the applications run on.', tier: 'supporting', layer: 'infrastructure', team: 'platform', on: ['power-cooling', 'network-core'], vital: [], users: 0, wear: 1.27,
    symptoms: [['Storage latency above 40 ms on array 1', 'Capacity'], ['Host vh-07 restarts by itself', 'Hardware'], ['Snapshot fills the datastore', 'Capacity']] },
  { key: 'database', name: 'Databases', does: 'PostgreSQL clusters of the applications.', tier: 'supporting', layer: 'infrastructure', team: 'platform', on: ['hosts'], vital: [], users: 0, wear: 1.19,
    symptoms: [['Replication lag on tos-db', 'Database'], ['Connections of booking-db are used up', 'Capacity'], ['Long lock waits in tos-db', 'Database']] },
  { key: 'message-bus', name: 'Message bus', does: 'Queues between the applications.', tier: 'supporting', layer: 'infrastructure', team: 'exchange', on: ['hosts', 'network-core'], vital: [], users: 0, wear: 1.02,
    symptoms: [['Queue gate-events grows', 'Integration'], ['Consumer of vessel-plan stands still', 'Integration']] },
  { key: 'identity', name: 'Sign-on', does: 'Accounts and sign-in for everything.', tier: 'supporting', layer: 'application', team: 'platform', on: ['database', 'network-core'], vital: [], users: 900, wear: 0.77,
    symptoms: [['Sign-in takes more than 20 seconds', 'Access'], ['Group changes do not reach the applications', 'Access']] },
  { key: 'tos', name: 'Terminal operating', does: 'Moves, positions and work orders of every container.', tier: 'gold', layer: 'application', team: 'terminal', on: ['database', 'message-bus', 'identity', 'yard-wireless'], vital: ['work-orders', 'container-position'], users: 180, wear: 1.87,
    symptoms: [['Work orders reach the crane late', 'Application'], ['Position of containers is wrong after restow', 'Data'], ['Planning screen hangs when the shift changes', 'Application'], ['Interface to the cranes stops', 'Integration']] },
  { key: 'gate', name: 'Gate and yard', does: 'Trucks in and out: appointment, number plate, seal, slot.', tier: 'gold', layer: 'service', team: 'terminal', on: ['tos', 'message-bus', 'identity'], vital: ['gate-in', 'gate-out'], users: 60, wear: 1.7,
    symptoms: [['Number plates are not recognised in lane 3', 'Equipment'], ['Gate transactions hang at the seal check', 'Application'], ['Appointments are missing at the gate', 'Integration']] },
  { key: 'vessel', name: 'Vessel planning', does: 'Bay plans and quay sequence.', tier: 'gold', layer: 'service', team: 'terminal', on: ['tos', 'database', 'identity'], vital: ['bay-plan'], users: 35, wear: 1.02,
    symptoms: [['Bay plan cannot be saved', 'Application'], ['Stability check gives no answer', 'Application']] },
  { key: 'customs', name: 'Customs messages', does: 'Declarations and releases to and from the authority.', tier: 'gold', layer: 'service', team: 'exchange', on: ['message-bus', 'carrier-line', 'identity'], vital: ['release-of-cargo'], users: 45, wear: 1.36,
    symptoms: [['Releases arrive late', 'Integration'], ['Declarations are rejected for a wrong code', 'Data'], ['Certificate of the authority is not accepted', 'Integration']] },
  { key: 'booking', name: 'Freight booking', does: 'Booking, quotes and confirmation for forwarders.', tier: 'silver', layer: 'service', team: 'freight', on: ['database', 'message-bus', 'identity'], vital: ['booking'], users: 210, wear: 1.87,
    symptoms: [['Bookings are not confirmed', 'Application'], ['Quotes show yesterday’s rates', 'Data'], ['Search for sailings times out', 'Application'], ['Confirmation mails come twice', 'Application']] },
  { key: 'track', name: 'Track and trace', does: 'Where a container is, for customers.', tier: 'silver', layer: 'service', team: 'freight', on: ['tos', 'message-bus'], vital: [], users: 400, wear: 1.19,
    symptoms: [['Positions are hours old', 'Integration'], ['Portal shows an empty page for some bookings', 'Application']] },
  { key: 'reefer', name: 'Reefer monitoring', does: 'Temperatures of reefers in the yard and alarms.', tier: 'silver', layer: 'service', team: 'equipment', on: ['yard-wireless', 'message-bus'], vital: ['temperature-alarm'], users: 25, wear: 1.36,
    symptoms: [['Temperatures of rack 12 are missing', 'Equipment'], ['Alarms come ten minutes late', 'Integration']] },
  { key: 'crane', name: 'Crane telemetry', does: 'State and counters of quay cranes.', tier: 'silver', layer: 'service', team: 'equipment', on: ['yard-wireless', 'network-core'], vital: [], users: 20, wear: 1.19,
    symptoms: [['Crane 4 sends no data', 'Equipment'], ['Spreader counter runs backwards', 'Data']] },
  { key: 'billing', name: 'Billing', does: 'Invoices for storage, moves and services.', tier: 'silver', layer: 'service', team: 'freight', on: ['tos', 'booking', 'database'], vital: [], users: 40, wear: 0.85,
    symptoms: [['Storage days are counted wrongly', 'Data'], ['Invoice run does not finish', 'Application']] },
  { key: 'reporting', name: 'Reports', does: 'Figures for management and customers.', tier: 'bronze', layer: 'service', team: 'exchange', on: ['database'], vital: [], users: 80, wear: 0.85,
    symptoms: [['Nightly load of the warehouse failed', 'Data'], ['Report of moves differs from the terminal', 'Data']] },
  { key: 'workplace', name: 'Workplace', does: 'Computers, printers, mail and telephones.', tier: 'bronze', layer: 'service', team: 'workplace', on: ['identity', 'network-core'], vital: [], users: 900, wear: 1.36,
    symptoms: [['Printers in the gate house stand still', 'Hardware'], ['Mail is delivered late', 'Application'], ['Softphone loses calls', 'Application']] },
  { key: 'scanner', name: 'Handhelds and scanners', does: 'Handhelds of the yard and the warehouses.', tier: 'bronze', layer: 'service', team: 'equipment', on: ['yard-wireless', 'identity'], vital: [], users: 140, wear: 1.02,
    symptoms: [['Handhelds restart during a scan', 'Equipment'], ['Labels print without the check digit', 'Equipment']] },
]

/** Everyday trouble of one person: what they say, category, service, team that can help if not the desk, chance that the desk could, minutes. */
export interface Trouble {
  readonly says: string
  readonly category: string
  readonly service: string
  readonly team: string
  readonly desk: number
  readonly minutes: number
  readonly weight: number
}

export const troubles: readonly Trouble[] = [
  { says: 'I cannot sign in', category: 'Access', service: 'identity', team: 'platform', desk: 0.9, minutes: 12, weight: 12 },
  { says: 'My account is locked', category: 'Access', service: 'identity', team: 'platform', desk: 0.95, minutes: 8, weight: 10 },
  { says: 'A folder that I need is not visible', category: 'Access', service: 'identity', team: 'platform', desk: 0.7, minutes: 20, weight: 6 },
  { says: 'The printer next to the dispatcher prints blank pages', category: 'Hardware', service: 'workplace', team: 'workplace', desk: 0.35, minutes: 35, weight: 8 },
  { says: 'My laptop is very slow since this morning', category: 'Hardware', service: 'workplace', team: 'workplace', desk: 0.4, minutes: 45, weight: 8 },
  { says: 'No sound in meetings', category: 'Hardware', service: 'workplace', team: 'workplace', desk: 0.7, minutes: 18, weight: 6 },
  { says: 'Mail with attachments comes back', category: 'Application', service: 'workplace', team: 'workplace', desk: 0.6, minutes: 25, weight: 5 },
  { says: 'My handheld does not charge', category: 'Equipment', service: 'scanner', team: 'equipment', desk: 0.2, minutes: 40, weight: 7 },
  { says: 'The scanner reads the wrong code', category: 'Equipment', service: 'scanner', team: 'equipment', desk: 0.3, minutes: 35, weight: 6 },
  { says: 'A container is not where the screen says', category: 'Data', service: 'tos', team: 'terminal', desk: 0.15, minutes: 50, weight: 6 },
  { says: 'I cannot release a work order', category: 'Application', service: 'tos', team: 'terminal', desk: 0.35, minutes: 40, weight: 6 },
  { says: 'A driver stands at the gate and his appointment is refused', category: 'Application', service: 'gate', team: 'terminal', desk: 0.45, minutes: 25, weight: 7 },
  { says: 'A booking shows the wrong weight', category: 'Data', service: 'booking', team: 'freight', desk: 0.3, minutes: 40, weight: 6 },
  { says: 'How do I change a confirmed booking?', category: 'Question', service: 'booking', team: 'freight', desk: 0.85, minutes: 12, weight: 6 },
  { says: 'A declaration is stuck in "sent"', category: 'Integration', service: 'customs', team: 'exchange', desk: 0.25, minutes: 55, weight: 6 },
  { says: 'A customer sees no position in the portal', category: 'Application', service: 'track', team: 'freight', desk: 0.4, minutes: 30, weight: 5 },
  { says: 'An invoice has the wrong address', category: 'Data', service: 'billing', team: 'freight', desk: 0.3, minutes: 35, weight: 4 },
  { says: 'A figure in the monthly report looks wrong', category: 'Data', service: 'reporting', team: 'exchange', desk: 0.1, minutes: 70, weight: 4 },
  { says: 'The phone at the quay is dead', category: 'Hardware', service: 'workplace', team: 'network', desk: 0.2, minutes: 45, weight: 4 },
  { says: 'A reefer shows no temperature', category: 'Equipment', service: 'reefer', team: 'equipment', desk: 0.2, minutes: 45, weight: 4 },
]
