/** Builds observed nodes and relations from texts that somebody else wrote: trimmed, bounded, without what says nothing. */
import type { FieldValue, ObservedNode, ObservedRelation, ObservedState } from '../../practices/configuration/reconcile-observed.ts'

/** What a reader gives beside what it read. */
export type Told = (fault: { readonly line: number; readonly key: string; readonly reason: string }) => void

const mostKeyCharacters = 200
const mostNameCharacters = 160
const mostSerialCharacters = 120
const mostValueCharacters = 1000
const mostHostNames = 20

interface NodeSay {
  readonly key: string
  readonly type: string
  readonly name: string
  readonly line: number
  readonly record?: ObservedNode['record']
  readonly hostNames?: readonly string[]
  readonly serialNumber?: string
  readonly email?: string
  readonly state?: ObservedState | undefined
  readonly fields?: Readonly<Record<string, FieldValue | null | undefined>>
  readonly isMention?: boolean
}

/** The node; told and null where it has no key or no name. */
export function node(say: NodeSay, told: Told): ObservedNode | null {
  const key = oneLine(say.key)
  const name = oneLine(say.name)
  const hasKey = key !== '' && !key.endsWith(':')
  if (!hasKey || name === '') {
    told({ line: say.line, key, reason: `has no ${hasKey ? 'name' : 'id'}` })
    return null
  }
  if (key.length > mostKeyCharacters || name.length > mostNameCharacters) {
    told({ line: say.line, key: key.slice(0, mostKeyCharacters), reason: key.length > mostKeyCharacters ? `has a key of more than ${mostKeyCharacters} characters` : `has a name of more than ${mostNameCharacters} characters` })
    return null
  }
  const serialNumber = oneLine(say.serialNumber ?? '')
  const email = oneLine(say.email ?? '').toLowerCase()
  return {
    is: 'node', key, record: say.record ?? 'ci', type: say.type, name, line: say.line,
    hostNames: [...new Set((say.hostNames ?? []).map(hostName).filter((h) => h !== ''))].slice(0, mostHostNames),
    ...(isNoSerial(serialNumber) || serialNumber.length > mostSerialCharacters ? {} : { serialNumber }), ...(email === '' ? {} : { email }), ...(say.state === undefined ? {} : { state: say.state }), ...(say.isMention ? { isMention: true } : {}),
    fields: Object.fromEntries(Object.entries(say.fields ?? {}).flatMap(([k, v]): [string, FieldValue][] => {
      const value = typeof v === 'string' ? oneLine(v).slice(0, mostValueCharacters) : v
      return value === null || value === undefined || value === '' ? [] : [[k, value]]
    })),
  }
}

type RelationSay = Omit<ObservedRelation, 'is' | 'role'> & { readonly role?: ObservedRelation['role'] }

export const relation = (say: RelationSay): ObservedRelation => ({ ...say, is: 'relation', role: say.role ?? 'series' })

/** One line without characters that the database cannot keep. */
export const oneLine = (text: string): string => text.toWellFormed().replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim()

/** As the network knows it: lower case, without port, scheme or the dot at the end; empty where it cannot be a name or an address. */
export function hostName(text: string): string {
  const bare = text.trim().toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/[/?#].*$/, '')
  const host = /^\[([0-9a-f:.]+)\](?::\d+)?$/.exec(bare)?.[1] ?? (bare.split(':').length === 2 ? bare.replace(/:\d+$/, '') : bare)
  return /^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,252}$/u.test(host) ? host.replace(/\.$/, '') : ''
}

/** An address without the length of its network: `10.0.0.7/24` is `10.0.0.7`. */
export const addressOf = (cidr: string): string => cidr.replace(/\/\d+$/, '')

// What makers and people write where there is no serial number; as an identity it would make one of many.
const noSerial = new Set(['', '0', '-', 'n/a', 'na', 'none', 'null', 'unknown', 'tbd', 'not specified', 'to be filled by o.e.m.', 'default string', 'system serial number', '123456789', '0123456789'])
const isNoSerial = (text: string): boolean => noSerial.has(text.toLowerCase()) || /^(.)\1+$/.test(text)

/** Maker and model as one: most makers are in the model's name already. */
export const modelOf = (maker: string, model: string): string => (model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`).trim()
