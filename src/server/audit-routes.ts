/** The audit list over HTTP: who did what, as pages and as a file, and the proof that nothing of it was changed. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Actor, reachOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { plainText } from '../model/field.ts'
import type { JournalEntry } from '../model/journal.ts'
import { type AuditAsked, checkAuditor, type Proof, verifyJournal } from '../store/journal.ts'
import type { Session } from '../store/store.ts'
import { csvLine } from './csv.ts'
import { actorOf, type Face, parse, queryOf, uuid } from './face.ts'

const instant = z.iso.datetime({ offset: true })
const filters = {
  record: plainText(60).optional(), recordId: uuid.optional(), verb: plainText(60).optional(), actorId: uuid.optional(), actorKind: z.enum(['person', 'token', 'rule']).optional(),
  from: instant.optional(), to: instant.optional(),
}
export const auditSchema = z.strictObject({
  before: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(), limit: z.coerce.number().int().min(1).max(500).optional(), ...filters,
})
export const auditExportSchema = z.strictObject({ format: z.enum(['csv', 'json']).optional(), ...filters })

const pageLength = 100
/** Rows of one query of an export. */
const exportStep = 500
/** One cause often breaks thousands; a person reads the first. */
const mostFaults = 50
const csvColumns = ['seq', 'recordedAt', 'at', 'actorKind', 'actorId', 'actorName', 'verb', 'record', 'recordId', 'orgId', 'version', 'reason', 'changes', 'before', 'input', 'prevHash', 'hash'] as const

/** Registers them. */
export function auditRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  let proving: Promise<Proof> | null = null

  app.get('/api/audit', async (request) => {
    const actor = await actorOf(face, request)
    const { limit = pageLength, ...rest } = parse(auditSchema, queryOf(request), true)
    return store.read(actor, async (s) => {
      const items = await s.audit({ limit, ...given(rest) })
      return { items, next: items.length === limit ? String(items.at(-1)?.seq ?? '') : null, titles: await titlesOf(s, items) }
    })
  })

  app.get('/api/audit/export', async (request, reply) => {
    const actor = await actorOf(face, request)
    const { format = 'csv', ...rest } = parse(auditExportSchema, queryOf(request), true)
    const read = (before: number | undefined): Promise<readonly JournalEntry[]> => store.read(actor, (s) => s.audit({ limit: exportStep, ...given(rest), ...(before === undefined ? {} : { before }) }))
    // The first page is read before the status goes out: a refusal must not look like a short file.
    const first = await read(undefined)
    reply.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8')
    reply.header('content-disposition', `attachment; filename="audit.${format}"`)
    return reply.send(Readable.from(format === 'csv' ? csvText(pages(first, read)) : jsonText(pages(first, read))))
  })

  app.post('/api/audit/verify', async (request) => {
    const actor = await actorOf(face, request)
    checkProver(actor)
    const startMs = performance.now()
    // Everything is read once: two who ask at a time share one answer.
    proving ??= verifyJournal(store.db, store.records).finally(() => { proving = null })
    const { records, entries, faults } = await proving
    return { records, entries, faults: faults.slice(0, mostFaults), faultCount: faults.length, tookSeconds: Math.round(performance.now() - startMs) / 1000 }
  })
}

/** The proof is about every organization. */
function checkProver(actor: Actor): void {
  checkAuditor(actor)
  if (reachOf(actor) !== 'all') throw new AppError('forbidden', 'The proof reads every organization; somebody who sees all of them can ask for it.')
}

/** Without the names that were not asked for: absent, not undefined. */
const given = (asked: { readonly [K in keyof AuditAsked]?: AuditAsked[K] | undefined }): AuditAsked =>
  Object.fromEntries(Object.entries(asked).filter(([, v]) => v !== undefined)) as AuditAsked

async function titlesOf(s: Session, entries: readonly JournalEntry[]): Promise<Record<string, { number: string; title: string }>> {
  const titles: Record<string, { number: string; title: string }> = {}
  for (const [record, list] of Map.groupBy(entries, (e) => e.record)) {
    for (const [id, title] of await s.titles(s.type(record), [...new Set(list.map((e) => e.recordId))])) titles[id] = title
  }
  return titles
}

async function* pages(first: readonly JournalEntry[], read: (before: number) => Promise<readonly JournalEntry[]>): AsyncGenerator<JournalEntry> {
  for (let page = first; ; ) {
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < exportStep) return
    page = await read(last.seq)
  }
}

async function* csvText(rows: AsyncGenerator<JournalEntry>): AsyncGenerator<string> {
  // The mark tells Excel that this is UTF-8.
  yield `\uFEFF${csvLine(csvColumns)}`
  for await (const row of rows) yield csvLine(csvColumns.map((c) => row[c]))
}

async function* jsonText(rows: AsyncGenerator<JournalEntry>): AsyncGenerator<string> {
  let isFirst = true
  yield '['
  for await (const row of rows) {
    yield `${isFirst ? '' : ',\n'}${JSON.stringify(row)}`
    isFirst = false
  }
  yield ']\n'
}
