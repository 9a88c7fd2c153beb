/** What undoing an import would do now, for the question before it is done. */
import type { FastifyInstance } from 'fastify'
import { sightOf } from '../model/actor.ts'
import { importRun } from '../practices/history/import.ts'
import { undoOutlook } from '../store/import-outlook.ts'
import { actorOf, type Face, pathPart } from './face.ts'

/** Registers it. */
export function importOutlookRoute(app: FastifyInstance, face: Face): void {
  const { store } = face
  app.get('/api/imports/:id/outlook', async (request) => {
    const actor = await actorOf(face, request)
    const run = await store.read(actor, (s) => s.find(importRun, pathPart(request, 'id')))
    return store.db.read(sightOf(actor), (tx) => undoOutlook(tx, run.id, store.records))
  })
}
