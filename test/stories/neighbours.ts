/** Two organizations on one running installation: B has one of everything, A has callers of every kind, and what of B must never reach A can be told apart. */
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { openDoor } from '../../src/intake/door.ts'
import { hashKey } from '../../src/intake/key.ts'
import { keyRoutes } from '../../src/intake/key-routes.ts'
import { intakeRoutes } from '../../src/intake/routes.ts'
import { senders } from '../../src/intake/senders.ts'
import { rowFacts } from '../../src/app/row-facts.ts'
import { type Role, roles, rule } from '../../src/model/actor.ts'
import type { RecordType } from '../../src/model/record.ts'
import { integration } from '../../src/practices/event/integration.ts'
import { person } from '../../src/practices/people/person.ts'
import { createAuth, type Auth } from '../../src/server/auth.ts'
import { startServer } from '../../src/server/server.ts'
import { importDesk } from '../../src/app/import-desk.ts'
import { importFiles } from '../../src/app/import-files.ts'
import { type Ground, variants, verbInput } from '../conformance/inputs.ts'
import { type AnyRow, bear, ground } from '../conformance/specimens.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

/** Somebody who calls: the headers that say who they are. */
export interface Caller {
  readonly name: string
  readonly role: Role
  readonly headers: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly type: string
}

export interface Neighbours extends Stage {
  readonly auth: Auth
  readonly base: string
  /** A token and, but for senders, a signed-in person of each role in A; all see their own organization only. */
  readonly callers: readonly Caller[]
  /** Whose credentials are worth nothing: nobody, wrong, expired, revoked, a person who left. */
  readonly outcasts: readonly Caller[]
  /** B's own administrator. */
  readonly ofB: Caller
  /** One record of every type, with everything beside it. */
  readonly rowsOfB: ReadonlyMap<string, AnyRow>
  readonly groundA: Ground
  /** An id of each kind of thing of B that is no record. */
  readonly beside: { readonly tokenId: string; readonly attachmentId: string; readonly silenceId: string; readonly sha256: string }
  ask(who: Caller, method: string, path: string, body?: unknown): Promise<Answer>
  /** What of B stands in a text, apart from what the question itself contained. Empty is good. */
  leaks(text: string, asked?: string): string[]
}

/** In every text that B wrote, and in nothing of A or the provider. */
export const mark = 'Zebrafish'
/** No record has it. */
export const nobody = '00000000-0000-4000-8000-00000000dead'
export const inKeys = { a: 'key-of-terminal-ops', b: 'key-of-freight-desk' } as const
const password = 'four words are enough'
const writing = ['comment', 'note', 'link', 'bookEffort', 'watch', 'tag']

export async function neighbours(): Promise<Neighbours> {
  const st = await stage()
  const { store } = st
  const auth = createAuth(store)
  const { rows, ids } = await furnish(st)
  await st.quiet()
  const door = await openDoor({ store, tickMs: 0 })
  const authorize = senders(store, door, (token) => auth.actorOf({ authorization: `Bearer ${token}` }))
  const folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-neighbours-'))
  const files = importFiles(folder, 1_000_000)
  const server = await startServer({
    store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null, rowFacts,
    imports: importDesk(store, files),
    routes: (app, { actorOf }) => { intakeRoutes(app, { store, door, authorize }); keyRoutes(app, { store, door, actorOf }) },
  })
  const base = `http://127.0.0.1:${server.port}`
  // `fetch` costs more than the server does to answer, and tens of thousands are asked.
  const agent = new Agent({ keepAlive: true })
  const ask = (who: Caller, method: string, path: string, body?: unknown): Promise<Answer> => {
    const bytes = body === undefined ? '' : body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
    const about = body === undefined ? {} : { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json', 'content-length': bytes.length }
    return new Promise((resolve, reject) => {
      const asked = request(base + path, { agent, method, headers: { ...who.headers, ...about } }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => { parts.push(part) })
        response.on('end', () => { resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString(), type: response.headers['content-type'] ?? '' }) })
        response.on('error', reject)
      })
      asked.on('error', reject)
      asked.end(bytes)
    })
  }
  const token = async (name: string, role: Role, orgId: string, days?: number): Promise<Caller & { id: string }> => {
    const made = await auth.createToken(rule('tests'), { name, role, orgId, reach: 'organization', ...(days === undefined ? {} : { expiresInDays: days }) })
    return { name, role, id: made.id, headers: { authorization: `Bearer ${made.secret}` } }
  }
  const signedIn = async (name: string, role: Role, email: string, id: string): Promise<Caller> => {
    await auth.setPassword(rule('tests'), id, password, undefined)
    const { secret } = await auth.signIn(email, password, name)
    return { name, role, headers: { cookie: `evenkeel=${secret}` } }
  }

  const ofB = await token('admin of B', 'admin', st.b.orgId)
  const incidentOfB = rows.get('incident')?.id ?? ''
  const attached = await ask(ofB, 'POST', `/api/incidents/${incidentOfB}/attachments?name=${mark}.txt&audience=public`, new TextEncoder().encode(`${mark} on paper`))
  if (attached.status !== 201) throw new Error(`B could not attach: ${attached.text}`)
  const [file] = await store.read(system, (s) => s.beside('attachment', incidentOfB))

  const callers: Caller[] = []
  for (const role of roles) callers.push(await token(`token of a ${role}`, role, st.a.orgId))
  for (const role of roles.filter((r) => r !== 'sender')) callers.push(await signedIn(`a signed-in ${role}`, role, `${role}.a@example.org`, st.as(role, 'a').id))
  const outcasts = await cast(st, auth, token, signedIn)
  const tokenOfB = await token(`${mark} token`, 'agent', st.b.orgId)

  const own = new Set(await store.read(system, async (s) => {
    const known: string[] = []
    for (const r of store.records.values()) known.push(...(await s.list(r, { where: [{ field: 'orgId', op: 'not', values: [st.b.orgId] }], limit: 200 })).items.map((x) => x.id))
    return known
  }))
  const secrets = [...new Set([mark, mark.toLowerCase(), st.b.orgId, st.b.serviceId, 'Freight', tokenOfB.id, ofB.id, String(file?.['id']), String(file?.['sha256']), ...(['requester', 'customer', 'agent', 'manager', 'admin'] as const).map((r) => st.as(r, 'b').id), ...[...rows.values()].flatMap((x) => [x.id, x.number])])].filter((x) => !own.has(x))
  // `INC-1002` is not in `INC-10021`.
  const numbers = new Map(secrets.filter((x) => /^[A-Z]{2,5}-\d/.test(x)).map((x) => [x, new RegExp(`(?<![\\w-])${x}(?![\\w-])`)]))
  return {
    ...st, auth, base, callers, outcasts, ofB, rowsOfB: rows, ask, groundA: ids,
    beside: { tokenId: tokenOfB.id, attachmentId: String(file?.['id']), silenceId: rows.get('silence')?.id ?? nobody, sha256: String(file?.['sha256']) },
    leaks: (text, asked = '') => secrets.filter((x) => text.includes(x) && !asked.includes(x) && (numbers.get(x)?.test(text) ?? true)),
    end: async () => { agent.destroy(); await server.stop(); await door.close(); await st.end(); await rm(folder, { recursive: true, force: true }) },
  }
}

/** One record of every type for B and for A, and on B's everything that can stand beside a record. */
async function furnish(st: Stage): Promise<{ rows: Map<string, AnyRow>; ids: Ground }> {
  const [gA, gB] = [ground(st.a.orgId, 'Plain'), ground(st.b.orgId, mark)]
  const rows = new Map<string, AnyRow>()
  for (const r of st.store.records.values()) {
    if (r.name === 'organization') continue
    gA.ids.set(r.name, (await bear(st.store, system, r, gA)).row.id)
    const row = (await bear(st.store, system, r, gB)).row
    gB.ids.set(r.name, row.id)
    rows.set(r.name, row)
  }
  for (const r of st.store.records.values()) {
    for (const verb of writing.filter((v) => r.verbs[v] !== undefined)) await st.store.write(st.as('admin', 'b'), (s) => s.move(r, rows.get(r.name)?.id ?? '', verb, verbInput(r, r.verbs[verb] ?? r.create, gB, variants[0])))
  }
  await st.store.write(system, async (s) => {
    await s.create(integration, { orgId: st.a.orgId, name: 'Gate monitoring', kind: 'alertmanager', keyHash: hashKey(inKeys.a) })
    await s.create(integration, { orgId: st.b.orgId, name: `${mark} monitoring`, kind: 'alertmanager', keyHash: hashKey(inKeys.b) })
  })
  return { rows, ids: gA }
}

type MakeToken = (name: string, role: Role, orgId: string, days?: number) => Promise<Caller & { readonly id: string }>
type SignedIn = (name: string, role: Role, email: string, id: string) => Promise<Caller>

async function cast(st: Stage, auth: Auth, token: MakeToken, signedIn: SignedIn): Promise<readonly Caller[]> {
  const revoked = await token('a revoked token', 'admin', st.a.orgId)
  await auth.revokeToken(rule('tests'), revoked.id)
  const gone = await st.store.write(system, (s) => s.create(person, { orgId: st.a.orgId, name: 'Gone', email: 'gone@example.org', role: 'admin' }))
  const left = await signedIn('a person who left', 'admin', 'gone@example.org', gone.id)
  await st.store.write(system, (s) => s.move(person, gone.id, 'leave'))
  const expired = await token('an expired token', 'admin', st.a.orgId, 1)
  // Sessions hold for fourteen days, so only that token ends.
  st.clock.forward(2 * 86_400)
  return [
    { name: 'nobody', role: 'admin', headers: {} }, { name: 'a wrong token', role: 'admin', headers: { authorization: 'Bearer ek_wrong' } }, { name: 'a wrong cookie', role: 'admin', headers: { cookie: `evenkeel=${'x'.repeat(43)}` } },
    revoked, expired, left,
  ]
}

/** The words of a refusal without what may differ: the name it was asked by and the request's own id. */
export function plain({ status, text }: Answer, asked: string): string {
  const bare = text.replace(/"requestId":"[^"]*"/, '"requestId":"…"')
  return `${status} ${asked === '' ? bare : bare.replaceAll(asked, '…').replaceAll(asked.toUpperCase(), '…')}`
}

/** Every path and method of the API's document. */
export function operations(document: Readonly<Record<string, unknown>>): { readonly method: string; readonly path: string; readonly isOpen: boolean }[] {
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, { readonly security?: readonly unknown[] }>>>>
  return Object.entries(paths).flatMap(([path, item]) => Object.entries(item).filter(([m]) => m !== 'parameters').map(([method, op]) => ({ method: method.toUpperCase(), path, isOpen: op.security?.length === 0 })))
}

/** The record type that a path is about, or none. */
export const typeOf = (records: ReadonlyMap<string, RecordType>, path: string): RecordType | undefined => [...records.values()].find((r) => path.split('/')[2] === r.plural)
