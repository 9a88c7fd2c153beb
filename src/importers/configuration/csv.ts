/** Reads our own two tables: one of items (`key,name,type,…`), one of relations (`from,to,kind,…`); the header says which a file is. */
import { AppError } from '../../model/error.ts'
import { nodeRecords, type NodeRecord, relationKinds, type RelationKind } from '../../model/graph.ts'
import type { Observed, ObservedState } from '../../practices/configuration/reconcile-observed.ts'
import type { SourceRow } from '../read/open.ts'
import { node, oneLine, relation, type Told } from './make.ts'

type Values = Readonly<Record<string, string>>

/** Columns of the item table that are fields of every item: name in the header, in snake case → field. */
const ownFields: Readonly<Record<string, string>> = {
  asset_tag: 'assetTag', bought_on: 'boughtOn', cost_minor: 'costMinor', currency: 'currency', end_of_support: 'endOfSupport', warranty_until: 'warrantyUntil',
}
const special = new Set(['key', 'name', 'type', 'record', 'serial_number', 'host_names', 'state', 'email'])
const whole = new Set(['costMinor'])
const states: ReadonlySet<string> = new Set<ObservedState>(['planned', 'received', 'build_test', 'live', 'maintenance', 'retired', 'disposed'])

/** What a row says; every column that is not known is a field of the item's type. */
export function readTableRow(row: SourceRow, told: Told): Observed[] {
  const v = Object.fromEntries(Object.entries(row.values).map(([name, value]) => [snakeOf(name), oneLine(value)]))
  if ('from' in v && 'to' in v) return relationOf(v, row.line, told)
  if ('name' in v) return nodeOf(v, row.line, told)
  throw new AppError('invalid', `This is neither a table of items (key, name, type, …) nor one of relations (from, to, kind, …). Its columns are: ${Object.keys(row.values).slice(0, 20).join(', ')}.`)
}

function nodeOf(v: Values, line: number, told: Told): Observed[] {
  const record = v['record'] === undefined || v['record'] === '' ? 'ci' : v['record']
  const key = v['key'] || v['name'] || ''
  if (!isNodeRecord(record)) return wrong(line, key, `has "${record}" as record; it can be ${nodeRecords.join(', ')}`, told)
  if (record === 'ci' && !v['type']) return wrong(line, key, 'has no type', told)
  const state = v['state'] ?? ''
  if (state !== '' && !isState(state)) told({ line, key, reason: `has "${state}" as state, which is none of ${[...states].join(', ')}; it was left out` })
  const fields: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(v)) {
    if (special.has(name) || value === '') continue
    const field = Object.hasOwn(ownFields, name) ? ownFields[name] : undefined
    if (field === undefined) fields[`attrs.${camelOf(name)}`] = value
    else if (!whole.has(field)) fields[field] = value
    else if (/^\d{1,10}$/.test(value)) fields[field] = Number(value)
    else told({ line, key, reason: `has "${value.slice(0, 40)}" as ${name}, which is no whole number; it was left out` })
  }
  const made = node({
    key, record, type: record === 'ci' ? v['type'] ?? '' : '', name: v['name'] ?? '', line, hostNames: (v['host_names'] ?? '').split(/[;|\s]+/), serialNumber: v['serial_number'] ?? '', email: v['email'] ?? '',
    ...(isState(state) ? { state } : {}), fields,
  }, told)
  return made ? [made] : []
}

function relationOf(v: Values, line: number, told: Told): Observed[] {
  const [from = '', to = '', kind = 'depends_on'] = [v['from'], v['to'], v['kind'] === '' ? undefined : v['kind']]
  const key = `${from} → ${to}`.slice(0, 200)
  if (from === '' || to === '') return wrong(line, key, `names nothing in ${from === '' ? 'from' : 'to'}`, told)
  if (from === to) return wrong(line, key, 'leads from an item to itself', told)
  if (!isKind(kind)) return wrong(line, key, `has "${kind.slice(0, 40)}" as kind; it can be ${Object.keys(relationKinds).join(', ')}`, told)
  const role = v['role'] || 'series'
  if (role !== 'series' && role !== 'alternate') return wrong(line, key, `has "${role.slice(0, 40)}" as role; it can be series or alternate`, told)
  const [standby = '', atLeast = '', groupName = ''] = [v['standby'], v['at_least'], v['group_name'] || v['group']]
  if (role === 'series') return [relation({ from, to, kind, line })]
  if (groupName === '' || groupName.length > 80) return wrong(line, key, groupName === '' ? 'is one of several and names no group' : 'has a group with a name of more than 80 characters', told)
  if (atLeast !== '' && !/^[1-9]\d{0,2}$/.test(atLeast)) return wrong(line, key, `has "${atLeast.slice(0, 40)}" as at_least; it is a whole number from 1 to 999`, told)
  if (standby !== '' && standby !== 'hot' && standby !== 'warm') return wrong(line, key, `has "${standby.slice(0, 40)}" as standby; it can be hot or warm`, told)
  return [relation({ from, to, kind, role, groupName, atLeast: atLeast === '' ? 1 : Number(atLeast), standby: standby === 'warm' ? 'warm' : 'hot', line })]
}

function wrong(line: number, key: string, reason: string, told: Told): [] {
  told({ line, key, reason })
  return []
}

const isNodeRecord = (s: string): s is NodeRecord => (nodeRecords as readonly string[]).includes(s)
const isKind = (s: string): s is RelationKind => Object.hasOwn(relationKinds, s)
const isState = (s: string): s is ObservedState => states.has(s)

const snakeOf = (name: string): string => name.trim().replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '')
const camelOf = (snake: string): string => snake.replace(/_(\p{L}|\p{N})/gu, (_, c: string) => c.toUpperCase())
