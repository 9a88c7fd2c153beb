/** A stage with a server in front of it: stories that are told over HTTP alone, with the ways in that monitoring uses. */
import pino from 'pino'
import { hashKey } from '../../src/intake/key.ts'
import { type Door, openDoor } from '../../src/intake/door.ts'
import { authorizeByKey, intakeRoutes } from '../../src/intake/routes.ts'
import { type Role, rule } from '../../src/model/actor.ts'
import { integration } from '../../src/practices/event/integration.ts'
import { cookieName, createAuth } from '../../src/server/auth.ts'
import { startServer } from '../../src/server/server.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

type OpenSession = Awaited<ReturnType<ReturnType<typeof createAuth>['signIn']>>
const password = 'a long enough password for tests'

export type Json = Record<string, unknown>
export interface Answer {
  readonly status: number
  readonly body: Json
}

export interface Served extends Stage {
  readonly door: Door
  /** As this role in organization A, B or the provider; null: as nobody, for what has its key in the address. */
  call(method: string, path: string, as: `${Role} ${'a' | 'b' | 'provider'}` | null, body?: unknown): Promise<Answer>
}

/** Monitoring of organization A sends to `/in/key-a/…`. Intake does by itself what its timer would only when asked: `door.tick()`. */
export async function served(): Promise<Served> {
  const st = await stage()
  await st.store.write(system, (s) => s.create(integration, { orgId: st.a.orgId, name: 'Monitoring of A', kind: 'alertmanager', keyHash: hashKey('key-a') }))
  await st.quiet()
  const door = await openDoor({ store: st.store, tickMs: 0 })
  const auth = createAuth(st.store)
  const open = new Map<string, Promise<OpenSession>>()
  const signIn = async (as: string): Promise<OpenSession> => {
    const [role, where] = as.split(' ') as [Role, 'a' | 'b' | 'provider']
    await auth.setPassword(rule('tests'), st.as(role, where).id, password, undefined)
    return auth.signIn(`${role}.${where}@example.org`, password, '127.0.0.1', st.as(role, where).orgId)
  }
  // People, not tokens: only people agree. Weeks later they sign in again.
  const cookieOf = async (as: string): Promise<string> => {
    const known = await open.get(as)
    if (known !== undefined && Date.parse(known.expiresAt) > st.clock.now()) return `${cookieName(false)}=${known.secret}`
    const fresh = signIn(as)
    open.set(as, fresh)
    return `${cookieName(false)}=${(await fresh).secret}`
  }
  const server = await startServer({
    store: st.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null, routes: (app) => { intakeRoutes(app, { store: st.store, door, authorize: authorizeByKey(door) }) },
  })
  return {
    ...st, door,
    call: async (method, path, as, body) => {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        method, headers: { ...(as === null ? {} : { cookie: await cookieOf(as) }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) as Json : {} }
    },
    end: async () => { await server.stop(); await door.close(); await st.end() },
  }
}
