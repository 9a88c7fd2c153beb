/** Reads the files of a source into one picture of what it says is there: each node once, each relation once. */
import path from 'node:path'
import { AppError } from '../../model/error.ts'
import { mostNodes, mostRelations, type Observation, type Observed, type ObservedGroup, type ObservedNode, type ObservedRelation, relationKey } from '../../practices/configuration/reconcile-observed.ts'
import { type ConfigurationFormat, configurationFormats } from '../../practices/configuration/reconcile-rank.ts'
import { objectOf, textOf } from '../adapters/pick.ts'
import { readCsv } from '../read/csv.ts'
import { type JsonPart, jsonParts } from '../read/json-parts.ts'
import { openFile } from '../read/open.ts'
import { sniff } from '../sniff.ts'
import { readTableRow } from './csv.ts'
import { itopContainers, itopFromJson, readItop } from './itop.ts'
import { readItopXml } from './itop-xml.ts'
import { kubernetesContainers, kubernetesReader } from './kubernetes.ts'
import type { Told } from './make.ts'
import { netboxContainers, readNetbox } from './netbox.ts'
import { prometheusContainers, readPrometheus } from './prometheus.ts'

/** A file as it was sent, and where it lies. */
export interface SourceFile {
  readonly name: string
  readonly path: string
}

/** `sourceName` names the cluster where the source is one. Refused as `invalid` where a file is not of this format at all; a part that cannot be read is told. */
export async function readObservation(format: ConfigurationFormat, sourceName: string, files: readonly SourceFile[], told: Told, advanced: (rows: number) => void = () => {}): Promise<Observation> {
  const collected = collector(told)
  const kubernetes = kubernetesReader(sourceName)
  let rows = 0
  for (const file of files) {
    for await (const observed of readFile(format, file, kubernetes, told)) {
      collected.add(observed)
      advanced(++rows)
    }
  }
  for (const observed of kubernetes.end()) collected.add([observed])
  return collected.end()
}

async function* readFile(format: ConfigurationFormat, file: SourceFile, kubernetes: ReturnType<typeof kubernetesReader>, told: Told): AsyncIterable<readonly Observed[]> {
  const { type, encoding, delimiter } = await sniff(file.path)
  const { text } = await openFile(file.path, encoding)
  const broken = (f: { readonly line: number; readonly reason: string }): void => { told({ line: f.line, key: file.name, reason: f.reason }) }
  if (format === 'csv') {
    if (type !== 'csv') throw notThis(file, format, type)
    for await (const row of readCsv(text, delimiter, [], broken)) yield readTableRow(row, told)
  } else if (format === 'itop' && type === 'xes') {
    for await (const o of readItopXml(text)) yield readItop(o, told)
  } else if (format === 'itop' && type === 'csv') {
    // An export of one class; which, its column says, or else the name of the file.
    const called = path.parse(file.name).name.replace(/^.*[-_ ]/, '')
    for await (const { line, values } of readCsv(text, delimiter, ['id'], broken)) yield readItop({ type: values['finalclass'] || called, id: values['id'] ?? '', fields: values, line }, told)
  } else {
    if (type !== 'json' && type !== 'jsonl') throw notThis(file, format, type)
    let found = 0
    for await (const part of jsonParts(text, containers[format], broken)) {
      found++
      const value = parsed(part, told)
      if (value === undefined) continue
      refuseAnswer(file, part, value)
      if (format === 'netbox') yield readNetbox(part, value, told)
      else if (format === 'kubernetes') yield kubernetes.read(part, value, told)
      else if (format === 'prometheus') yield readPrometheus(part, value, told)
      else {
        const o = itopFromJson(part.name, value, part.count)
        if (o) yield readItop(o, told)
        else told({ line: part.count, key: part.name.slice(0, 200), reason: 'is no object of iTop: it has no class or no id' })
      }
    }
    if (found === 0) told({ line: 0, key: file.name, reason: `holds no objects where ${configurationFormats[format]} have them` })
  }
}

const containers: Readonly<Record<Exclude<ConfigurationFormat, 'csv'>, ReadonlySet<string>>> = { itop: itopContainers, netbox: netboxContainers, kubernetes: kubernetesContainers, prometheus: prometheusContainers }

const notThis = (file: SourceFile, format: ConfigurationFormat, type: string): AppError =>
  new AppError('invalid', `${file.name} looks like ${type === 'xes' ? 'XML' : type === 'csv' ? 'CSV' : 'JSON'}; ${configurationFormats[format]} come as ${format === 'csv' ? 'CSV' : format === 'itop' ? 'JSON, XML or CSV' : 'JSON'}.`)

/** What was saved instead of objects where the asking failed: the sentence that the product gave is the best reason. */
function refuseAnswer(file: SourceFile, part: JsonPart, value: unknown): void {
  const o = objectOf(value)
  const said = textOf(o['message']) || textOf(o['detail']) || textOf(o['error'])
  if (part.container === '{}' && said !== '' && (o['kind'] === undefined || o['kind'] === 'Status')) throw new AppError('invalid', `${file.name} holds no objects; its source answered: ${said.slice(0, 200)}`)
}

function parsed(part: JsonPart, told: Told): unknown {
  try {
    return JSON.parse(part.text)
  } catch (e) {
    told({ line: part.count, key: part.name.slice(0, 200), reason: `is no JSON: ${e instanceof Error ? e.message.slice(0, 200) : String(e)}` })
    return undefined
  }
}

interface Collector {
  add(observed: readonly Observed[]): void
  end(): Observation
}

function collector(told: Told): Collector {
  const nodes = new Map<string, ObservedNode>()
  const relations = new Map<string, ObservedRelation>()
  const groups: ObservedGroup[] = []
  const addNode = (n: ObservedNode): void => {
    const known = nodes.get(n.key)
    if (!known || (known.isMention && !n.isMention)) nodes.set(n.key, n)
    else if (n.isMention || known.line === 0) return
    // A host with several targets, a cluster that each of its machines names: the same again with other names.
    else if (known.name === n.name && known.type === n.type) nodes.set(n.key, { ...known, hostNames: [...new Set([...known.hostNames, ...n.hostNames])] })
    else told({ line: n.line, key: n.key, reason: `comes again as "${n.name}"; the first, "${known.name}", was taken` })
    if (nodes.size > mostNodes) throw new AppError('invalid', `There are more than ${mostNodes} nodes; import them in parts, as sources of their own.`)
  }
  return {
    add: (observed) => {
      for (const o of observed) {
        if (o.is === 'node') addNode(o)
        else if (o.is === 'group') groups.push(o)
        else if (!relations.has(relationKey(o))) relations.set(relationKey(o), o)
      }
      if (relations.size > mostRelations) throw new AppError('invalid', `There are more than ${mostRelations} relations; import them in parts, as sources of their own.`)
    },
    end: () => ({ nodes, relations: grouped([...relations.values()], groups) }),
  }
}

/** Applies what is said of whole groups; a share is of the members that came with the export, rounded up as its product does. */
function grouped(relations: readonly ObservedRelation[], groups: readonly ObservedGroup[]): readonly ObservedRelation[] {
  const enoughOf = new Map(groups.map((g) => [`${g.of}\n${g.groupName}`, g.enough]))
  const sizes = new Map<string, number>()
  for (const r of relations) if (r.groupName !== undefined) sizes.set(`${r.from}\n${r.groupName}`, (sizes.get(`${r.from}\n${r.groupName}`) ?? 0) + 1)
  return relations.map((r) => {
    if (r.groupName === undefined) return r
    const at = `${r.from}\n${r.groupName}`
    const [enough, size] = [enoughOf.get(at), sizes.get(at) ?? 1]
    const atLeast = enough === undefined ? (r.role === 'alternate' ? r.atLeast ?? 1 : size) : enough === 'all' ? size : 'count' in enough ? enough.count : Math.max(1, Math.ceil(enough.share * size))
    // Where all are needed there is nothing to stand in.
    if (atLeast >= size && (enough !== undefined || r.role === 'series')) return series(r)
    return { ...r, role: 'alternate' as const, atLeast: Math.min(atLeast, size), standby: r.standby ?? 'hot' }
  })
}

const series = ({ is, from, to, kind, line }: ObservedRelation): ObservedRelation => ({ is, from, to, kind, line, role: 'series' })
