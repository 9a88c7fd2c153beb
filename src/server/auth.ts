/** Who sends a request: passwords, sessions, API tokens and the one-time set-up link. Secrets are 256 random bits, kept as SHA-256. */
import { createHash, randomBytes } from 'node:crypto'
import { type Actor, behindId, type Reach, reachOf, type Role, roleOf, roles, roleWords, rule, staff } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { Defined } from '../model/record.ts'
import { uuidv7 } from '../store/clock.ts'
import * as kept from '../store/sign-in.ts'
import type { Signer, TokenRow } from '../store/sign-in.ts'
import type { Store } from '../store/store.ts'
import { countAttempts, networkOf } from './attempts.ts'
import { checkPassword, hashPassword, openedBy } from './password.ts'

/** The two headers that can say who somebody is. */
export interface Credentials {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
}

/** An open session; `secret` is what the cookie carries, `expiresAt` ends it. */
export interface OpenSession {
  readonly secret: string
  readonly expiresAt: string
  readonly person: Signer
}

/** What is asked for when a token is made. */
export interface TokenWish {
  readonly name: string
  readonly role: Role
  readonly reach?: Reach | undefined
  readonly orgId?: string | undefined
  /** Days until it ends; absent: it holds until it is revoked. */
  readonly expiresInDays?: number | undefined
}

/** What the set-up page asks for. */
export interface SetupWish {
  readonly secret: string
  readonly organization: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly zone?: string | undefined
}

/** Sign-in as the routes, the command line and the ways in see it. */
export interface Auth {
  /** Null where nobody is named, or what is shown is wrong, expired or revoked. May lag a change by `rememberSeconds`. */
  actorOf(credentials: Credentials): Promise<Actor | null>
  /**
   * Refused as unauthenticated with one sentence for every reason, or as too_many. Where the password opens several organizations
   * and `orgId` names none of them, refused as conflict with `organizations` to choose from.
   */
  signIn(email: string, password: string, address: string, orgId?: string): Promise<OpenSession>
  signOut(credentials: Credentials): Promise<void>
  /** Refused as forbidden unless it is one's own with the old password, or the actor stands above the person. */
  setPassword(actor: Actor, personId: string, password: string, current: string | undefined): Promise<void>
  /** The secret `ek_…` is returned this once. Refused as forbidden where it would be more than the actor has. */
  createToken(actor: Actor, wish: TokenWish): Promise<TokenRow & { secret: string }>
  listTokens(actor: Actor): Promise<readonly TokenRow[]>
  revokeToken(actor: Actor, id: string): Promise<void>
  /** A new set-up secret, good for a day and one use, or null where an administrator exists. Earlier ones end. */
  openSetup(): Promise<string | null>
  isSetupOpen(secret: string): Promise<boolean>
  /** Whether nobody administers the installation yet; whoever asks needs no secret. */
  isSetupWanted(): Promise<boolean>
  /** Makes the provider organization and its first administrator, and signs them in. */
  setUp(wish: SetupWish): Promise<OpenSession>
  /** Makes an administrator without a browser; in the oldest provider, or a new one where there is none. Returns the person's id. */
  createAdmin(wish: { email: string; name: string; password: string; organization?: string }): Promise<string>
}

/** The name of the session cookie; the prefix makes browsers insist on Secure and this host alone. */
export const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-evenkeel' : 'evenkeel')

/** How long a role or a revocation may lag: one database look-up per caller in this time instead of one per request. */
export const rememberSeconds = 5
const mostRemembered = 5000
const sessionSeconds = 14 * 86_400
const setupSeconds = 86_400
/** One address behind which many people sit may fail more often than one person. */
const mostFailuresPerAddress = 100
/** From all addresses together. High, for whoever reaches it keeps the person out too, for a quarter of an hour. */
export const mostFailuresPerPerson = 30

const sha256 = (secret: string): string => createHash('sha256').update(secret).digest('hex')
const newSecret = (): string => randomBytes(32).toString('base64url')
const isoAt = (ms: number): string => new Date(ms).toISOString()

/** Keeps what it must in the store's own tables; what it remembers in memory is seconds old at most. */
export function createAuth(store: Store): Auth {
  const remembered = new Map<string, { actor: Actor | null; until: number }>()
  const attempts = countAttempts()
  const nowMs = (): number => store.clock.now()
  const now = (): string => isoAt(nowMs())
  const owner = store.db.owner

  const remember = async (key: string, look: () => Promise<Actor | null>): Promise<Actor | null> => {
    const known = remembered.get(key)
    if (known && known.until > nowMs()) return known.actor
    const actor = await look()
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(key, { actor, until: nowMs() + rememberSeconds * 1000 })
    return actor
  }

  const openSession = async (person: Signer): Promise<OpenSession> => {
    const secret = newSecret()
    const expiresAt = isoAt(nowMs() + sessionSeconds * 1000)
    await owner((tx) => kept.saveSession(tx, { sha256: sha256(secret), personId: person.id, now: now(), expiresAt }))
    return { secret, expiresAt, person }
  }

  const record = (name: string): Defined<Record<string, unknown>> => {
    const r = store.records.get(name)
    if (!r) throw new Error(`Broken promise: there is no record ${name}`)
    return r
  }

  const makeAdmin = async (wish: { email: string; name: string; organization?: string | undefined; zone?: string | undefined }): Promise<string> => {
    const orgId = wish.organization === undefined ? await owner((tx) => kept.providerId(tx)) : null
    return store.write(rule('set-up'), async (s) => {
      const org = orgId ?? (await s.create(record('organization'), { name: wish.organization ?? 'Provider', kind: 'provider', zone: wish.zone ?? 'UTC' })).id
      return (await s.create(record('person'), { orgId: org, name: wish.name, email: wish.email, role: 'admin', reach: 'all' })).id
    })
  }

  const hashFor = async ({ email, password }: { email: string; password: string }): Promise<string> =>
    hashPassword(password, (await owner((tx) => kept.findByEmail(tx, email))).map((k) => k.hash))

  const personWith = async (id: string): Promise<Signer> => {
    const person = await owner((tx) => kept.findPerson(tx, id))
    if (!person) throw new AppError('not_found', `There is no person ${id.slice(0, 80)}, or it is not yours to see.`)
    return person
  }

  return {
    actorOf: (credentials) => {
      const token = tokenIn(credentials.authorization)
      if (token !== null) return remember(`t${sha256(token)}`, async () => tokenActor(await owner((tx) => kept.findToken(tx, sha256(token), now()))))
      const secret = credentials.authorization === undefined ? sessionIn(credentials.cookie) : null
      return secret === null ? Promise.resolve(null) : remember(`s${sha256(secret)}`, async () => personActor(await owner((tx) => kept.findBySession(tx, sha256(secret), now()))))
    },

    signIn: async (email, password, address, orgId) => {
      const network = networkOf(address)
      const person = `of ${email.toLowerCase()}`
      const account = `${network} ${person}`
      const seconds = Math.max(attempts.wait(account, nowMs()), attempts.wait(network, nowMs(), mostFailuresPerAddress), attempts.wait(person, nowMs(), mostFailuresPerPerson))
      if (seconds > 0) throw tooMany(seconds)
      // Counted before the password is looked at: guesses that come at once would else all be the first.
      for (const key of [account, network, person]) attempts.failed(key, nowMs())
      // What we could not check is no wrong password.
      const takenBack = (e: unknown): never => {
        for (const key of [account, network, person]) attempts.takenBack(key)
        throw e
      }
      const known = await owner((tx) => kept.findByEmail(tx, email)).catch(takenBack)
      const opened = new Set(await openedBy(password, known.map((k) => k.hash)).catch(takenBack))
      const open = known.filter((k) => opened.has(k.hash) && (orgId === undefined || k.orgId === orgId))
      const [found, ...others] = open
      if (!found) throw new AppError('unauthenticated', 'This address and this password do not belong together.')
      attempts.succeeded(account)
      for (const key of [network, person]) attempts.takenBack(key)
      // Only whoever knows the password of each is told that there are several.
      if (others.length > 0) throw new AppError('conflict', 'Several organizations know you by this address and password. Choose one.', { facts: { organizations: open.map((k) => ({ id: k.orgId, name: k.orgName })) } })
      const { hash: _, orgName: __, ...signer } = found
      return openSession(signer)
    },

    signOut: async ({ cookie }) => {
      const secret = sessionIn(cookie)
      if (secret === null) return
      remembered.delete(`s${sha256(secret)}`)
      await owner((tx) => kept.dropSession(tx, sha256(secret)))
    },

    setPassword: async (actor, personId, password, current) => {
      const person = await personWith(personId)
      const isOwn = actor.kind === 'person' && actor.id === personId
      if (isOwn) {
        // Who found an open session must not find out its password by trying.
        const seconds = attempts.wait(`own ${personId}`, nowMs())
        if (seconds > 0) throw tooMany(seconds)
        attempts.failed(`own ${personId}`, nowMs())
        const isRight = await owner((tx) => kept.passwordOf(tx, personId)).then((hash) => checkPassword(current ?? '', hash)).catch((e: unknown) => {
          attempts.takenBack(`own ${personId}`)
          throw e
        })
        if (!isRight) throw new AppError('forbidden', 'The current password is not right.', { faults: [{ at: '/current', message: 'is not right' }] })
        attempts.succeeded(`own ${personId}`)
      } else {
        const isInReach = reachOf(actor) === 'all' || (actor.kind !== 'rule' && actor.orgId === person.orgId)
        if (!isInReach) throw new AppError('not_found', `There is no person ${personId.slice(0, 80)}, or it is not yours to see.`)
        if (roleOf(actor) !== 'admin' || (person.reach === 'all' && reachOf(actor) !== 'all')) throw new AppError('forbidden', 'Only an administrator who sees as far as this person can set their password.')
      }
      const hash = await hashFor({ email: person.email, password })
      await owner(async (tx) => {
        await kept.savePassword(tx, personId, hash, now())
        await kept.dropSessionsOf(tx, personId)
      })
      remembered.clear()
    },

    createToken: async (actor, wish) => {
      checkTokenWish(actor, wish)
      const orgId = wish.orgId ?? (actor.kind === 'rule' ? await owner((tx) => kept.providerId(tx)) : actor.orgId)
      if (orgId === null) throw new AppError('conflict', 'There is no organization yet that the token could belong to. Set the installation up first.')
      if (!(await owner((tx) => kept.isOrganization(tx, orgId)))) throw new AppError('invalid', `/orgId there is no organization ${orgId}.`, { faults: [{ at: '/orgId', message: 'is no organization' }] })
      const secret = `ek_${newSecret()}`
      const row: TokenRow = {
        id: uuidv7(nowMs()), name: wish.name, role: wish.role, reach: wish.reach ?? (wish.orgId === undefined ? reachOf(actor) : 'organization'), orgId, createdBy: actor.kind === 'rule' ? null : behindId(actor) ?? actor.id, createdByName: actor.name, createdAt: now(),
        expiresAt: wish.expiresInDays === undefined ? null : isoAt(nowMs() + wish.expiresInDays * 86_400_000), lastUsedAt: null,
      }
      await owner((tx) => kept.saveToken(tx, { ...row, sha256: sha256(secret) }))
      return { ...row, secret }
    },
    listTokens: (actor) => { checkTokenKeeper(actor); return owner((tx) => kept.listTokens(tx, ownTokens(actor))) },
    revokeToken: async (actor, id) => {
      checkTokenKeeper(actor)
      if (!(await owner((tx) => kept.revokeToken(tx, id, now(), ownTokens(actor))))) throw new AppError('not_found', `There is no token ${id}, or it is not yours.`)
      remembered.clear()
    },

    openSetup: async () => {
      if (await owner((tx) => kept.hasAdmin(tx))) return null
      const secret = newSecret()
      await owner((tx) => kept.saveSetupLink(tx, sha256(secret), isoAt(nowMs() + setupSeconds * 1000)))
      return secret
    },
    isSetupOpen: (secret) => owner(async (tx) => (await kept.isSetupLink(tx, sha256(secret), now())) && !(await kept.hasAdmin(tx))),
    isSetupWanted: () => owner(async (tx) => !(await kept.hasAdmin(tx))),
    setUp: async (wish) => {
      const link = sha256(wish.secret)
      const isMine = await owner(async (tx) => !(await kept.hasAdmin(tx)) && (await kept.takeSetupLink(tx, link, now())))
      // Hashing comes after: a stranger must not be able to make us work.
      if (!isMine) throw new AppError('forbidden', 'This set-up link was used, has expired or was never given. Restart the server for a new one, or sign in.')
      let id: string
      try {
        const hash = await hashFor(wish)
        id = await makeAdmin(wish)
        await owner((tx) => kept.savePassword(tx, id, hash, now()))
      } catch (e) {
        await owner((tx) => kept.returnSetupLink(tx, link))
        throw e
      }
      return openSession(await personWith(id))
    },
    createAdmin: async (wish) => {
      const hash = await hashFor(wish)
      const id = await makeAdmin(wish)
      await owner((tx) => kept.savePassword(tx, id, hash, now()))
      return id
    },
  }
}

const tooMany = (seconds: number): AppError =>
  new AppError('too_many', `Too many wrong passwords. Try again in ${Math.ceil(seconds / 60)} min.`, { facts: { retryAfterSeconds: seconds } })

/** A bearer token, or the password of Basic: what Prometheus, Alertmanager and amtool can send. */
function tokenIn(authorization: string | undefined): string | null {
  if (authorization === undefined) return null
  const [, scheme = '', value = ''] = /^(\w+) +(\S{1,500})$/.exec(authorization.trim()) ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return null
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null
}

function sessionIn(cookie: string | undefined): string | null {
  for (const part of (cookie ?? '').split(';')) {
    const [name = '', value = ''] = part.trim().split('=')
    if ((name === cookieName(true) || name === cookieName(false)) && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

const personActor = (p: Signer | null): Actor | null =>
  p && { kind: 'person', id: p.id, name: p.name, role: p.role, reach: p.reach, orgId: p.orgId, teamIds: p.teamIds }

const tokenActor = (t: TokenRow | null): Actor | null => t && { kind: 'token', id: t.id, name: t.name, role: t.role, reach: t.reach, orgId: t.orgId, madeById: t.createdBy }

function checkTokenKeeper(actor: Actor): void {
  if (actor.kind !== 'rule' && !staff.includes(actor.role)) throw new AppError('forbidden', `Tokens are made and seen by ${staff.map((r) => roleWords[r].toLowerCase()).join(', ')}.`)
}

const ownTokens = (actor: Actor): { orgId: string | null; createdBy: string | null } =>
  actor.kind === 'rule' ? { orgId: null, createdBy: null } : { orgId: actor.reach === 'all' ? null : actor.orgId, createdBy: actor.role === 'admin' ? null : behindId(actor) ?? actor.id }

function checkTokenWish(actor: Actor, wish: TokenWish): void {
  checkTokenKeeper(actor)
  const forbid = (at: string, message: string): never => { throw new AppError('forbidden', message, { faults: [{ at, message }] }) }
  if (roles.indexOf(wish.role) > roles.indexOf(roleOf(actor))) forbid('/role', `You cannot give the role ${roleWords[wish.role].toLowerCase()}: it is above your own.`)
  if (wish.reach === 'all' && reachOf(actor) !== 'all') forbid('/reach', 'You cannot let a token see every organization: you see only your own.')
  if (wish.orgId !== undefined && actor.kind !== 'rule' && wish.orgId !== actor.orgId && actor.reach !== 'all') forbid('/orgId', 'You can make tokens of your own organization only.')
}
