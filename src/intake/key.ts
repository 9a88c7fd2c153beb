/** Keys of integrations: long and random, known here only by their hash, so one fast hash tells who sends. */
import { createHash, randomBytes } from 'node:crypto'

/** A key of 192 random bits, safe in an address. */
export const newKey = (): string => `ek_${randomBytes(24).toString('base64url')}`

/** SHA-256 in hex; a slow password hash would guard nothing here, because the key cannot be guessed. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** The key that a request carries: in its address, as bearer token, or as password of basic authentication. Null where there is none. */
export function keyOf(params: unknown, authorization: string | undefined): string | null {
  if (typeof params === 'object' && params !== null && 'key' in params && typeof params.key === 'string') return params.key
  if (authorization === undefined) return null
  const [scheme = '', rest = ''] = authorization.split(' ', 2)
  if (/^bearer$/i.test(scheme)) return rest === '' ? null : rest
  if (!/^basic$/i.test(scheme)) return null
  const pair = Buffer.from(rest, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  const password = colon < 0 ? '' : pair.slice(colon + 1)
  return password === '' ? null : password
}
