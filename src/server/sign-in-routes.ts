/** Signing in and out, the first set-up, who I am, passwords and API tokens. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Actor, reaches, roles } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { plainText } from '../model/field.ts'
import { cookieName, type OpenSession } from './auth.ts'
import { actorOf, checkOrigin, credentialsOf, type Face, parse, pathPart, type Plain, queryOf, uuid } from './face.ts'

/** Ten characters: what a person can remember as a few words, and far beyond what the limit on attempts lets anybody guess. */
const newPassword = plainText(200, 10)
const email = z.email().max(254)

/** `orgId` chooses where several organizations know the address and the password. */
export const signInSchema = z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(200), orgId: uuid.optional() })
export const setupQuerySchema = z.strictObject({ secret: z.string().min(1).max(100).optional() })
export const setupSchema = z.strictObject({
  secret: z.string().min(1).max(100), organization: plainText(120), name: plainText(120), email, password: newPassword, zone: z.string().max(64).optional(),
})
export const passwordSchema = z.strictObject({ password: newPassword, current: z.string().max(200).optional() })
export const tokenSchema = z.strictObject({
  name: plainText(120), role: z.enum(roles), reach: z.enum(reaches).optional(), orgId: uuid.optional(), expiresInDays: z.int().min(1).max(3650).optional(),
})

/** Registers them. */
export function signInRoutes(app: FastifyInstance, face: Face): void {
  const { auth, store } = face
  const isSecure = face.baseUrl.startsWith('https:')
  const setCookie = (reply: FastifyReply, value: string, seconds: number): void => {
    reply.header('set-cookie', `${cookieName(isSecure)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`)
  }
  const welcome = async (reply: FastifyReply, open: OpenSession): Promise<Plain> => {
    setCookie(reply, open.secret, Math.max(0, Math.floor((Date.parse(open.expiresAt) - store.clock.now()) / 1000)))
    const { person } = open
    return me({ kind: 'person', id: person.id, name: person.name, role: person.role, reach: person.reach, orgId: person.orgId, teamIds: person.teamIds })
  }
  const me = async (actor: Actor): Promise<Plain> => {
    if (actor.kind === 'rule') return { actor }
    const { id, name, role, reach, orgId } = actor
    const more = await store.read(actor, async (s): Promise<Plain> => {
      const organization = (await s.titles(s.type('organization'), [orgId])).get(orgId)
      const teams = actor.kind === 'person' ? await s.titles(s.type('team'), actor.teamIds) : new Map<string, { title: string }>()
      const person: Plain | null = actor.kind === 'person' ? await s.seek<Plain>(s.type('person'), id) : null
      return {
        organization: { id: orgId, name: organization?.title ?? '' }, teams: [...teams].map(([teamId, t]) => ({ id: teamId, name: t.title })),
        email: person?.['email'] ?? null, zone: person?.['zone'] ?? null,
      }
    })
    return { actor: { kind: actor.kind, id, name }, role, reach, ...more }
  }

  app.post('/api/sign-in', async (request, reply) => {
    checkOrigin(face, request)
    const { email: address, password, orgId } = parse(signInSchema, request.body)
    return welcome(reply, await auth.signIn(address, password, request.ip, orgId))
  })
  app.post('/api/sign-out', async (request, reply) => {
    checkOrigin(face, request)
    await auth.signOut({ cookie: credentialsOf(face, request).cookie })
    setCookie(reply, '', 0)
    return reply.code(204).send()
  })
  app.get('/api/me', async (request) => me(await actorOf(face, request)))

  app.get('/api/setup', async (request) => {
    const { secret } = parse(setupQuerySchema, queryOf(request), true)
    if (secret === undefined) return { open: await auth.isSetupWanted() }
    if (!(await auth.isSetupOpen(secret))) throw new AppError('forbidden', 'This set-up link was used, has expired or was never given. Restart the server for a new one, or sign in.')
    return { open: true }
  })
  app.post('/api/setup', async (request, reply) => {
    checkOrigin(face, request)
    const wish = parse(setupSchema, request.body)
    const done = await welcome(reply, await auth.setUp(wish))
    return reply.code(201).send(done)
  })

  app.post('/api/people/:id/password', async (request, reply) => {
    const actor = await actorOf(face, request)
    const { password, current } = parse(passwordSchema, request.body)
    const person = await store.read(actor, (s) => (actor.kind === 'person' && actor.id === pathPart(request, 'id') ? Promise.resolve({ id: actor.id }) : s.find(s.type('person'), pathPart(request, 'id'))))
    await auth.setPassword(actor, person.id, password, current)
    return reply.code(204).send()
  })

  app.get('/api/tokens', async (request) => ({ items: await auth.listTokens(await actorOf(face, request)) }))
  app.post('/api/tokens', async (request, reply) => {
    const actor = await actorOf(face, request)
    return reply.code(201).send(await auth.createToken(actor, parse(tokenSchema, request.body)))
  })
  app.delete('/api/tokens/:id', async (request, reply) => {
    const actor = await actorOf(face, request)
    const id = uuid.safeParse(pathPart(request, 'id'))
    if (!id.success) throw new AppError('not_found', 'There is no such token, or it is not yours.')
    await auth.revokeToken(actor, id.data)
    return reply.code(204).send()
  })
}
