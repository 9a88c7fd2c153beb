/** Files on a record: bytes in, bytes out, never shown as a page of ours. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError } from '../model/error.ts'
import type { Defined, RecordType } from '../model/record.ts'
import { attachmentLimitBytes } from '../traits/attachable.ts'
import { actorOf, type Face, parse, pathPart, type Plain, queryOf, uuid, versionOf, writeOnce } from './face.ts'
import { presentOne } from './rows.ts'

export const uploadSchema = z.strictObject({ name: z.string().min(1).max(200), audience: z.enum(['public', 'internal']).optional() })

/** Kinds a browser may show by itself; they run no script. All else is offered for saving. */
const shownInline = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain', 'application/pdf'])

export const isAttachable = (r: RecordType): boolean => r.traits.some((t) => t.name === 'attachable')

/** Registers them for one attachable record type, in a scope that reads every body as bytes. */
export function attachmentRoutes(app: FastifyInstance, face: Face, type: RecordType): void {
  const r: Defined<Plain> = type
  const base = `/api/${r.plural}/:id/attachments`

  // Who sends is asked before the body is read: a stranger must not fill the memory with files that nobody will keep.
  app.post(base, { bodyLimit: attachmentLimitBytes, onRequest: async (request) => { await actorOf(face, request) } }, async (request, reply) => {
    const actor = await actorOf(face, request)
    const { name, audience } = parse(uploadSchema, queryOf(request), true)
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    if (bytes.length === 0) throw new AppError('invalid', 'The file is empty; send its bytes as the body.')
    const said = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(said) && said.length <= 100 ? said : 'application/octet-stream'
    const ifVersion = versionOf(request)
    const answer = await writeOnce(face, actor, request, reply, async (s) => {
      await s.find(r, pathPart(request, 'id'))
      const sha256 = await s.attach(bytes)
      const row = await s.move(r, pathPart(request, 'id'), 'attach', { name, mediaType, sha256, sizeBytes: bytes.length, ...(audience === undefined ? {} : { audience }) }, ifVersion === undefined ? {} : { ifVersion })
      return { status: 201, body: await presentOne(face, s, r, row) }
    })
    return reply.code(answer.status).send(answer.body)
  })

  app.get(`${base}/:attachmentId`, async (request, reply) => {
    const actor = await actorOf(face, request)
    const wanted = pathPart(request, 'attachmentId').toLowerCase()
    const found = await face.store.read(actor, async (s) => {
      const { id } = await s.find(r, pathPart(request, 'id'))
      const [row] = uuid.safeParse(wanted).success ? await s.beside('attachment', id, wanted) : []
      const bytes = row ? await s.attached(String(row['sha256'])) : null
      return row && bytes ? { row, bytes } : null
    })
    if (!found) throw new AppError('not_found', 'There is no such file on this record, or it is not yours to see.')
    const mediaType = String(found.row['mediaType'])
    const name = String(found.row['name'])
    reply.header('content-type', shownInline.has(mediaType) ? mediaType : 'application/octet-stream')
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    reply.header('content-disposition', `${shownInline.has(mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`)
    return reply.send(Buffer.from(found.bytes))
  })
}
