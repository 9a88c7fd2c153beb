/** Each source's own export becomes nodes and relations in one form, from JSON, XML and CSV as their products write them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { ConfigurationFormat } from '../../practices/configuration/reconcile-rank.ts'
import { readObservation } from './read.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'observed-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

/** One line for each node, relation and fault, so that a whole picture is one expectation. */
async function picture(format: ConfigurationFormat, files: Readonly<Record<string, unknown>>): Promise<{ nodes: string[]; relations: string[]; faults: string[] }> {
  const paths = Object.entries(files).map(([name, content]) => {
    const place = path.join(folder, name)
    writeFileSync(place, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 1))
    return { name, path: place }
  })
  const faults: string[] = []
  const { nodes, relations } = await readObservation(format, 'lab', paths, (f) => { faults.push(`${f.line} ${f.key}: ${f.reason}`) })
  return {
    nodes: [...nodes.values()].map((n) => [`${n.key} ${n.record === 'ci' ? n.type : n.record} "${n.name}"`, n.state ?? '', n.serialNumber ? `#${n.serialNumber}` : '', n.hostNames.join(','), Object.entries(n.fields).map(([k, v]) => `${k}=${v}`).join(' '), n.isMention ? '(mention)' : ''].filter((s) => s !== '').join(' · ')),
    relations: relations.map((r) => `${r.from} ${r.kind} ${r.to}${r.role === 'alternate' ? ` (${r.atLeast} of ${r.groupName}, ${r.standby})` : ''}`),
    faults,
  }
}

const brief = (id: number, name: string): object => ({ id, url: `https://netbox.example.org/api/x/${id}/`, display: name, name, slug: name.toLowerCase() })
const status = (value: string): object => ({ value, label: value })

describe('NetBox', () => {
  const device = (id: number, name: string | null, role: string, more: object = {}): object => ({
    id, url: `https://netbox.example.org/api/dcim/devices/${id}/`, display: name ?? `R650 (${id})`, name, device_type: { ...brief(1, 'PowerEdge R650'), manufacturer: brief(1, 'Dell'), model: 'PowerEdge R650' },
    role: { ...brief(2, role), slug: role.toLowerCase() }, serial: '', asset_tag: null, site: brief(1, 'AMS1'), rack: brief(7, 'A-07'), status: status('active'), primary_ip: null, cluster: null, ...more,
  })
  const end = (object_type: string, device: number): object => ({ object_type, object_id: device * 10, object: { id: device * 10, device: { id: device, name: 'x' }, name: 'port', cable: 4 } })
  const cable = (id: number, a: object, b: object): object => ({ id, url: `https://netbox.example.org/api/dcim/cables/${id}/`, type: 'power', a_terminations: [a], b_terminations: [b], status: status('connected') })

  test('devices, machines, racks and power; a page of the API, a list, and pages one behind the other', async () => {
    const page = (results: unknown[]): string => JSON.stringify({ count: results.length, next: null, previous: null, results })
    const seen = await picture('netbox', {
      'devices.json': page([device(1, 'esx-01', 'Server', { serial: 'CN7016', asset_tag: 'A-1', primary_ip: { id: 1, address: '10.0.0.7/24', family: 4 }, cluster: brief(3, 'esx') })]) + page([device(2, null, 'PDU'), device(3, 'PDU-B', 'pdu')]),
      'virtual.json': [{ id: 9, url: 'https://netbox.example.org/api/virtualization/virtual-machines/9/', name: 'db-1', status: status('active'), cluster: brief(3, 'esx'), device: null, role: null, vcpus: 4, memory: 8192 }],
      'power.json': [
        { id: 7, url: 'https://netbox.example.org/api/dcim/racks/7/', name: 'A-07', site: brief(1, 'AMS1'), status: status('active'), u_height: 42 },
        { id: 5, url: 'https://netbox.example.org/api/dcim/power-feeds/5/', name: 'Feed A', power_panel: brief(1, 'Panel 1'), rack: null, status: status('active'), type: status('primary') },
      ],
      'cables.json': [
        cable(1, end('dcim.powerport', 1), end('dcim.poweroutlet', 2)), cable(2, end('dcim.poweroutlet', 3), end('dcim.powerport', 1)), cable(3, end('dcim.interface', 1), end('dcim.interface', 4)),
        cable(4, end('dcim.powerport', 2), { object_type: 'dcim.powerfeed', object_id: 5, object: { id: 5, name: 'Feed A' } }),
        // As NetBox up to 3.2 wrote it.
        { id: 6, termination_a_type: 'dcim.powerport', termination_a: { id: 1, device: { id: 3 } }, termination_b_type: 'dcim.powerfeed', termination_b: { id: 5 } },
      ],
      'other.json': [{ hello: 'world' }, { id: 3, url: 'https://netbox.example.org/api/dcim/sites/3/', name: 'AMS1' }],
    })
    expect(seen).toEqual({
      nodes: [
        'device:1 server "esx-01" · live · #CN7016 · esx-01,10.0.0.7 · assetTag=A-1 attrs.model=Dell PowerEdge R650 attrs.address=10.0.0.7',
        'device:2 power "R650 (2)" · live · attrs.model=Dell PowerEdge R650',
        'device:3 power "PDU-B" · live · pdu-b · attrs.model=Dell PowerEdge R650',
        'virtual-machine:9 virtual_machine "db-1" · live · db-1 · attrs.cores=4 attrs.memoryGb=8', 'cluster:3 cluster "esx"',
        'rack:7 rack "A-07" · live · attrs.heightUnits=42 attrs.position=AMS1', 'power-feed:5 power "Feed A" · live',
      ],
      relations: [
        'device:1 part_of rack:7', 'cluster:3 runs_on device:1', 'device:2 part_of rack:7', 'device:3 part_of rack:7', 'virtual-machine:9 runs_on cluster:3', 'power-feed:5 depends_on power-panel:1',
        'device:1 depends_on device:2 (1 of power, hot)', 'device:1 depends_on device:3 (1 of power, hot)', 'device:1 connected_to device:4', 'device:2 depends_on power-feed:5 (1 of power, hot)', 'device:3 depends_on power-feed:5 (1 of power, hot)',
      ],
      faults: ['1 : is no NetBox object of a kind that is known here'],
    })
  })
})

describe('Kubernetes', () => {
  const meta = (name: string, more: object = {}): object => ({ name, namespace: 'shop', uid: name, ...more })
  const owner = (kind: string, name: string): object => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true, blockOwnerDeletion: true }] })
  const template = (app: string, image: string): object => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'c', image }] } })

  test('workloads, their services and nodes; a pod speaks for its workload, whatever it is called today', async () => {
    const pod = (name: string, more: object): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: meta(name, more), spec: { nodeName: 'n1', containers: [{ image: 'x' }] } })
    const list = {
      apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' },
      items: [
        { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, status: { addresses: [{ type: 'InternalIP', address: '10.1.0.1' }, { type: 'Hostname', address: 'n1' }], nodeInfo: { osImage: 'Debian 13', systemUUID: '4c4c-1' }, conditions: [{ type: 'Ready', status: 'False' }] } },
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta('api'), spec: { replicas: 2, selector: { matchLabels: { app: 'api' } }, template: template('api', 'api:1') } },
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta('api-canary'), spec: { template: template('api', 'api:2') } },
        { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: meta('db'), spec: { template: template('db', 'postgres:18') } },
        { apiVersion: 'v1', kind: 'Service', metadata: meta('api'), spec: { selector: { app: 'api' } } },
        { apiVersion: 'v1', kind: 'Service', metadata: meta('db'), spec: { selector: { app: 'db' } } },
        pod('api-6d4f9-x2x1', { ...owner('ReplicaSet', 'api-6d4f9'), labels: { app: 'api', 'pod-template-hash': '6d4f9' } }),
        pod('nightly-29012345-abcde', owner('Job', 'nightly-29012345')),
        pod('lonely', {}), { metadata: meta('half') },
      ],
    }
    expect(await picture('kubernetes', { 'all.json': list })).toEqual({
      nodes: [
        'cluster cluster "lab" · attrs.platform=Kubernetes', 'node:n1 server "n1" · live · n1,10.1.0.1 · attrs.operatingSystem=Debian 13',
        'deployment:shop/api container_workload "shop/api" · attrs.cluster=lab attrs.namespace=shop attrs.image=api:1', 'deployment:shop/api-canary container_workload "shop/api-canary" · attrs.cluster=lab attrs.namespace=shop attrs.image=api:2',
        'statefulset:shop/db container_workload "shop/db" · attrs.cluster=lab attrs.namespace=shop attrs.image=postgres:18',
        'service:shop/api application "shop/api" · api.shop.svc,api.shop.svc.cluster.local', 'service:shop/db application "shop/db" · db.shop.svc,db.shop.svc.cluster.local',
        'cronjob:shop/nightly container_workload "shop/nightly" · attrs.cluster=lab attrs.namespace=shop attrs.image=x · (mention)', 'pod:shop/lonely container_workload "shop/lonely" · attrs.cluster=lab attrs.namespace=shop attrs.image=x',
      ],
      relations: [
        'cluster runs_on node:n1 (1 of nodes, hot)', 'deployment:shop/api runs_on cluster', 'deployment:shop/api-canary runs_on cluster', 'statefulset:shop/db runs_on cluster', 'cronjob:shop/nightly runs_on cluster', 'pod:shop/lonely runs_on cluster',
        'service:shop/api depends_on deployment:shop/api (1 of endpoints, hot)', 'service:shop/api depends_on deployment:shop/api-canary (1 of endpoints, hot)', 'service:shop/db depends_on statefulset:shop/db',
      ],
      faults: ['10 half: is no Kubernetes object: it has no kind or no name'],
    })
  })

  test('one object by itself, with lists within', async () => {
    const seen = await picture('kubernetes', { 'one.json': { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: meta('agent'), spec: { template: template('agent', 'agent:1') } } })
    expect(seen.nodes).toEqual(['cluster cluster "lab" · attrs.platform=Kubernetes', 'daemonset:shop/agent container_workload "shop/agent" · attrs.cluster=lab attrs.namespace=shop attrs.image=agent:1'])
  })
})

test('Prometheus: hosts without their ports, each once; a job that is no exporter is mentioned; pods are told by their node', async () => {
  const target = (instance: string, job: string, discovered: object = {}): object => ({
    discoveredLabels: { __address__: instance, __metrics_path__: '/metrics', __scheme__: 'http', job, ...discovered }, labels: { instance, job }, scrapePool: job, scrapeUrl: `http://${instance}/metrics`, lastError: '', lastScrape: '2026-03-17T08:59:58.1Z', lastScrapeDuration: 0.01, health: 'up', scrapeInterval: '15s', scrapeTimeout: '10s',
  })
  const activeTargets = [target('localhost:9090', 'prometheus'), target('gate-1.example.org:9100', 'node'), target('gate-1.example.org:8080', 'gate'), target('[2001:db8::1]:9100', 'node'), target('10.244.1.10:15012', 'istiod', { __meta_kubernetes_pod_node_name: 'n1' }), target('https://x y/', 'odd')]
  expect(await picture('prometheus', { 'targets.json': { status: 'success', data: { activeTargets, droppedTargets: [target('dropped:1', 'x')] } } })).toEqual({
    nodes: [
      'host:gate-1.example.org server "gate-1.example.org" · gate-1.example.org', 'job:gate application "gate" · (mention)', 'host:2001:db8::1 server "2001:db8::1" · 2001:db8::1', 'host:n1 server "n1" · n1', 'job:istiod application "istiod" · (mention)',
    ],
    relations: ['job:gate connected_to host:gate-1.example.org', 'job:istiod connected_to host:n1'],
    faults: ['6 https://x y/: has no instance that is a host name or an address'],
  })
})

describe('iTop', () => {
  const o = (type: string, key: string, fields: object): [string, object] => [`${type}::${key}`, { code: 0, message: '', class: type, key, fields: { id: key, friendlyname: `${type} ${key}`, ...fields } }]
  const answer = (...objects: [string, object][]): object => ({ objects: Object.fromEntries(objects), code: 0, message: `Found: ${objects.length}` })

  test('impacts is turned round, and the settings of redundancy come along one to one', async () => {
    const link = (id: string): object => ({ functionalci_id: id, applicationsolution_id: '20', friendlyname: 'x' })
    const seen = await picture('itop', { 'core-get.json': answer(
      o('Server', '1', { name: 'Server1', status: 'production', serialnumber: 'US32', purchase_date: '2021-07-30', end_of_warranty: '0000-00-00', powerA_id: '5', powerB_id: '6', rack_id: '9', enclosure_id: '0', managementip: '10.10.24.2' }),
      o('Hypervisor', '2', { name: 'ESX1', server_id: '1', farm_id: '4', status: 'production' }), o('Hypervisor', '3', { name: 'ESX2', server_id: '0', farm_id: '4', status: 'stock' }), o('Farm', '4', { name: 'Farm', redundancy: '1', status: 'production' }),
      o('VirtualMachine', '7', { name: 'VM1', virtualhost_id: '4' }), o('ApplicationSolution', '20', { name: 'ERP', redundancy: '50%', status: 'active', functionalcis_list: [link('7'), link('8'), link('1')] }),
      o('ApplicationSolution', '21', { name: 'CRM', redundancy: 'disabled', functionalcis_list: [link('7')].map((l) => ({ ...l, applicationsolution_id: '21' })) }),
      o('lnkConnectableCIToNetworkDevice', '1', { networkdevice_id: '30', connectableci_id: '1', connection_type: 'downlink' }), o('lnkConnectableCIToNetworkDevice', '2', { networkdevice_id: '1', connectableci_id: '30', connection_type: 'uplink' }),
      o('lnkContactToFunctionalCI', '1', { contact_id: '11', functionalci_id: '7' }), o('Person', '11', { name: 'Ito', first_name: 'Kei', email: 'Kei@Example.org' }), o('UserRequest', '1', { title: 'not of interest' }),
    ) })
    expect(seen).toEqual({
      nodes: [
        'ci:1 server "Server1" · live · #US32 · 10.10.24.2,server1 · boughtOn=2021-07-30 attrs.address=10.10.24.2', 'ci:2 server "ESX1" · live · esx1', 'ci:3 server "ESX2" · received · esx2', 'ci:4 cluster "Farm" · live', 'ci:7 virtual_machine "VM1" · vm1',
        'ci:20 application "ERP" · live', 'ci:21 application "CRM"', 'contact:11 person "Kei Ito" · (mention)',
      ],
      relations: [
        'ci:1 depends_on ci:5 (1 of power, hot)', 'ci:1 depends_on ci:6 (1 of power, hot)', 'ci:1 part_of ci:9', 'ci:2 runs_on ci:1', 'ci:4 runs_on ci:2 (1 of hypervisors, hot)', 'ci:4 runs_on ci:3 (1 of hypervisors, hot)', 'ci:7 runs_on ci:4',
        'ci:20 depends_on ci:7 (2 of components, hot)', 'ci:20 depends_on ci:8 (2 of components, hot)', 'ci:20 depends_on ci:1 (2 of components, hot)', 'ci:21 depends_on ci:7', 'ci:1 depends_on ci:30', 'contact:11 depends_on ci:7',
      ],
      faults: [],
    })
  })

  test('the same from the XML and the CSV export', async () => {
    const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<Set>\n<Server alias="Server" id="1"><name>Server1 &amp; Co</name><status>production</status><powerA_id>0</powerA_id><rack_id>9</rack_id><logicalvolumes_list><lnkServerToVolume id="2"><name>inner</name></lnkServerToVolume></logicalvolumes_list></Server>\n<Rack alias="Rack" id="9"><name>R1</name></Rack></Set>'
    expect(await picture('itop', { 'export.xml': xml })).toEqual({ nodes: ['ci:1 server "Server1 & Co" · live', 'ci:9 rack "R1"'], relations: ['ci:1 part_of ci:9'], faults: [] })
    expect(await picture('itop', { 'export-Server.csv': 'id,name,status,rack_id\n1,Server1,production,9\n', 'itop Rack.csv': 'id,name\n9,R1\n' })).toEqual({ nodes: ['ci:1 server "Server1" · live · server1', 'ci:9 rack "R1"'], relations: ['ci:1 part_of ci:9'], faults: [] })
  })
})

describe('our own tables', () => {
  test('items with fields of their type, and relations', async () => {
    expect(await picture('csv', {
      'items.csv': 'key;name;type;serial number;Host Names;state;cost_minor;CPU count\ndb-1;Database 1;database;S1;db-1|10.0.0.1;live;120000;8\nbad;;server;;;;;\nodd;Odd;server;to be filled by O.E.M.;;sleeping;many;\nacme;ACME;;;;;;\n',
      'relations.csv': 'from,to,kind,role,group,at_least,standby\napp,db-1,runs_on,,,,\napp,db-2,depends_on,alternate,db,1,warm\napp,app,depends_on,,,,\na,b,eats,,,,\na,b,,alternate,,,\na,b,,alternate,g,none,\n',
    })).toEqual({
      nodes: ['db-1 database "Database 1" · live · #S1 · db-1,10.0.0.1 · costMinor=120000 attrs.cpuCount=8', 'odd server "Odd"'],
      relations: ['app runs_on db-1', 'app depends_on db-2 (1 of db, warm)'],
      faults: [
        '3 bad: has no name', '4 odd: has "sleeping" as state, which is none of planned, received, build_test, live, maintenance, retired, disposed; it was left out', '4 odd: has "many" as cost_minor, which is no whole number; it was left out', '5 acme: has no type',
        '4 app → app: leads from an item to itself', '5 a → b: has "eats" as kind; it can be depends_on, runs_on, part_of, supported_by, supplied_by, connected_to', '6 a → b: is one of several and names no group', '7 a → b: has "none" as at_least; it is a whole number from 1 to 999',
      ],
    })
  })
})

describe('what is broken or hostile', () => {
  const refused = async (format: ConfigurationFormat, content: unknown): Promise<string> => picture(format, { 'bad.file': content }).then(() => 'taken', (e: unknown) => String(e instanceof Error ? e.message : e))
  test('a file of another kind is refused by name', async () => {
    expect(await refused('netbox', 'id,name\n1,a\n')).toBe('bad.file looks like CSV; NetBox objects come as JSON.')
    expect(await refused('csv', '{"a":1}')).toBe('bad.file looks like JSON; Tables of items and relations come as CSV.')
    expect(await refused('csv', 'a,b\n1,2\n')).toMatch(/^This is neither a table of items .* Its columns are: a, b\.$/)
    expect(await refused('itop', '<Set><Server id="1"><name>a</name></Set>')).toMatch(/^The file is no XML that can be read/)
    expect(await refused('itop', '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><Set><Server id="1"><name>&c;</name></Server></Set>')).toMatch(/undefined entity/)
    expect(await refused('itop', `${'<a>'.repeat(10_000)}`)).toMatch(/nested deeper/)
    expect(await refused('netbox', '['.repeat(100_000))).toMatch(/nested deeper than 64 levels/)
    expect(await refused('netbox', ']')).toMatch(/looks like CSV|closes more/)
  })
  test('what is cut off keeps what came before, and says so', async () => {
    const whole = JSON.stringify({ results: [{ id: 1, url: 'x/api/dcim/racks/1/', name: 'R1' }, { id: 2, url: 'x/api/dcim/racks/2/', name: 'R2' }] })
    const seen = await picture('netbox', { 'cut.json': whole.slice(0, -20), 'packed.json': gzipSync(whole) })
    expect(seen.nodes).toEqual(['rack:1 rack "R1"', 'rack:2 rack "R2"'])
    expect(seen.faults).toEqual(['2 cut.json: the file ends in the middle of the JSON; nothing behind here could be read'])
  })
  test('what an asking was answered with instead of objects is the reason', async () => {
    expect(await refused('itop', { code: 1, message: 'Error: Invalid login' })).toBe('bad.file holds no objects; its source answered: Error: Invalid login')
    expect(await refused('netbox', { detail: 'Invalid token' })).toMatch(/Invalid token$/)
    expect(await refused('kubernetes', { kind: 'Status', status: 'Failure', message: 'forbidden' })).toMatch(/forbidden$/)
  })
  test('odd values are no CIs, and names of the language are only names', async () => {
    const seen = await picture('netbox', { 'a.json': { results: [] }, 'b.json': [1, 'x', null, { url: '/api/dcim/racks/3/', name: '\u0000 \ud800' }, { url: '/api/dcim/racks/4/', id: '__proto__', name: 'constructor' }, { url: '/api/dcim/racks/5/', id: 5, name: 'x'.repeat(201) }] })
    expect(seen).toEqual({
      nodes: ['rack:__proto__ rack "constructor"'], relations: [],
      faults: ['0 a.json: holds no objects where NetBox objects have them', '1 rack:: has no id', '3 rack:5: has a name of more than 160 characters'],
    })
  })
  test('one key twice: the first is taken and the other told', async () => {
    expect((await picture('csv', { 'twice.csv': 'key,name,type\na,A,server\na,B,server\n' })).faults).toEqual(['3 a: comes again as "B"; the first, "A", was taken'])
  })
})
