/** The settings: one table with type, default and reason, and the only place that reads the environment. */

import { isIP } from 'node:net'
import path from 'node:path'

/** All settings, parsed. Made once at the start and handed down; nothing below `app` reads the environment. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataFolder: string
  /** Address under which people reach this installation; no slash at the end. */
  readonly baseUrl: string
  /** `undefined`: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | undefined
  /** `undefined`: no mail leaves. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly logLevel: LogLevel
  /** Addresses, CIDR ranges and host names inside the network that a webhook may call all the same. */
  readonly allowPrivateWebhooks: readonly string[]
  /** Addresses and CIDR ranges of the proxies whose `X-Forwarded-For` is believed; empty: nobody's. */
  readonly trustProxy: readonly string[]
  /** Days that raw events are kept which belong to no open alert. */
  readonly eventDays: number
  /** Most bytes of one file of an import. */
  readonly importLimitBytes: number
  /** Server that the command line speaks to; no slash at the end. */
  readonly serverUrl: string
  readonly token: string | undefined
  /** Sentences about variables that look like settings and are none. */
  readonly warnings: readonly string[]
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** One row of the table. */
export interface Setting {
  readonly name: string
  /** The shape of the value, for people. */
  readonly type: string
  /** What holds where the variable is absent or empty; `''` where nothing does. */
  readonly default: string
  readonly why: string
  /** Never printed. A URL is printed without its password. */
  readonly secret?: 'all' | 'password'
}

const PROJECT = path.resolve(import.meta.dirname, '..', '..')

/** Every setting there is. */
export const settings = [
  { name: 'EVENKEEL_PORT', type: 'port, 1 to 65535', default: '7070', why: 'Where the server listens.' },
  {
    name: 'EVENKEEL_HOST',
    type: 'IP address or host name',
    default: '127.0.0.1',
    why: 'A new installation has no password yet and speaks plain HTTP, so only this machine reaches it. Set 0.0.0.0 in a container, or behind a proxy that does TLS.',
  },
  { name: 'EVENKEEL_DATA', type: 'folder', default: path.join(PROJECT, '.evenkeel'), why: 'Holds the embedded database, its socket and its log; a backup of a machine should hold it.' },
  { name: 'EVENKEEL_BASE_URL', type: 'http(s) URL', default: 'http://localhost:<EVENKEEL_PORT>', why: 'Begins every link in mails and pages, and is the origin that sign-in trusts. Set it to the address people type.' },
  { name: 'DATABASE_URL', type: 'postgres:// URL', default: '', why: 'A PostgreSQL of your own, 15 or newer. Absent: Evenkeel runs its own in EVENKEEL_DATA.', secret: 'password' },
  { name: 'EVENKEEL_SMTP_URL', type: 'smtp(s)://user:password@host:port', default: '', why: 'The server that takes mail. Absent: mail is not sent, and the delivery log says so.', secret: 'password' },
  { name: 'EVENKEEL_MAIL_FROM', type: 'mail address, with or without a name', default: 'Evenkeel <evenkeel@localhost>', why: 'Sender of every mail; most mail servers refuse one they do not know.' },
  { name: 'EVENKEEL_LOG_LEVEL', type: LOG_LEVELS.join(' | '), default: 'info', why: 'How much is written to standard output.' },
  {
    name: 'EVENKEEL_ALLOW_PRIVATE_WEBHOOKS',
    type: 'addresses, CIDR ranges or host names, with commas between',
    default: '',
    why: 'Webhooks go to public addresses only, so that nobody can use them to look into your network. Name here what they may reach inside it.',
  },
  {
    name: 'EVENKEEL_TRUST_PROXY',
    type: 'addresses or CIDR ranges, with commas between',
    default: '',
    why: 'The proxies in front of Evenkeel. Only from them is X-Forwarded-For believed, so that limits on sign-in count the real addresses; anybody else could write into it what they like.',
  },
  { name: 'EVENKEEL_EVENT_DAYS', type: 'days, 1 to 3650', default: '30', why: 'How long raw events are kept that belong to no open alert. Alerts, incidents and the journal stay.' },
  { name: 'EVENKEEL_IMPORT_LIMIT', type: 'bytes, or a number with MiB or GiB', default: '4 GiB', why: 'Largest file that an import takes, as it is sent (packed files grow when they are read). It is kept in EVENKEEL_DATA for 30 days.' },
  { name: 'EVENKEEL_URL', type: 'http(s) URL', default: '<EVENKEEL_BASE_URL>', why: 'The server that the command line speaks to.' },
  { name: 'EVENKEEL_TOKEN', type: 'token', default: '', why: 'Signs the command line in (`evenkeel token create`).', secret: 'all' },
] as const satisfies readonly Setting[]

type SettingName = (typeof settings)[number]['name']
type Environment = Readonly<Record<string, string | undefined>>

/** All that is wrong with the settings, one line a variable. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}\nSee \`evenkeel config\` for what each takes.`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** Reads the settings. Throws a `ConfigError` that names every wrong variable at once. */
export function readConfig(env: Environment = process.env): Config {
  const { config, faults } = tryConfig(env)
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

/** Reads the settings as far as they can be used; a wrong one is named and its default holds. For diagnosis. */
export function tryConfig(env: Environment = process.env): { config: Config; faults: readonly string[] } {
  const faults: string[] = []
  const read = <T>(name: SettingName, parse: (text: string) => T): T | undefined => {
    const text = env[name]?.trim()
    if (!text) return undefined
    try {
      return parse(text)
    } catch (error) {
      faults.push(`${name} ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }
  const port = read('EVENKEEL_PORT', parsePort) ?? 7070
  const baseUrl = read('EVENKEEL_BASE_URL', parseWebUrl) ?? `http://localhost:${port}`
  const config: Config = {
    port,
    host: read('EVENKEEL_HOST', parseHost) ?? '127.0.0.1',
    dataFolder: path.resolve(read('EVENKEEL_DATA', parseFolder) ?? path.join(PROJECT, '.evenkeel')),
    baseUrl,
    databaseUrl: read('DATABASE_URL', (text) => parseUrl(text, ['postgres:', 'postgresql:'])),
    smtpUrl: read('EVENKEEL_SMTP_URL', (text) => parseUrl(text, ['smtp:', 'smtps:'])),
    mailFrom: read('EVENKEEL_MAIL_FROM', parseSender) ?? 'Evenkeel <evenkeel@localhost>',
    logLevel: read('EVENKEEL_LOG_LEVEL', parseLogLevel) ?? 'info',
    allowPrivateWebhooks: read('EVENKEEL_ALLOW_PRIVATE_WEBHOOKS', parseTargets) ?? [],
    trustProxy: read('EVENKEEL_TRUST_PROXY', parseRanges) ?? [],
    eventDays: read('EVENKEEL_EVENT_DAYS', parseDays) ?? 30,
    importLimitBytes: read('EVENKEEL_IMPORT_LIMIT', parseSize) ?? 4 * 2 ** 30,
    serverUrl: read('EVENKEEL_URL', parseWebUrl) ?? baseUrl,
    token: read('EVENKEEL_TOKEN', (text) => text),
    warnings: strangers(env),
  }
  return { config, faults }
}

/** A line of `evenkeel config`. */
export interface SettingLine extends Setting {
  readonly value: string
  readonly from: 'environment' | 'default'
}

/** What holds now, fit to be shown: no secret is in it. */
export function describeSettings(env: Environment = process.env): SettingLine[] {
  return settings.map((setting: Setting) => {
    const text = env[setting.name]?.trim()
    if (!text) return { ...setting, value: setting.default, from: 'default' }
    return { ...setting, value: setting.secret === 'all' ? '(set)' : setting.secret === 'password' ? withoutPassword(text) : text, from: 'environment' }
  })
}

/** A URL that may be written to a log or a screen. */
export function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return '(set)'
  const url = new URL(text)
  if (url.password) url.password = '***'
  if (url.searchParams.has('password')) url.searchParams.set('password', '***')
  return url.href
}

/** Variables that begin like ours and are none: a slip of the pen would otherwise change nothing, silently. */
function strangers(env: Environment): string[] {
  const known = new Set<string>(settings.map((setting) => setting.name))
  // Kubernetes adds these for a Service that is called evenkeel.
  const isFromKubernetes = (name: string) => /^EVENKEEL_(SERVICE_|PORT_)/.test(name)
  return Object.keys(env)
    .filter((name) => name.startsWith('EVENKEEL_') && !known.has(name) && !isFromKubernetes(name))
    .map((name) => `${name} is set but is no setting of Evenkeel; \`evenkeel config\` lists them all.`)
}

function parsePort(text: string): number {
  if (/^tcp:\/\//.test(text)) throw new Error(`is "${text}", set by Kubernetes for a Service called evenkeel: rename that Service, or set enableServiceLinks: false`)
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error(`must be a port from 1 to 65535, not "${text}"`)
  return port
}

function parseHost(text: string): string {
  if (isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text
  throw new Error(`must be an IP address or a host name without a port, not "${text}"`)
}

function parseFolder(text: string): string {
  if (text.includes('\0') || text.startsWith('~')) throw new Error(`must be a path; "~" is only understood by a shell: "${text}"`)
  return text
}

function parseUrl(text: string, protocols: readonly string[]): string {
  const shape = `must begin with ${protocols.map((protocol) => `${protocol}//`).join(' or ')} and be a whole URL`
  // The value is not repeated: it may hold a password.
  if (!URL.canParse(text) && !URL.canParse(text.replace('@/', '@localhost/'))) throw new Error(`${shape}; characters like @ : / in a password are written %40 %3A %2F`)
  if (!protocols.some((protocol) => text.startsWith(`${protocol}//`))) throw new Error(shape)
  return text
}

function parseWebUrl(text: string): string {
  const href = parseUrl(text, ['http:', 'https:'])
  const url = new URL(href)
  if (url.search || url.hash || url.username || url.pathname !== '/') throw new Error(`must be scheme, host and port only, like https://desk.example.com, not "${text}"`)
  return url.origin
}

function parseSender(text: string): string {
  if (/[\r\n]/.test(text) || !/^[^<>@\s]+@[^<>@\s]+$|^[^<>]*<[^<>@\s]+@[^<>@\s]+>$/.test(text)) {
    throw new Error(`must be a mail address like desk@example.com or "Service desk <desk@example.com>", not "${text}"`)
  }
  return text
}

function parseLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === text.toLowerCase())
  if (!level) throw new Error(`must be one of ${LOG_LEVELS.join(', ')}, not "${text}"`)
  return level
}

const listOf = (text: string): string[] => text.split(',').map((one) => one.trim()).filter((one) => one !== '')

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const widest = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest))
}

function parseTargets(text: string): string[] {
  const targets = listOf(text)
  for (const target of targets) {
    const isName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(target) && !/^[\d.]+$/.test(target)
    if (!isRange(target) && !isName) throw new Error(`holds "${target}", which is no IP address, CIDR range (10.0.0.0/8) or host name`)
  }
  return targets
}

function parseRanges(text: string): string[] {
  const ranges = listOf(text)
  for (const range of ranges) {
    if (!isRange(range)) throw new Error(`holds "${range}", which is no IP address or CIDR range (10.0.0.0/8)`)
    if (/\/0+$/.test(range)) throw new Error(`holds "${range}", which is everybody: then anybody may claim any address`)
  }
  return ranges
}

function parseDays(text: string): number {
  const days = Number(text)
  if (!/^\d{1,4}$/.test(text) || days < 1 || days > 3650) throw new Error(`must be a whole number of days from 1 to 3650, not "${text}"`)
  return days
}

const sizeUnits: Readonly<Record<string, number>> = { '': 1, mib: 2 ** 20, gib: 2 ** 30 }

function parseSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,15})\s*(MiB|GiB)?$/i.exec(text) ?? []
  const bytes = Number(number) * (sizeUnits[unit.toLowerCase()] ?? 1)
  if (number === '' || bytes < 1 || bytes > 2 ** 43) throw new Error(`must be a number of bytes, or one with MiB or GiB such as "4 GiB", not "${text}"`)
  return bytes
}
