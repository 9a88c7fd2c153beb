/** Hashes passwords with scrypt (RFC 7914) and checks them, a few at a time so that sign-in cannot eat the machine. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** 2^15 × 8 × 128 bytes = 32 MiB a hash, three passes: one of the settings that OWASP's password storage sheet gives as its minimum for scrypt. */
const logCost = 15
const blockSize = 8
const passes = 3
const keyBytes = 32
/** Two at once need 64 MiB and leave threads of the pool for files and DNS. */
const atOnce = 2

/** `$scrypt$ln=15,r=8,p=3$salt$key` (PHC string format): the settings travel with the hash, so they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, logCost, blockSize, passes)
  return `$scrypt$ln=${logCost},r=${blockSize},p=${passes}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Takes as long for a null hash as for a wrong password, so that nobody learns which addresses have an account. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash ?? nobodysHash)
  if (!parts) return false
  const [, ln = '', r = '', p = '', salt = '', kept = ''] = parts
  const key = await derive(password, Buffer.from(salt, 'base64url'), Number(ln), Number(r), Number(p))
  const expected = Buffer.from(kept, 'base64url')
  return key.length === expected.length && timingSafeEqual(key, expected) && hash !== null
}

const nobodysHash = `$scrypt$ln=${logCost},r=${blockSize},p=${passes}$${randomBytes(16).toString('base64url')}$${randomBytes(keyBytes).toString('base64url')}`

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, ln: number, r: number, p: number): Promise<Buffer> {
  // A finishing hash hands its place over instead of freeing it, so nobody can slip in between.
  if (running < atOnce) running++
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
