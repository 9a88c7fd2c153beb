/** Hashes passwords with scrypt (RFC 7914) and checks them, a few at a time so that sign-in cannot eat the machine. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../model/error.ts'

/** 2^15 × 8 × 128 bytes = 32 MiB a hash, three passes: one of the settings that OWASP's password storage sheet gives as its minimum for scrypt. */
const logCost = 15
const blockSize = 8
const passes = 3
const keyBytes = 32
/** Two at once need 64 MiB and leave threads of the pool for files and DNS. */
const atOnce = 2
/** A hash takes a quarter of a second of one processor: whoever came after so many would have given up before their turn. */
export const mostWaiting = 40

/**
 * `$scrypt$ln=15,r=8,p=3$salt$key` (PHC string format): the settings travel with the hash, so they can be raised later.
 * `beside` are hashes of other people with the same address; it takes their salt, so that one derivation checks them all.
 */
export async function hashPassword(password: string, beside: readonly string[] = []): Promise<string> {
  const [known] = beside.map(partsOf).filter((x) => x?.ln === logCost && x.r === blockSize && x.p === passes)
  const salt = known?.salt ?? randomBytes(16)
  const key = await derive(password, salt, logCost, blockSize, passes)
  return `$scrypt$ln=${logCost},r=${blockSize},p=${passes}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/**
 * Those of the hashes that this password opens; may be empty. Takes as long for none and for several of one address as for one wrong
 * password, so that nobody learns which addresses have an account, nor in how many organizations. Only after somebody's address was
 * changed to one that is known elsewhere is there a second salt, until they set a new password.
 */
export async function openedBy(password: string, hashes: readonly string[]): Promise<string[]> {
  const bySalt = Map.groupBy(hashes.length > 0 ? hashes : [nobodysHash], (hash) => hash.slice(0, hash.lastIndexOf('$')))
  const opened: string[] = []
  for (const list of bySalt.values()) {
    const settings = partsOf(list[0] ?? '')
    if (!settings) continue
    const key = await derive(password, settings.salt, settings.ln, settings.r, settings.p)
    for (const hash of list) {
      const expected = partsOf(hash)?.key
      if (expected && key.length === expected.length && timingSafeEqual(key, expected)) opened.push(hash)
    }
  }
  return opened.filter((hash) => hash !== nobodysHash)
}

/** Whether the password opens this one; as slow without a hash as with one. */
export const checkPassword = async (password: string, hash: string | null): Promise<boolean> => (await openedBy(password, hash === null ? [] : [hash])).length > 0

function partsOf(hash: string): { ln: number; r: number; p: number; salt: Buffer; key: Buffer } | null {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash)
  if (!parts) return null
  const [, ln = '', r = '', p = '', salt = '', key = ''] = parts
  return { ln: Number(ln), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
}

const nobodysHash = `$scrypt$ln=${logCost},r=${blockSize},p=${passes}$${randomBytes(16).toString('base64url')}$${randomBytes(keyBytes).toString('base64url')}`

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, ln: number, r: number, p: number): Promise<Buffer> {
  // A finishing hash hands its place over instead of freeing it, so nobody can slip in between.
  if (running < atOnce) running++
  else if (waiting.length >= mostWaiting) throw new AppError('unavailable', 'More people sign in right now than this machine can check the passwords of. Try again in a few seconds.', { facts: { retryAfterSeconds: 10 } })
  else await new Promise<void>((go) => waiting.push(go))
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      // Typed the same on every keyboard: composed and decomposed letters are one password.
      scrypt(password.normalize('NFKC'), salt, keyBytes, { N: 2 ** ln, r, p, maxmem: 256 * r * 2 ** ln }, (e, key) => (e ? reject(e) : resolve(key)))
    })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
