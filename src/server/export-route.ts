/** A whole list as CSV or JSON, written while it is read, so that its length costs no memory. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../model/error.ts'
import { checkRead, present } from '../model/permission.ts'
import type { RecordType } from '../model/record.ts'
import { csvLine } from './csv.ts'
import { actorOf, type Face, type Plain, queryOf } from './face.ts'
import { shownQuery } from './shown-query.ts'

/** Registers it for one record type. */
export function exportRoute(app: FastifyInstance, face: Face, r: RecordType): void {
  app.get(`/api/${r.plural}/export`, async (request, reply) => {
    const actor = await actorOf(face, request)
    checkRead(actor, r)
    const params = queryOf(request)
    const format = params['format'] ?? 'csv'
    if (format !== 'csv' && format !== 'json') throw new AppError('not_acceptable', 'format must be csv or json.', { faults: [{ at: 'format', message: 'must be csv or json' }] })
    const query = shownQuery(actor, r, params)
    const rows = face.store.stream(actor, r, query)[Symbol.asyncIterator]()
    // The first row is read before the status goes out: a query that fails must not look like a short file.
    const first = await rows.next()
    const shown = async function* (): AsyncGenerator<Plain> {
      for (let at = first; at.done !== true; at = await rows.next()) yield present(actor, r, at.value)
    }
    reply.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8')
    reply.header('content-disposition', `attachment; filename="${r.plural}.${format}"`)
    return reply.send(Readable.from(format === 'csv' ? csvText(Object.keys(present(actor, r, {})), shown()) : jsonText(shown())))
  })
}

async function* csvText(columns: readonly string[], rows: AsyncGenerator<Plain>): AsyncGenerator<string> {
  // The mark tells Excel that this is UTF-8.
  yield `\uFEFF${csvLine(columns)}`
  for await (const row of rows) yield csvLine(columns.map((c) => row[c]))
}

async function* jsonText(rows: AsyncGenerator<Plain>): AsyncGenerator<string> {
  let isFirst = true
  yield '['
  for await (const row of rows) {
    yield `${isFirst ? '' : ',\n'}${JSON.stringify(row)}`
    isFirst = false
  }
  yield ']\n'
}
