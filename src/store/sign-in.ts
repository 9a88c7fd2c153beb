/** The statements of sign-in: passwords, sessions, tokens and the set-up link, kept as hashes in tables that only the owner reaches. */
import { type Reach, type Role, roles } from '../model/actor.ts'
import type { Row, Tx } from './database.ts'

/** A person as far as sign-in needs to know them. */
export interface Signer extends Row {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly reach: Reach
  readonly orgId: string
  readonly teamIds: readonly string[]
}

/** A token without its secret, which nobody can read again. */
export interface TokenRow extends Row {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly reach: Reach
  readonly orgId: string
  readonly createdBy: string | null
  readonly createdByName: string
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

const signer = 'p.id, p.name, p.email, p.role, p.reach, p.org_id AS "orgId", p.team_ids AS "teamIds"'
// Who left, or whose organization left, does not sign in: their old sessions and passwords are worth nothing from that moment.
const isHere = `p.state = 'active' AND EXISTS (SELECT 1 FROM organization o WHERE o.id = p.org_id AND o.state = 'active')`
const tokenList = 't.id, t.name, t.role, t.reach, t.org_id AS "orgId", t.created_by AS "createdBy", t.created_by_name AS "createdByName", t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt"'

/** Somebody who may be meant by an address, with the hash of their password and the name of their organization. */
export interface Candidate extends Signer {
  readonly hash: string
  readonly orgName: string
}

/** More organizations than one person works with; more would only make sign-in slower. */
const mostCandidates = 20

/** Everybody with this address and a password, in order of their organizations' names: the same person may be known to several. */
export const findByEmail = (tx: Tx, email: string): Promise<Candidate[]> =>
  tx.query<Candidate>(
    `SELECT ${signer}, w.hash, n.name AS "orgName" FROM person p JOIN password w ON w.person_id = p.id JOIN organization n ON n.id = p.org_id
     WHERE p.email = $1 AND ${isHere} ORDER BY n.name, p.id LIMIT ${mostCandidates}`, [email.toLowerCase()])

export async function findPerson(tx: Tx, id: string): Promise<Signer | null> {
  const [row] = await tx.query<Signer>(`SELECT ${signer} FROM person p WHERE p.id = $1 AND ${isHere}`, [id])
  return row ?? null
}

export async function hasAdmin(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(`SELECT EXISTS (SELECT 1 FROM person p WHERE p.role = 'admin' AND ${isHere}) AS found`)
  return row?.found === true
}

export async function passwordOf(tx: Tx, personId: string): Promise<string | null> {
  const [row] = await tx.query<{ hash: string }>('SELECT hash FROM password WHERE person_id = $1', [personId])
  return row?.hash ?? null
}

export async function savePassword(tx: Tx, personId: string, hash: string, now: string): Promise<void> {
  await tx.query(
    'INSERT INTO password (person_id, hash, changed_at) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at',
    [personId, hash, now])
}

/** Opens a session and forgets those of everybody that have run out. */
export async function saveSession(tx: Tx, s: { sha256: string; personId: string; now: string; expiresAt: string }): Promise<void> {
  await tx.query('DELETE FROM session WHERE expires_at < $1', [s.now])
  await tx.query('INSERT INTO session (secret_sha256, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)', [s.sha256, s.personId, s.now, s.expiresAt])
}

export async function findBySession(tx: Tx, sha256: string, now: string): Promise<Signer | null> {
  const [row] = await tx.query<Signer>(
    `SELECT ${signer} FROM session s JOIN person p ON p.id = s.person_id WHERE s.secret_sha256 = $1 AND s.expires_at > $2 AND ${isHere}`, [sha256, now], 'session')
  return row ?? null
}

export async function dropSession(tx: Tx, sha256: string): Promise<void> {
  await tx.query('DELETE FROM session WHERE secret_sha256 = $1', [sha256])
}

/** Ends all sessions of a person: after a new password nobody stays signed in with the old one. */
export async function dropSessionsOf(tx: Tx, personId: string): Promise<void> {
  await tx.query('DELETE FROM session WHERE person_id = $1', [personId])
}

export async function saveToken(tx: Tx, t: Omit<TokenRow, 'lastUsedAt'> & { sha256: string }): Promise<void> {
  await tx.query(
    'INSERT INTO api_token (id, secret_sha256, name, role, reach, org_id, created_by, created_by_name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [t.id, t.sha256, t.name, t.role, t.reach, t.orgId, t.createdBy, t.createdByName, t.createdAt, t.expiresAt])
}

// A token may be made with another one: the person at the beginning of the chain answers for all of it.
const makerOf = `WITH RECURSIVE up AS (SELECT t.created_by AS id UNION SELECT a.created_by FROM api_token a JOIN up ON a.id = up.id WHERE a.created_by IS NOT NULL)
  SELECT p.id, p.role, p.reach, p.state FROM person p JOIN up ON up.id = p.id LIMIT 1`

/** Role and reach that the person who made a token has now; null where no person did. */
interface Maker extends Row {
  readonly makerRole: Role | null
  readonly makerReach: Reach | null
}

/** The token with this secret, if it still holds, with no more than its maker may today. It ends with the person who made it, who knows it, but for one that only sends events. That it was used is noted at most once a minute: reading must stay cheap. */
export async function findToken(tx: Tx, sha256: string, now: string): Promise<TokenRow | null> {
  const [found] = await tx.query<TokenRow & Maker>(
    `SELECT ${tokenList}, m.role AS "makerRole", m.reach AS "makerReach" FROM api_token t LEFT JOIN LATERAL (${makerOf}) m ON true WHERE t.secret_sha256 = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
       AND EXISTS (SELECT 1 FROM organization o WHERE o.id = t.org_id AND o.state = 'active')
       AND (t.role = 'sender' OR m.id IS NULL OR m.state = 'active')`, [sha256, now], 'token')
  if (!found) return null
  const { makerRole, makerReach, ...token } = found
  const row: TokenRow = { ...token, role: lesser(token.role, makerRole), reach: makerReach === 'organization' && token.role !== 'sender' ? 'organization' : token.reach }
  if (row.lastUsedAt === null || Date.parse(now) - Date.parse(row.lastUsedAt) > 60_000) await tx.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [row.id, now])
  return row
}

/** What is less of the two; a feed of events goes on, whatever becomes of whoever set it up. */
const lesser = (role: Role, maker: Role | null): Role => (maker === null || role === 'sender' || roles.indexOf(role) <= roles.indexOf(maker) ? role : maker)

/** Tokens that hold, newest first, at most 500: of an organization or of all, and of one maker or of all. */
export const listTokens = (tx: Tx, only: { orgId: string | null; createdBy: string | null }): Promise<TokenRow[]> =>
  tx.query<TokenRow>(
    `SELECT ${tokenList} FROM api_token t WHERE t.revoked_at IS NULL AND ($1::uuid IS NULL OR t.org_id = $1) AND ($2::uuid IS NULL OR t.created_by = $2) ORDER BY t.created_at DESC LIMIT 500`,
    [only.orgId, only.createdBy])

/** False where there is no such token among those that `only` allows. */
export async function revokeToken(tx: Tx, id: string, now: string, only: { orgId: string | null; createdBy: string | null }): Promise<boolean> {
  const rows = await tx.query(
    'UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR org_id = $3) AND ($4::uuid IS NULL OR created_by = $4) RETURNING id',
    [id, now, only.orgId, only.createdBy])
  return rows.length > 0
}

export async function isOrganization(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('SELECT 1 FROM organization WHERE id = $1', [id])).length > 0
}

/** The organization that operates: the oldest provider, else the oldest of all. */
export async function providerId(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(`SELECT id FROM organization WHERE state = 'active' ORDER BY (kind = 'provider') DESC, created_at, id LIMIT 1`)
  return row?.id ?? null
}

export async function saveSetupLink(tx: Tx, sha256: string, expiresAt: string): Promise<void> {
  await tx.query(
    'INSERT INTO setup_link (secret_sha256, expires_at) VALUES ($1, $2) ON CONFLICT (is_only) DO UPDATE SET secret_sha256 = excluded.secret_sha256, expires_at = excluded.expires_at, used_at = NULL',
    [sha256, expiresAt])
}

export async function isSetupLink(tx: Tx, sha256: string, now: string): Promise<boolean> {
  return (await tx.query('SELECT 1 FROM setup_link WHERE secret_sha256 = $1 AND used_at IS NULL AND expires_at > $2', [sha256, now])).length > 0
}

/** Takes the link: of two requests with it, one gets true. */
export async function takeSetupLink(tx: Tx, sha256: string, now: string): Promise<boolean> {
  return (await tx.query('UPDATE setup_link SET used_at = $2 WHERE secret_sha256 = $1 AND used_at IS NULL AND expires_at > $2 RETURNING is_only', [sha256, now])).length > 0
}

/** Gives a taken link back, when setting up failed after it was taken. */
export async function returnSetupLink(tx: Tx, sha256: string): Promise<void> {
  await tx.query('UPDATE setup_link SET used_at = NULL WHERE secret_sha256 = $1', [sha256])
}
