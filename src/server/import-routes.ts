/** Imports over HTTP: files in parts of any size, mappings, a preview, and what a run did not take. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Actor, managers, reachOf, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { fileSchema, importRun } from '../practices/history/import.ts'
import { faultKindsOf, faultsOf, type ImportFault } from '../store/imported.ts'
import { csvLine } from './csv.ts'
import { actorOf, bodyOf, type Face, parse, pathPart, queryOf } from './face.ts'

/** A file that was sent, and who may use it. */
export interface KeptFile {
  readonly key: string
  readonly name: string
  readonly bytes: number
  readonly orgId: string
}

/** What the program behind these routes does; files lie on its disk, mappings in its folder. */
export interface ImportDesk {
  /** Keeps what the stream brings. Refused as `too_large` past the limit, as `unavailable` where the disk is full; nothing of it stays then. */
  keep(file: { readonly name: string; readonly orgId: string }, bytes: AsyncIterable<Buffer>): Promise<KeptFile>
  /** Appends behind `at` bytes; refused as `conflict` where the file is longer or shorter than that. */
  append(key: string, at: number, bytes: AsyncIterable<Buffer>): Promise<KeptFile>
  find(key: string): Promise<KeptFile | null>
  drop(key: string): Promise<void>
  mappings(): readonly object[]
  preview(files: readonly KeptFile[], asked: { readonly mapping?: string | Readonly<Record<string, unknown>> | undefined; readonly zone?: string | undefined }): Promise<object>
}

const name = z.string().min(1).max(200).regex(/^[^/\\\u0000-\u001f]+$/, 'is no name of a file')
export const importFileSchema = z.strictObject({ name })
export const importPartSchema = z.strictObject({ at: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) })
export const previewSchema = z.strictObject({
  mapping: z.union([z.string().min(1).max(60), z.record(z.string(), z.unknown())]).optional(), zone: z.string().min(1).max(64).optional(), files: z.array(fileSchema).max(20).optional(),
})
export const importFaultsSchema = z.strictObject({
  kind: z.enum(['row', 'record', 'remark']).optional(), after: z.coerce.number().int().min(0).max(2_000_000_000).optional(), limit: z.coerce.number().int().min(1).max(500).optional(),
})
export const importFaultsExportSchema = z.strictObject({ format: z.enum(['csv', 'json']).optional(), kind: z.enum(['row', 'record', 'remark']).optional() })

const faultsPage = 100
const exportStep = 500
const keyShape = /^[0-9a-f-]{8,80}$/

/** Registers them in a scope of its own, where every body but JSON is a stream of bytes. */
export function importRoutes(app: FastifyInstance, face: Face, desk: ImportDesk): void {
  void app.register(async (files) => {
    files.removeAllContentTypeParsers()
    // The desk counts the bytes itself: a file is larger than any body that is kept in memory.
    files.addContentTypeParser('*', (_request, payload, done) => { done(null, payload) })
    fileRoutes(files, face, desk)
  })
  app.get('/api/import-mappings', async (request) => {
    mayImport(await actorOf(face, request))
    return { items: desk.mappings() }
  })
  app.get('/api/import-files/:key', async (request) => shown(await theirs(desk, await actorOf(face, request), pathPart(request, 'key'))))
  app.delete('/api/import-files/:key', async (request, reply) => {
    const actor = await actorOf(face, request)
    const file = await theirs(desk, actor, pathPart(request, 'key'))
    const active = await face.store.read(actor, (s) => s.list(importRun, { where: [], group: 'active', limit: 200 }))
    const user = active.items.find((i) => i.files.some((f) => f.key === file.key))
    if (user) throw new AppError('conflict', `${user.number} still needs this file. Wait until it is done.`)
    await desk.drop(file.key)
    return reply.code(204).send()
  })
  app.post('/api/import-files/:key/preview', async (request) => {
    const actor = await actorOf(face, request)
    const { files = [], mapping, zone } = parse(previewSchema, bodyOf(request))
    const all = [await theirs(desk, actor, pathPart(request, 'key'))]
    for (const f of files) all.push(await theirs(desk, actor, f.key))
    const { key, name: called, bytes } = all[0] as KeptFile
    return { key, name: called, bytes, ...(await desk.preview(all, { mapping, zone })) }
  })
  faultRoutes(app, face)
}

function fileRoutes(app: FastifyInstance, face: Face, desk: ImportDesk): void {
  app.put('/api/import-files', async (request, reply) => {
    const actor = await actorOf(face, request)
    mayImport(actor)
    const { name: called } = parse(importFileSchema, queryOf(request), true)
    const kept = await desk.keep({ name: called, orgId: orgOf(actor) }, streamOf(request.body))
    return reply.code(201).header('location', `/api/import-files/${kept.key}`).send(shown(kept))
  })
  app.patch('/api/import-files/:key', async (request) => {
    const file = await theirs(desk, await actorOf(face, request), pathPart(request, 'key'))
    const { at } = parse(importPartSchema, queryOf(request), true)
    return shown(await desk.append(file.key, at, streamOf(request.body)))
  })
}

function faultRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  const found = async (actor: Actor, id: string): Promise<string> => (await store.read(actor, (s) => s.find(importRun, id))).id
  const base = '/api/imports/:id/faults'
  app.get(base, async (request) => {
    const actor = await actorOf(face, request)
    const { kind, after = 0, limit = faultsPage } = parse(importFaultsSchema, queryOf(request), true)
    const id = await found(actor, pathPart(request, 'id'))
    const items = await store.db.read(sightOf(actor), (tx) => faultsOf(tx, id, { after, limit, ...(kind ? { kind } : {}) }))
    return { items, next: items.length === limit ? String(items.at(-1)?.n ?? '') : null }
  })
  app.get(`${base}/kinds`, async (request) => {
    const actor = await actorOf(face, request)
    const id = await found(actor, pathPart(request, 'id'))
    return { items: await store.db.read(sightOf(actor), (tx) => faultKindsOf(tx, id)) }
  })
  app.get(`${base}/export`, async (request, reply) => {
    const actor = await actorOf(face, request)
    const { format = 'csv', kind } = parse(importFaultsExportSchema, queryOf(request), true)
    const id = await found(actor, pathPart(request, 'id'))
    const page = (after: number): Promise<ImportFault[]> => store.db.read(sightOf(actor), (tx) => faultsOf(tx, id, { after, limit: exportStep, ...(kind ? { kind } : {}) }))
    // The first page is read before the status goes out: a refusal must not look like a short file.
    const first = await page(0)
    reply.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8')
    reply.header('content-disposition', `attachment; filename="not-taken.${format}"`)
    return reply.send(Readable.from(format === 'csv' ? csvText(first, page) : jsonText(first, page)))
  })
}

type NextPage = (after: number) => Promise<ImportFault[]>
async function* all(first: ImportFault[], next: NextPage): AsyncGenerator<ImportFault> {
  for (let page = first; ; ) {
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < exportStep) return
    page = await next(last.n)
  }
}
async function* csvText(first: ImportFault[], next: NextPage): AsyncGenerator<string> {
  // The mark tells Excel that this is UTF-8.
  yield `\uFEFF${csvLine(['line', 'sourceId', 'kind', 'reason'])}`
  for await (const f of all(first, next)) yield csvLine([f.line, f.sourceId, f.kind, f.reason])
}
async function* jsonText(first: ImportFault[], next: NextPage): AsyncGenerator<string> {
  let isFirst = true
  yield '['
  for await (const f of all(first, next)) {
    yield `${isFirst ? '' : ',\n'}${JSON.stringify(f)}`
    isFirst = false
  }
  yield ']\n'
}

function mayImport(actor: Actor): void {
  if (!managers.includes(roleOf(actor))) throw new AppError('forbidden', 'Importing is for managers and administrators.')
}
const orgOf = (actor: Actor): string => (actor.kind === 'rule' ? '' : actor.orgId)

/** The file behind a key, for who may import and sees the organization of who sent it. */
export async function theirs(desk: ImportDesk, actor: Actor, key: string): Promise<KeptFile> {
  mayImport(actor)
  const file = keyShape.test(key) ? await desk.find(key) : null
  if (!file || (reachOf(actor) !== 'all' && file.orgId !== orgOf(actor))) throw new AppError('not_found', 'There is no such file here (any more). Files are kept for 30 days; send it again.')
  return file
}

const shown = ({ key, name: called, bytes }: KeptFile): object => ({ key, name: called, bytes })

function streamOf(body: unknown): AsyncIterable<Buffer> {
  if (body instanceof Readable) return body
  throw new AppError('invalid', 'The file is empty; send its bytes as the body.')
}
