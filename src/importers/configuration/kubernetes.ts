/** Reads Kubernetes objects (`kubectl get … -o json`): nodes, workloads, services and pods. What comes and goes by itself becomes no CI: a pod speaks for its workload. */
import type { Observed, ObservedNode, ObservedRelation } from '../../practices/configuration/reconcile-observed.ts'
import { listOf, objectOf, textAt, textOf } from '../adapters/pick.ts'
import type { JsonPart } from '../read/json-parts.ts'
import { node, relation, type Told } from './make.ts'

/** A `List` of any kinds, or a plain list; one object by itself is read too. */
export const kubernetesContainers: ReadonlySet<string> = new Set(['[]', 'items[]'])

type Loose = Readonly<Record<string, unknown>>
type Labels = Readonly<Record<string, string>>

/** Collects while objects come in any order; `end` gives what needs all of them. */
export interface KubernetesReader {
  read(part: JsonPart, value: unknown, told: Told): Observed[]
  end(): Observed[]
}

const workloadKinds = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'])
const clusterKey = 'cluster'

/** `cluster` names the cluster: the workloads run on it, and it on its nodes. */
export function kubernetesReader(cluster: string): KubernetesReader {
  const workloads: { readonly key: string; readonly namespace: string; readonly labels: Labels; readonly isMention: boolean }[] = []
  const services: { readonly key: string; readonly namespace: string; readonly selector: Labels; readonly line: number }[] = []
  const known = new Set<string>()
  let hasCluster = false

  const clusterOnce = (told: Told): ObservedNode[] => {
    if (hasCluster) return []
    hasCluster = true
    const made = node({ key: clusterKey, type: 'cluster', name: cluster, line: 0, fields: { 'attrs.platform': 'Kubernetes' } }, told)
    return made ? [made] : []
  }

  const workload = (kind: string, namespace: string, name: string, template: Loose, line: number, told: Told, isMention: boolean): Observed[] => {
    const key = `${kind.toLowerCase()}:${namespace}/${name}`
    const labels = labelsOf(objectOf(template['metadata'])['labels'])
    if (!isMention || !known.has(key)) workloads.push({ key, namespace, labels, isMention })
    if (isMention && known.has(key)) return []
    known.add(key)
    const images = listOf(objectOf(template['spec'])['containers']).map((c) => textAt(c, 'image')).filter((i) => i !== '')
    const made = node({ key, type: 'container_workload', name: `${namespace}/${name}`, line, fields: { 'attrs.cluster': cluster, 'attrs.namespace': namespace, 'attrs.image': images.sort().join(', ') }, ...(isMention ? { isMention } : {}) }, told)
    return made ? [...clusterOnce(told), made, relation({ from: key, to: clusterKey, kind: 'runs_on', line })] : []
  }

  const read = (part: JsonPart, value: unknown, told: Told): Observed[] => {
    const o = objectOf(value)
    const line = part.count
    const [kind, name] = [textOf(o['kind']), textAt(o, 'metadata', 'name')]
    const namespace = textAt(o, 'metadata', 'namespace') || 'default'
    const spec = objectOf(o['spec'])
    if (kind === 'Node') {
      const made = nodeOf(o, name, line, told)
      // Kubernetes moves work to the nodes that are left.
      return made ? [...clusterOnce(told), made, relation({ from: clusterKey, to: made.key, kind: 'runs_on', role: 'alternate', groupName: 'nodes', atLeast: 1, standby: 'hot', line })] : []
    }
    if (workloadKinds.has(kind)) return workload(kind, namespace, name, objectOf(kind === 'CronJob' ? objectOf(objectOf(spec['jobTemplate'])['spec'])['template'] : spec['template']), line, told, false)
    if (kind === 'Service') {
      const key = `service:${namespace}/${name}`
      const made = node({ key, type: 'application', name: `${namespace}/${name}`, line, hostNames: [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`] }, told)
      const selector = labelsOf(spec['selector'])
      if (made && Object.keys(selector).length > 0) services.push({ key, namespace, selector, line })
      return made ? [made] : []
    }
    if (kind === 'Pod') {
      const owner = ownerOf(o)
      return workload(owner?.kind ?? 'Pod', namespace, owner?.name ?? name, { metadata: o['metadata'], spec }, line, told, owner !== null)
    }
    if (kind === '' || name === '') told({ line, key: name, reason: 'is no Kubernetes object: it has no kind or no name' })
    return []
  }

  const end = (): ObservedRelation[] => services.flatMap((s) => {
    const to = new Set(workloads.filter((w) => w.namespace === s.namespace && Object.entries(s.selector).every(([k, v]) => w.labels[k] === v)).map((w) => w.key))
    const isOne = to.size === 1
    // Several workloads behind one service answer for each other: blue and green, stable and canary.
    return [...to].map((key) => relation({ from: s.key, to: key, kind: 'depends_on', line: s.line, ...(isOne ? {} : { role: 'alternate', groupName: 'endpoints', atLeast: 1, standby: 'hot' }) }))
  })
  return { read, end }
}

function nodeOf(o: Loose, name: string, line: number, told: Told): ObservedNode | null {
  const addresses = listOf(objectOf(o['status'])['addresses']).map((a) => textAt(a, 'address'))
  const ready = listOf(objectOf(o['status'])['conditions']).find((c) => textAt(c, 'type') === 'Ready')
  return node({
    key: `node:${name}`, type: 'server', name, line, hostNames: [name, ...addresses],
    // A node that is not ready is an incident, not another state of its life.
    ...(ready === undefined ? {} : { state: 'live' as const }),
    fields: { 'attrs.operatingSystem': textAt(o, 'status', 'nodeInfo', 'osImage') },
  }, told)
}

/** What a pod belongs to in the end: past the ReplicaSet its Deployment, past the Job its CronJob. Null where it stands alone. */
function ownerOf(pod: Loose): { readonly kind: string; readonly name: string } | null {
  const owner = listOf(objectOf(pod['metadata'])['ownerReferences']).find((r) => objectOf(r)['controller'] === true) ?? listOf(objectOf(pod['metadata'])['ownerReferences'])[0]
  const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')]
  if (kind === '' || name === '') return null
  const hash = labelsOf(objectOf(pod['metadata'])['labels'])['pod-template-hash']
  if (kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`)) return { kind: 'Deployment', name: name.slice(0, -hash.length - 1) }
  // A CronJob names its jobs by the minute they were due.
  if (kind === 'Job') return { kind: 'CronJob', name: name.replace(/-\d{8,10}$/, '') }
  // The static pods of a node carry its name.
  const podName = textAt(pod, 'metadata', 'name')
  if (kind === 'Node') return { kind: 'Pod', name: podName.endsWith(`-${name}`) ? podName.slice(0, -name.length - 1) : podName }
  return { kind, name }
}

const labelsOf = (v: unknown): Labels => Object.fromEntries(Object.entries(objectOf(v)).filter((e): e is [string, string] => typeof e[1] === 'string'))
