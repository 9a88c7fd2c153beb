/** Reconciliation over HTTP: start an import of configuration, what each source knows and what it found otherwise, what all of them say of one item. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Actor, managers, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { is } from '../model/query.ts'
import { ci } from '../practices/configuration/ci.ts'
import { discrepancy } from '../practices/configuration/reconcile-discrepancy.ts'
import { type ConfigurationSource, configurationSource } from '../practices/configuration/reconcile-source.ts'
import { configurationAskedSchema, formatSchema } from '../practices/history/configuration.ts'
import { fileSchema, importRun } from '../practices/history/import.ts'
import { observationsAbout, observedCounts } from '../store/observation.ts'
import type { Session } from '../store/store.ts'
import { actorOf, bodyOf, type Face, parse, pathPart, writeOnce } from './face.ts'
import { type ImportDesk, theirs } from './import-routes.ts'

/** `files` were sent to `/api/import-files`; `format` may be left out for a source that is known. */
export const configurationImportSchema = z.strictObject({
  source: configurationAskedSchema.shape.name, format: formatSchema.optional(), files: z.array(fileSchema.pick({ key: true })).min(1).max(20),
  isDryRun: z.boolean().default(false), isPart: z.boolean().default(false), isReally: z.boolean().default(false), orgId: z.uuid().optional(),
})

const mostSources = 200

/** Registers them; without a desk for files nothing can be imported, and the rest is there. */
export function reconcileRoutes(app: FastifyInstance, face: Face, desk: ImportDesk | undefined): void {
  const { store } = face
  if (desk) {
    app.post('/api/configuration-imports', async (request, reply) => {
      const actor = await actorOf(face, request)
      if (!managers.includes(roleOf(actor))) throw new AppError('forbidden', 'Importing is for managers and administrators.')
      const asked = parse(configurationImportSchema, bodyOf(request))
      const orgId = asked.orgId ?? (actor.kind === 'rule' ? '' : actor.orgId)
      const files = await Promise.all(asked.files.map(async ({ key }) => { const { name, bytes } = await theirs(desk, actor, key); return { key, name, bytes } }))
      const done = await writeOnce(face, actor, request, reply, async (s) => {
        const format = asked.format ?? (await sourceCalled(s, orgId, asked.source))?.format
        if (format === undefined) throw new AppError('invalid', `There is no source ${asked.source} yet. Say in which format it comes: ${formatSchema.options.join(', ')}.`, { faults: [{ at: '/format', message: 'is needed for a new source' }] })
        const { source: name, isPart, isReally, isDryRun } = asked
        const row = await s.create(importRun, { orgId, source: name, mapping: { kind: 'configuration', name, format, isPart, isReally, title: `Configuration from ${name}` }, files, isDryRun })
        return { status: 201, body: { ...row } }
      })
      return reply.code(done.status).header('location', `/api/imports/${String(done.body['number'])}`).send(done.body)
    })
  }

  app.get('/api/reconciliation', async (request) => {
    const actor = await readerOf(await actorOf(face, request))
    return store.read(actor, async (s) => {
      const sources = (await s.list(configurationSource, { sort: 'name', limit: mostSources })).items
      const counts = new Map((await store.db.read(sightOf(actor), (tx) => observedCounts(tx, sources.map((x) => x.id)))).map((c) => [c.sourceId, c]))
      const items = []
      // A transaction takes one statement after the other.
      for (const x of sources) {
        const raised = await s.tally(discrepancy, { where: [is('sourceId', x.id), is('state', 'raised')] }, 'kind')
        items.push({ ...shown(x), state: x.state, lastReadAt: x.lastReadAt, known: counts.get(x.id)?.known ?? 0, gone: counts.get(x.id)?.gone ?? 0, raised })
      }
      const states = await s.tally(discrepancy, {}, 'state')
      const found = Object.values(states).reduce((a, b) => a + b, 0)
      const known = items.reduce((sum, x) => sum + x.known, 0)
      return {
        items, found, explained: states['explained'] ?? 0,
        // Differences that no authorised change explains, among all that were found.
        unauthorisedRatio: found === 0 ? null : (found - (states['explained'] ?? 0)) / found,
        raisedPer100: known === 0 ? null : ((states['raised'] ?? 0) / known) * 100,
      }
    })
  })

  app.get('/api/cis/:id/observations', async (request) => {
    const actor = await readerOf(await actorOf(face, request))
    const { id, sources } = await store.read(actor, async (s) => ({ id: (await s.find(ci, pathPart(request, 'id'))).id, sources: (await s.list(configurationSource, { limit: mostSources })).items }))
    const byId = new Map(sources.map((x) => [x.id, shown(x)]))
    const rows = await store.db.read(sightOf(actor), (tx) => observationsAbout(tx, id))
    return { items: rows.map(({ sourceId, sourceKey, fields, firstSeenAt, seenAt, goneAt }) => ({ source: byId.get(sourceId) ?? null, sourceKey, fields, firstSeenAt, seenAt, goneAt })) }
  })
}

const shown = ({ id, number, name, format }: ConfigurationSource & { readonly id: string; readonly number: string }): object => ({ id, number, name, format })

async function readerOf(actor: Actor): Promise<Actor> {
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'What is imported and compared is for the operation.')
  return actor
}

async function sourceCalled(s: Session, orgId: string, name: string): Promise<ConfigurationSource | undefined> {
  return (await s.list(configurationSource, { where: [is('orgId', orgId)], limit: mostSources })).items.find((x) => x.name.toLowerCase() === name.toLowerCase())
}
