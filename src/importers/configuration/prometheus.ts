/** Reads what Prometheus scrapes (`/api/v1/targets`): hosts that monitoring sees, and the jobs it sees on them. */
import type { Observed } from '../../practices/configuration/reconcile-observed.ts'
import { objectOf, textAt } from '../adapters/pick.ts'
import type { JsonPart } from '../read/json-parts.ts'
import { hostName, node, relation, type Told } from './make.ts'

/** Dropped targets are not watched and say nothing. */
export const prometheusContainers: ReadonlySet<string> = new Set(['data.activeTargets[]'])

// Exporters stand beside what they tell of; they are no application that anybody uses.
const exporters = /(^|[-_/])(node|exporter|blackbox|cadvisor|kubelet|snmp|prometheus|pushgateway|alertmanager)([-_/]|$)/i
/** Loopback is the Prometheus server itself, whichever that is. */
const nobody = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0'])

/** A target is a host; a job that is no exporter is mentioned, and joined to its hosts where both are known here. */
export function readPrometheus(part: JsonPart, value: unknown, told: Told): Observed[] {
  const labels = objectOf(objectOf(value)['labels'])
  const found = objectOf(objectOf(value)['discoveredLabels'])
  const line = part.count
  const address = textAt(labels, 'instance') || textAt(found, '__address__')
  // Addresses of pods change with each roll-out: what stays is the node they run on.
  const name = textAt(found, '__meta_kubernetes_pod_node_name') || textAt(found, '__meta_kubernetes_node_name') || textAt(found, '__meta_kubernetes_endpoint_node_name') || hostName(address)
  if (name === '') {
    told({ line, key: address.slice(0, 200), reason: 'has no instance that is a host name or an address' })
    return []
  }
  if (nobody.has(name)) return []
  const host = node({ key: `host:${name.toLowerCase()}`, type: 'server', name, line, hostNames: [name, ...(address === '' || name !== hostName(address) ? [] : [address]), textAt(labels, 'nodename'), textAt(labels, 'hostname')] }, told)
  if (!host) return []
  const jobName = textAt(labels, 'job')
  const job = jobName === '' || exporters.test(jobName) ? null : node({ key: `job:${jobName}`, type: 'application', name: jobName, line, isMention: true }, told)
  // Where monitoring meets a job is no structure: that all of its hosts are needed, or one is enough, people say.
  return job ? [host, job, relation({ from: job.key, to: host.key, kind: 'connected_to', line })] : [host]
}
