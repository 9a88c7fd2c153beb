/** The OpenAPI 3.1 document, made of the same values that the routes check with. */
import { z } from 'zod'
import { problems } from '../model/error.ts'
import type { Field } from '../model/field.ts'
import { createSchema, type RecordType, type SideTable, verbSchema } from '../model/record.ts'
import { tryMappingSchema } from '../practices/event/mapping.ts'
import { demoAskedSchema } from '../practices/history/demo.ts'
import { openProposalSchema, proposalSchema, proposalsSchema } from './discovery-routes.ts'
import { isAttachable, uploadSchema } from './attachment-routes.ts'
import { auditExportSchema, auditSchema } from './audit-routes.ts'
import { aftermathSchema, changeRatesSchema, observedSchema } from './cause-routes.ts'
import { agendaSchema, changeCalendarSchema, changeConflictsSchema, changeLookSchema, slotsSchema, verdictSchema } from './change-routes.ts'
import { importFaultsExportSchema, importFaultsSchema, importFileSchema, importPartSchema, previewSchema } from './import-routes.ts'
import { aroundSchema, orphansSchema, singlePointsSchema, tonightSchema } from './graph-routes.ts'
import { computeRecordsSchema, computeSchema, measureExportSchema, measureQuerySchema, measureRecordsSchema, restatementSchema } from './measure-routes.ts'
import { searchSchema } from './overview-routes.ts'
import { closureSchema } from './problem-closure.ts'
import { painSchema } from './problem-pain.ts'
import { knownErrorsSchema } from './problem-routes.ts'
import { processRecordsSchema, processSchema } from './process-routes.ts'
import { configurationImportSchema } from './reconcile-routes.ts'
import { reportRecordsSchema } from './report-routes.ts'
import { bulkSchema, hasRoute, pluralOf, timelineSchema } from './record-routes.ts'
import { passwordSchema, setupQuerySchema, setupSchema, signInSchema, tokenSchema } from './sign-in-routes.ts'

type Json = Record<string, unknown>

/** Everything but the ways in, whose formats belong to others. Schemas are those of what a caller sends. */
export function openApi(records: ReadonlyMap<string, RecordType>, version: string): Json {
  const all = [...records.values()]
  return {
    openapi: '3.1.0',
    info: { title: 'Evenkeel', version, description: 'Every record type has the same routes. Refusals are problem documents (RFC 9457).', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { basic: [] }, { session: [] }],
    tags: [{ name: 'installation' }, { name: 'measures' }, { name: 'graph' }, ...all.map((r) => ({ name: r.plural, description: r.words.purpose }))],
    paths: Object.assign({}, generalPaths(), ...all.map(recordPaths)),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, basic: { type: 'http', scheme: 'basic', description: 'The password is an API token.' }, session: { type: 'apiKey', in: 'cookie', name: 'evenkeel' } },
      responses: { Problem: { description: 'A refusal.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      schemas: Object.assign({ Problem: problemSchema, JournalEntry: { type: 'object' } }, ...all.map((r) => ({ [r.name]: rowSchema(r) }))),
    },
  }
}

/** Transforms and refinements have no form in JSON Schema; what a caller may send is told as closely as it goes. */
const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}

const fieldSchema = (f: Field): Json => ({ ...schemaOf(f.schema), title: f.label, ...(f.help ? { description: f.help } : {}), ...(f.owner === 'system' ? { readOnly: true } : {}) })
const rowSchema = (r: RecordType): Json => ({ type: 'object', title: r.words.one, description: r.words.purpose, properties: Object.fromEntries(Object.entries(r.fields).map(([k, f]) => [k, fieldSchema(f)])) })
const sideSchema = (t: SideTable): Json => ({ type: 'object', properties: Object.fromEntries(Object.entries(t.fields).map(([k, f]) => [k, fieldSchema(f)])) })

const problemSchema: Json = {
  type: 'object', required: ['type', 'title', 'status', 'detail', 'code', 'faults', 'requestId'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, code: { type: 'string', enum: Object.keys(problems) },
    faults: { type: 'array', items: { type: 'object', properties: { at: { type: 'string' }, message: { type: 'string' } } } }, requestId: { type: 'string' },
  },
}

const ok = (schema: Json, description = 'Done.'): Json => ({ description, content: { 'application/json': { schema } } })
const list = (items: Json): Json => ({ type: 'object', properties: { items: { type: 'array', items }, next: { type: ['string', 'null'] }, count: { type: 'integer' }, titles: { type: 'object' } } })
const refOf = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const refusal: Json = { default: { $ref: '#/components/responses/Problem' } }
const body = (schema: z.ZodType, required = true): Json => ({ required, content: { 'application/json': { schema: schemaOf(schema) } } })

const query = (schema: z.ZodObject): Json[] => {
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, s]) => ({ name, in: 'query', required: required.includes(name), schema: s }))
}
const inQuery = (name: string, schema: Json, description?: string): Json => ({ name, in: 'query', schema, ...(description ? { description } : {}) })
const inPath = (name: string, description: string): Json => ({ name, in: 'path', required: true, description, schema: { type: 'string', maxLength: 100 } })
const ifMatch: Json = { name: 'If-Match', in: 'header', description: 'The version that you saw.', schema: { type: 'string' } }
const onceKey: Json = { name: 'Idempotency-Key', in: 'header', description: 'The same key with the same request is done once.', schema: { type: 'string', minLength: 1, maxLength: 200 } }

const op = (tag: string, operationId: string, summary: string, more: Json, responses: Json): Json => ({ tags: [tag], operationId, summary, ...more, responses: { ...responses, ...refusal } })

function filters(r: RecordType): Json[] {
  const fields = Object.entries(r.fields).filter(([, f]) => f.kind !== 'json' && f.kind !== 'prose')
  return [
    ...fields.map(([name, f]) => inQuery(name, { type: 'string' }, `${f.label}: values with commas between; also ${name}.not, .from, .to, .empty`)),
    inQuery('q', { type: 'string', maxLength: 200 }), inQuery('group', { type: 'string', enum: ['open', 'waiting', 'done', 'active'] }), inQuery('sort', { type: 'string' }, 'A field, - before it for falling.'),
  ]
}
const paging: Json[] = [inQuery('limit', { type: 'integer', minimum: 1, maximum: 200 }), inQuery('after', { type: 'string', maxLength: 1000 }), inQuery('count', { type: 'string', enum: ['true', 'false'] })]

function recordPaths(r: RecordType): Json {
  const base = `/api/${r.plural}`
  const id = inPath('id', `Id or number, such as ${r.prefix}-1042.`)
  const one = ok(refOf(r.name))
  const pascal = r.name.replaceAll(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase())
  const paths: Json = {
    [base]: {
      get: op(r.plural, `list${pascal}`, `List ${r.words.many.toLowerCase()}`, { parameters: [...filters(r), ...paging] }, { 200: ok(list(refOf(r.name))) }),
      post: op(r.plural, `create${pascal}`, r.create.label, { parameters: [onceKey], requestBody: body(createSchema(r)) }, { 201: one }),
    },
    [`${base}/tally`]: { get: op(r.plural, `tally${pascal}`, `Count ${r.words.many.toLowerCase()} by a field`, { parameters: [{ ...inQuery('by', { type: 'string' }), required: true }, ...filters(r)] }, { 200: ok({ type: 'object' }) }) },
    [`${base}/export`]: { get: op(r.plural, `export${pascal}`, `All ${r.words.many.toLowerCase()} as a file`, { parameters: [inQuery('format', { type: 'string', enum: ['csv', 'json'] }), ...filters(r)] }, { 200: { description: 'A file.', content: { 'text/csv': {}, 'application/json': {} } } }) },
    [`${base}/bulk`]: { post: op(r.plural, `bulk${pascal}`, `One verb on many ${r.words.many.toLowerCase()}`, { parameters: [onceKey], requestBody: body(bulkSchema) }, { 200: ok({ type: 'object' }) }) },
    [`${base}/{id}`]: {
      parameters: [id],
      get: op(r.plural, `read${pascal}`, r.words.one, {}, { 200: one }),
      patch: op(r.plural, `update${pascal}`, r.verbs['update']?.label ?? 'Change', { parameters: [ifMatch], requestBody: body(verbSchema(r, 'update')) }, { 200: one }),
    },
    [`${base}/{id}/timeline`]: { parameters: [id], get: op(r.plural, `timeline${pascal}`, 'What happened to it', { parameters: query(timelineSchema) }, { 200: ok(list(refOf('JournalEntry'))) }) },
  }
  for (const t of r.tables) paths[`${base}/{id}/${pluralOf(t)}`] = { parameters: [id], get: op(r.plural, `list${pascal}_${pluralOf(t)}`, `Its ${pluralOf(t)}`, {}, { 200: ok(list(sideSchema(t))) }) }
  if (isAttachable(r)) {
    const files = `${base}/{id}/attachments`
    const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    paths[files] = { ...(paths[files] as Json), post: op(r.plural, `attach${pascal}`, 'Attach a file', { parameters: query(uploadSchema), requestBody: { required: true, content: bytes } }, { 201: one }) }
    paths[`${files}/{attachmentId}`] = { parameters: [id, inPath('attachmentId', 'Id of the file.')], get: op(r.plural, `download${pascal}`, 'The file', {}, { 200: { description: 'Its bytes.', content: bytes } }) }
  }
  for (const [name, v] of Object.entries(r.verbs)) {
    if (name === 'update' || !hasRoute(r, name)) continue
    paths[`${base}/{id}/${name}`] = { parameters: [id], post: op(r.plural, `${name}${pascal}`, v.label, { ...(v.help ? { description: v.help } : {}), parameters: [ifMatch, onceKey], requestBody: body(verbSchema(r, name), false) }, { 200: one }) }
  }
  return paths
}

const bytesContent: Json = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const keptFile: Json = { type: 'object', properties: { key: { type: 'string' }, name: { type: 'string' }, bytes: { type: 'integer' } } }
const fileKey: Json = inPath('key', 'Key of the file.')

function generalPaths(): Json {
  const tag = 'installation'
  const done: Json = { 204: { description: 'Done.' } }
  const some = { 200: ok({ type: 'object' }) }
  const open = { security: [] }
  return {
    '/api/sign-in': { post: op(tag, 'signIn', 'Sign in', { ...open, requestBody: body(signInSchema) }, some) },
    '/api/sign-out': { post: op(tag, 'signOut', 'Sign out', open, done) },
    '/api/me': { get: op(tag, 'me', 'Who is signed in', {}, some) },
    '/api/setup': {
      get: op(tag, 'isSetupOpen', 'Whether a set-up link holds; without a secret, whether the installation still waits to be set up', { ...open, parameters: query(setupQuerySchema) }, some),
      post: op(tag, 'setUp', 'Make the provider and its first administrator', { ...open, requestBody: body(setupSchema) }, { 201: ok({ type: 'object' }) }),
    },
    '/api/people/{id}/password': { post: op(tag, 'setPassword', 'Set a password', { parameters: [inPath('id', 'Id or number of the person.')], requestBody: body(passwordSchema) }, done) },
    '/api/tokens': {
      get: op(tag, 'listTokens', 'API tokens', {}, { 200: ok(list({ type: 'object' })) }),
      post: op(tag, 'createToken', 'Make an API token', { requestBody: body(tokenSchema) }, { 201: ok({ type: 'object' }, 'The secret is in it, this once.') }),
    },
    '/api/tokens/{id}': { delete: op(tag, 'revokeToken', 'Revoke an API token', { parameters: [inPath('id', 'Id of the token.')] }, done) },
    '/api/search': { get: op(tag, 'search', 'Search records and comments', { parameters: query(searchSchema) }, { 200: ok(list({ type: 'object' })) }) },
    '/api/audit': { get: op(tag, 'audit', 'What everybody did, newest first', { parameters: query(auditSchema) }, { 200: ok(list(refOf('JournalEntry'))) }) },
    '/api/audit/export': { get: op(tag, 'auditExport', 'The audit list as a file', { parameters: query(auditExportSchema) }, { 200: { description: 'A file.', content: { 'text/csv': {}, 'application/json': {} } } }) },
    '/api/measures': { get: op('measures', 'measureList', 'The register of measures, and the own ones', {}, some) },
    '/api/measures/facts': { get: op('measures', 'measureFacts', 'What measures can be filtered and divided by', {}, some) },
    '/api/measures/restatements': { get: op('measures', 'measureRestatements', 'What later facts changed about frozen months, and by which records', { parameters: query(restatementSchema) }, some) },
    '/api/measures/{id}': { get: op('measures', 'measureFind', 'One measure with its definition', { parameters: [inPath('id', 'Such as IN1.')] }, some) },
    '/api/measures/{id}/values': { get: op('measures', 'measureValues', 'Its numbers with intervals and coverage; every fact is a filter', { parameters: [inPath('id', 'Such as IN1.'), ...query(measureQuerySchema)] }, some) },
    '/api/measures/{id}/records': { get: op('measures', 'measureRecords', 'The records behind one number', { parameters: [inPath('id', 'Such as IN1.'), ...query(measureRecordsSchema)] }, some) },
    '/api/measures/{id}/export': { get: op('measures', 'measureExport', 'Its numbers as a file', { parameters: [inPath('id', 'Such as IN1.'), ...query(measureExportSchema)] }, { 200: { description: 'A file.', content: { 'text/csv': {}, 'application/json': {} } } }) },
    '/api/measures/compute': { post: op('measures', 'measureCompute', 'A definition asked at once', { requestBody: body(computeSchema) }, some) },
    '/api/measures/compute/records': { post: op('measures', 'measureComputeRecords', 'The records behind one number of such a definition', { requestBody: body(computeRecordsSchema) }, some) },
    '/api/service-reports/{orgId}/{month}': { get: op('measures', 'serviceReport', 'What a customer was promised in a month and what they got; for customers when it is published', { parameters: [inPath('orgId', 'The customer.'), inPath('month', 'Such as 2026-03.')] }, some) },
    '/api/service-reports/{orgId}/{month}/pdf': { get: op('measures', 'serviceReportPdf', 'The same on paper', { parameters: [inPath('orgId', 'The customer.'), inPath('month', 'Such as 2026-03.')] }, { 200: { description: 'A PDF.', content: { 'application/pdf': {} } } }) },
    '/api/service-reports/{orgId}/{month}/records': { get: op('measures', 'serviceReportRecords', 'The records behind one of its numbers', { parameters: [inPath('orgId', 'The customer.'), inPath('month', 'Such as 2026-03.'), ...query(reportRecordsSchema)] }, some) },
    '/api/problems/known-errors': { get: op('problems', 'knownErrors', 'Known errors that fit what is being recorded, with the reason and what they were worth', { parameters: query(knownErrorsSchema) }, some) },
    '/api/problems/proposals': { get: op('problems', 'problemProposals', 'Incidents that tell of the same trouble, by what they hurt, with the evidence', { parameters: query(proposalsSchema) }, some) },
    '/api/problems/proposals/{id}': { parameters: [inPath('id', 'Id or number of one of its incidents.')], get: op('problems', 'problemProposal', 'One cluster with its incidents', { parameters: query(proposalSchema) }, some) },
    '/api/problems/proposals/{id}/open': { parameters: [inPath('id', 'Id or number of one of its incidents.')], post: op('problems', 'openProposal', 'A problem from a cluster, with its incidents and evidence', { requestBody: body(openProposalSchema, false) }, { '201': { description: 'The problem.' } }) },
    '/api/problems/pain': { get: op('problems', 'problemPain', 'Problems by what their incidents cost, with a range, and whether a few are most of it', { parameters: query(painSchema) }, some) },
    '/api/problems/{id}/pareto': { parameters: [inPath('id', 'Id or number, such as PRB-1042.')], get: op('problems', 'paretoProblem', 'What a Pareto sheet begins with: the harm of its incidents by item, service or category, whichever tells most', {}, some) },
    '/api/problems/{id}/timeline-of-closure': { parameters: [inPath('id', 'Id or number, such as PRB-1042.')], get: op('problems', 'closureProblem', 'What happened on what it touches and what that stands on', { parameters: query(closureSchema) }, some) },
    '/api/process': { get: op('measures', 'processMap', 'What really happened to incidents: steps with times, ways, loops, and how they fit the lifecycle', { parameters: query(processSchema) }, some) },
    '/api/process/records': { get: op('measures', 'processRecords', 'The incidents behind a part of the map', { parameters: query(processRecordsSchema) }, some) },
    '/api/incidents/{id}/suspects': { parameters: [inPath('id', 'Id or number, such as INC-1042.')], get: op('incidents', 'suspectsIncident', 'Changes that could have caused it, with reasons', {}, some) },
    '/api/changes/{id}/aftermath': { parameters: [inPath('id', 'Id or number, such as CHG-1042.')], get: op('changes', 'aftermathChange', 'What happened after it, against before and against the rest', { parameters: query(aftermathSchema) }, some) },
    '/api/changes/rates': { get: op('changes', 'ratesChange', 'Incidents after changes against other times, by service', { parameters: query(changeRatesSchema) }, some) },
    '/api/changes/observed': { get: op('changes', 'observedChange_summary', 'What pipelines told of against what was authorised, both ways', { parameters: query(observedSchema) }, some) },
    '/api/changes/verdict': { post: op('changes', 'changeVerdict', 'May this be changed now? allowed, allowed_with_approval, blocked or ask, with the rule that decided', { requestBody: body(verdictSchema) }, some) },
    '/api/changes/look': { post: op('changes', 'changeLook', 'What a plan would hurt and meet, before it is recorded', { requestBody: body(changeLookSchema) }, some) },
    '/api/changes/slots': { post: op('changes', 'changeSlots', 'Times in which it could be done, the freest first', { requestBody: body(slotsSchema) }, some) },
    '/api/changes/calendar': { get: op('changes', 'changeCalendar', 'Changes and windows of a span with what collides; for customers what their services will not do', { parameters: query(changeCalendarSchema) }, some) },
    '/api/changes/agenda': { get: op('changes', 'changeAgenda', 'What is to be decided, with all that is needed for it', { parameters: query(agendaSchema) }, some) },
    '/api/changes/{id}/conflicts': { parameters: [inPath('id', 'Such as CHG-1001.')], get: op('changes', 'changeConflicts', 'What a change would meet at its time or another', { parameters: query(changeConflictsSchema) }, some) },
    '/api/graph/around': { get: op('graph', 'graphAround', 'What stands on these nodes and what they stand on, as of any moment, with the way to each', { parameters: query(aroundSchema) }, some) },
    '/api/graph/single-points': { get: op('graph', 'graphSinglePoints', 'What takes a service down all alone: items, people, suppliers', { parameters: query(singlePointsSchema) }, some) },
    '/api/graph/tonight': { get: op('graph', 'graphTonight', 'If this fails tonight: services hit per node, the gravest first', { parameters: query(tonightSchema) }, some) },
    '/api/graph/orphans': { get: op('graph', 'graphOrphans', 'Loose ends: items and services that are unrelated, unowned, unverified', { parameters: query(orphansSchema) }, some) },
    '/api/configuration-imports': { post: op('imports', 'importConfiguration', 'Import configuration from files that were sent; its progress is that of an import', { parameters: [onceKey], requestBody: body(configurationImportSchema) }, { 201: ok(refOf('import')) }) },
    '/api/reconciliation': { get: op('configuration-sources', 'reconciliation', 'What each source knows, and the differences nobody has explained', {}, some) },
    '/api/cis/{id}/observations': { parameters: [inPath('id', 'Id or number, such as CI-1042.')], get: op('cis', 'observationsCi', 'What each source last said of it', {}, { 200: ok(list({ type: 'object' })) }) },
    '/api/incidents/{id}/relation-question': { parameters: [inPath('id', 'Such as INC-1042.')], get: op('graph', 'relationQuestion', 'Whether one relation that a resolved incident was explained by is so; answered by its confirm and deny', {}, some) },
    '/api/baselines/{id}/content': { parameters: [inPath('id', 'Such as BSL-1001.')], get: op('graph', 'baselineContent', 'What was agreed on', {}, some) },
    '/api/baselines/{id}/compare': { parameters: [inPath('id', 'Such as BSL-1001.')], get: op('graph', 'baselineCompare', 'How the present differs from it', {}, some) },
    '/api/import-files': { put: op('imports', 'importFileKeep', 'Send a file for an import, or its first part', { parameters: query(importFileSchema), requestBody: { required: true, content: bytesContent } }, { 201: ok(keptFile) }) },
    '/api/import-files/{key}': {
      parameters: [fileKey],
      get: op('imports', 'importFileFind', 'A file that was sent', {}, { 200: ok(keptFile) }),
      patch: op('imports', 'importFileAppend', 'Send the next part of a file', { parameters: query(importPartSchema), requestBody: { required: true, content: bytesContent } }, { 200: ok(keptFile) }),
      delete: op('imports', 'importFileDrop', 'Take a file away', {}, done),
    },
    '/api/import-files/{key}/preview': { parameters: [fileKey], post: op('imports', 'importFilePreview', 'What is in a file, and what a mapping would make of it', { requestBody: body(previewSchema, false) }, some) },
    '/api/integrations/with-key': { post: op('integrations', 'makeIntegration', 'Make an integration; its key is told in this answer alone', { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', description: 'As for a new integration.' } } } } }, { 201: ok({ type: 'object', properties: { key: { type: 'string' } } }) }) },
    '/api/integrations/{id}/new-key': { parameters: [inPath('id', 'Such as INT-1001.')], post: op('integrations', 'replaceKey', 'Replace the key; the former one ends at once', {}, { 200: ok({ type: 'object', properties: { key: { type: 'string' } } }) }) },
    '/api/integrations/heard': { get: op('integrations', 'integrationsHeard', 'When each was last heard, and what it sent in a day', {}, { 200: ok(list({ type: 'object' })) }) },
    '/api/integrations/try-mapping': { post: op('integrations', 'tryMapping', 'What a document would become under a mapping; nothing is kept of it', { requestBody: body(tryMappingSchema) }, some) },
    '/api/demo': { post: op('imports', 'buildDemo', 'Build a demo company; its progress and undo are those of an import', { requestBody: body(demoAskedSchema, false) }, { 201: ok(refOf('import')) }) },
    '/api/import-mappings': { get: op('imports', 'importMappings', 'The mappings that come along', {}, some) },
    '/api/imports/{id}/outlook': { parameters: [inPath('id', 'Such as IMP-1001.')], get: op('imports', 'importOutlook', 'What undoing it would remove and keep now', {}, some) },
    '/api/imports/{id}/faults': { parameters: [inPath('id', 'Such as IMP-1001.')], get: op('imports', 'importFaults', 'What an import did not take, and remarks', { parameters: query(importFaultsSchema) }, { 200: ok(list({ type: 'object' })) }) },
    '/api/imports/{id}/faults/kinds': { parameters: [inPath('id', 'Such as IMP-1001.')], get: op('imports', 'importFaultKinds', 'The same by reason, most frequent first', {}, { 200: ok(list({ type: 'object' })) }) },
    '/api/imports/{id}/faults/export': { parameters: [inPath('id', 'Such as IMP-1001.')], get: op('imports', 'importFaultsExport', 'The same as a file', { parameters: query(importFaultsExportSchema) }, { 200: { description: 'A file.', content: { 'text/csv': {}, 'application/json': {} } } }) },
    '/api/audit/verify': { post: op(tag, 'auditVerify', 'Prove that the journal is whole', {}, some) },
    '/api/describe': { get: op(tag, 'describe', 'The record types', {}, some) },
    '/api/stream': { get: op(tag, 'stream', 'Changes as they happen', {}, { 200: { description: 'Events `change` {seq, record, id, verb, version} and `resync`.', content: { 'text/event-stream': {} } } }) },
    '/healthz': { get: op(tag, 'healthz', 'Whether the process lives', open, some) },
    '/readyz': { get: op(tag, 'readyz', 'Whether it can work', open, some) },
    '/metrics': { get: op(tag, 'metrics', 'Figures for Prometheus', open, { 200: { description: 'Text.', content: { 'text/plain': {} } } }) },
  }
}
