/** Signed webhooks, never to a private address unless the installation allows it by name. */
import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'
import type { Sent } from './sent.ts'

export interface WebhookMessage {
  readonly id: string
  readonly url: string
  readonly body: string
  /** Null: unsigned, for a team's own chat address. */
  readonly secret: string | null
  /** Seconds since 1970. */
  readonly timestamp: number
}

// IANA special-purpose registries (IPv4 and IPv6): everything that does not lead to the public Internet.
const special: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'], ['10.0.0.0', 8, 'ipv4'], ['100.64.0.0', 10, 'ipv4'], ['127.0.0.0', 8, 'ipv4'], ['169.254.0.0', 16, 'ipv4'], ['172.16.0.0', 12, 'ipv4'], ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'], ['192.168.0.0', 16, 'ipv4'], ['198.18.0.0', 15, 'ipv4'], ['198.51.100.0', 24, 'ipv4'], ['203.0.113.0', 24, 'ipv4'], ['224.0.0.0', 4, 'ipv4'], ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'], ['::1', 128, 'ipv6'], ['64:ff9b::', 96, 'ipv6'], ['100::', 64, 'ipv6'], ['2001::', 23, 'ipv6'], ['2001:db8::', 32, 'ipv6'], ['2002::', 16, 'ipv6'], ['fc00::', 7, 'ipv6'], ['fe80::', 10, 'ipv6'], ['ff00::', 8, 'ipv6'],
]
// An IPv4-mapped address (::ffff:10.0.0.1) is checked by its IPv4 rule; a rule of its own would close all of IPv4.
const closed = new BlockList()
for (const [net, prefix, family] of special) closed.addSubnet(net, prefix, family)

/** Whether an address is not on the public Internet. */
export const isPrivate = (address: string): boolean => {
  const family = isIP(address)
  return family === 0 || closed.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** `sha256` signature over `id.timestamp.body`, in the manner of the Standard Webhooks specification. */
export const signatureOf = (secret: string, m: Pick<WebhookMessage, 'id' | 'timestamp' | 'body'>): string =>
  `v1,${createHmac('sha256', secret).update(`${m.id}.${m.timestamp}.${m.body}`).digest('base64')}`

/** The addresses and CIDR ranges among the allowed names. */
function openRanges(allowed: readonly string[]): BlockList {
  const open = new BlockList()
  for (const entry of allowed) {
    const [net = '', prefix] = entry.split('/')
    const family = isIP(net)
    if (family !== 0) open.addSubnet(net, prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix), family === 6 ? 'ipv6' : 'ipv4')
  }
  return open
}

/** A slow receiver is given up after this, so that it holds no place in the queue. */
const timeoutMs = 10_000

/** `allowed`: host names, addresses and CIDR ranges of the installation's own network that may be called. The address is checked after the name is resolved, at the moment of connecting. */
export function postWebhook(m: WebhookMessage, allowed: readonly string[]): Promise<Sent> {
  let url: URL
  try { url = new URL(m.url) } catch { return Promise.resolve({ outcome: 'refused', reason: 'the address is no URL' }) }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return Promise.resolve({ outcome: 'refused', reason: `${url.protocol} is not delivered to` })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const open = openRanges(allowed)
  const isOpen = (address: string): boolean => isIP(address) !== 0 && open.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  const isAllowed = allowed.includes(host) || isOpen(host)
  if (!isAllowed && isIP(host) !== 0 && isPrivate(host)) return Promise.resolve({ outcome: 'refused', reason: `${host} is a private address; allow it with EVENKEEL_ALLOW_PRIVATE_WEBHOOKS` })
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    const req = request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json', 'content-length': Buffer.byteLength(m.body), 'user-agent': 'Evenkeel', 'webhook-id': m.id, 'webhook-timestamp': String(m.timestamp),
        ...(m.secret === null ? {} : { 'webhook-signature': signatureOf(m.secret, m) }),
      },
      lookup: (name, options, done) => {
        lookup(name, options, (error, address, family) => {
          const found = typeof address === 'string' ? [address] : Array.isArray(address) ? address.map((a: { address: string }) => a.address) : []
          const bad = error || isAllowed ? undefined : found.find((a) => isPrivate(a) && !isOpen(a))
          if (bad !== undefined) done(Object.assign(new Error(`${name} leads to the private address ${bad}`), { code: 'EPRIVATE' }), '', 4)
          else done(error, address, family)
        })
      },
    }, (answer) => {
      answer.resume()
      const code = answer.statusCode ?? 0
      const reason = `answered ${code}`
      if (code >= 200 && code < 300) resolve({ outcome: 'sent', reason })
      else resolve({ outcome: code === 429 || code >= 500 || (code >= 300 && code < 400) ? 'retry' : 'refused', reason })
    })
    // Over all, not since the last byte: who sends one byte now and then would hold the place for ever.
    const late = setTimeout(() => { req.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)) }, timeoutMs)
    req.on('close', () => { clearTimeout(late) })
    req.on('error', (e) => { resolve({ outcome: 'code' in e && e.code === 'EPRIVATE' ? 'refused' : 'retry', reason: e.message.slice(0, 400) }) })
    req.end(m.body)
  })
}
