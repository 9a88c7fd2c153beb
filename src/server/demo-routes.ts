/** The demo company over HTTP: an administrator asks for it; how it goes on and its removal are those of its import. */
import type { FastifyInstance } from 'fastify'
import { admins, roleOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { demoAskedSchema, demoImport } from '../practices/history/demo.ts'
import { importRun } from '../practices/history/import.ts'
import { actorOf, bodyOf, type Face, parse } from './face.ts'

/** `POST /api/demo {profile?, seed?, force?}` answers 201 with the import; `POST /api/imports/{id}/undo` removes the company. */
export function demoRoutes(app: FastifyInstance, face: Face): void {
  app.post('/api/demo', async (request, reply) => {
    const actor = await actorOf(face, request)
    if (!admins.includes(roleOf(actor)) || (actor.kind !== 'rule' && actor.reach !== 'all')) throw new AppError('forbidden', 'An administrator who sees every organization can build a demo company.')
    const asked = parse(demoAskedSchema, bodyOf(request))
    const made = await face.store.write(actor, (s) => s.create(importRun, demoImport(asked)))
    return reply.code(201).header('location', `/api/imports/${made.id}`).send(made)
  })
}
