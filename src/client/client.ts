/** The typed API client: every call a screen or command makes, and nothing that the public API does not offer. */
import type { Role } from '../model/actor.ts'
import { causeCalls, type CauseCalls } from './causes.ts'
import { changeCalls, type ChangeCalls } from './changes.ts'
import { clusterCalls, type ClusterCalls } from './clusters.ts'
import { readDescription, type Description } from './description.ts'
import { graphCalls, type GraphCalls } from './graph.ts'
import { importCalls, type ImportCalls } from './imports.ts'
import { measureCalls, type MeasureCalls } from './measures.ts'
import { problemCalls, type ProblemCalls } from './problems.ts'
import { processCalls, type ProcessCalls } from './process.ts'
import { reportCalls, type ReportCalls } from './reports.ts'
import type { AnyRow, AuditProof, BulkAnswer, BulkResult, IntegrationHeard, JournalEntry, Listed, ListParams, MappingTrial, Me, Opened, SearchHit, Timeline, Token } from './shapes.ts'
import type { Transport } from './transport.ts'

type Input = Readonly<Record<string, unknown>>

export interface Client extends CauseCalls, ChangeCalls, ClusterCalls, GraphCalls, ImportCalls, MeasureCalls, ProblemCalls, ProcessCalls, ReportCalls {
  me(): Promise<Me>
  /** Refused as conflict with `organizations` in its facts where several know the address by this password; then again with the id of one. */
  signIn(email: string, password: string, orgId?: string): Promise<unknown>
  signOut(): Promise<unknown>
  /** Whether the set-up link still holds. */
  setupOpen(secret: string): Promise<unknown>
  /** Whether the installation still waits for its first administrator. */
  setupWanted(): Promise<{ readonly open: boolean }>
  setUp(answers: { secret: string; organization: string; name: string; email: string; password: string; zone?: string }): Promise<unknown>
  /** One's own with the old one, or somebody's whom one administers. */
  setPassword(personId: string, password: string, current?: string): Promise<unknown>
  describe(): Promise<Description>
  list<Row = AnyRow>(plural: string, params?: ListParams): Promise<Listed<Row>>
  /** By id or number. */
  read<Row = AnyRow>(plural: string, id: string): Promise<Opened<Row>>
  create<Row = AnyRow>(plural: string, input: Input, once?: string): Promise<Opened<Row>>
  change<Row = AnyRow>(plural: string, id: string, input: Input, ifVersion?: number): Promise<Opened<Row>>
  move<Row = AnyRow>(plural: string, id: string, verb: string, input: Input, ifVersion?: number): Promise<Opened<Row>>
  bulk(plural: string, ids: readonly string[], verb: string, input: Input): Promise<BulkAnswer>
  timeline(plural: string, id: string): Promise<readonly JournalEntry[]>
  /** What a record has beside its fields: `comments`, `watches`, `links`. */
  aside<Answer>(plural: string, id: string, what: string): Promise<Answer>
  tally(plural: string, by: string, params?: ListParams): Promise<Readonly<Record<string, number>>>
  search(q: string, signal?: AbortSignal): Promise<readonly SearchHit[]>
  audit(params?: ListParams): Promise<Listed<JournalEntry>>
  /** Reads the whole journal again and proves it. */
  verifyAudit(): Promise<AuditProof>
  /** An integration and its key, which is told this once. */
  makeIntegration(input: Input): Promise<AnyRow & { readonly key: string }>
  replaceKey(integrationId: string): Promise<AnyRow & { readonly key: string }>
  heard(): Promise<readonly IntegrationHeard[]>
  /** What a document would become under a mapping; nothing is kept of it. */
  tryMapping(mapping: unknown, sample: unknown): Promise<MappingTrial>
  tokens(): Promise<readonly Token[]>
  makeToken(input: { name: string; role: Role; expiresInDays?: number }): Promise<Token>
  dropToken(id: string): Promise<unknown>
}

export function createClient(call: Transport): Client {
  const at = (plural: string, id?: string, more?: string): string => `/api/${plural}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${more === undefined ? '' : `/${more}`}`
  return {
    ...causeCalls(call),
    ...changeCalls(call),
    ...clusterCalls(call),
    ...graphCalls(call),
    ...importCalls(call),
    ...measureCalls(call),
    ...problemCalls(call),
    ...processCalls(call),
    ...reportCalls(call),
    me: async () => readMe(await call<Input>('/api/me')),
    signIn: (email, password, orgId) => call('/api/sign-in', { method: 'POST', body: { email, password, ...(orgId === undefined ? {} : { orgId }) } }),
    signOut: () => call('/api/sign-out', { method: 'POST', body: {} }),
    setupOpen: (secret) => call('/api/setup', { params: { secret } }),
    setupWanted: () => call('/api/setup'),
    setUp: (answers) => call('/api/setup', { method: 'POST', body: answers }),
    setPassword: (personId, password, current) => call(at('people', personId, 'password'), { method: 'POST', body: { password, ...(current === undefined ? {} : { current }) } }),
    describe: async () => readDescription(await call<unknown>('/api/describe')),
    list: (plural, params) => call(at(plural), params === undefined ? {} : { params }),
    read: (plural, id) => call(at(plural, id)),
    create: (plural, input, once) => call(at(plural), { method: 'POST', body: input, ...(once === undefined ? {} : { once }) }),
    change: (plural, id, input, ifVersion) => call(at(plural, id), { method: 'PATCH', body: input, ...(ifVersion === undefined ? {} : { ifVersion }) }),
    move: (plural, id, verb, input, ifVersion) => call(at(plural, id, verb), { method: 'POST', body: input, ...(ifVersion === undefined ? {} : { ifVersion }) }),
    bulk: async (plural, ids, verb, input) => readBulk(await call<unknown>(at(plural, 'bulk'), { method: 'POST', body: { ids, verb, input } })),
    timeline: async (plural, id) => (await call<Timeline>(at(plural, id, 'timeline'))).items,
    aside: (plural, id, what) => call(at(plural, id, what)),
    tally: async (plural, by, params) => readTally(await call<unknown>(at(plural, 'tally'), { params: { ...params, by } })),
    search: async (q, signal) => itemsOf<SearchHit>(await call<unknown>('/api/search', { params: { q }, ...(signal === undefined ? {} : { signal }) })),
    audit: (params) => call('/api/audit', params === undefined ? {} : { params }),
    verifyAudit: () => call('/api/audit/verify', { method: 'POST', body: {} }),
    makeIntegration: (input) => call('/api/integrations/with-key', { method: 'POST', body: input }),
    replaceKey: (id) => call(at('integrations', id, 'new-key'), { method: 'POST', body: {} }),
    heard: async () => itemsOf<IntegrationHeard>(await call<unknown>('/api/integrations/heard')),
    tryMapping: (mapping, sample) => call('/api/integrations/try-mapping', { method: 'POST', body: { mapping, sample } }),
    tokens: async () => itemsOf<Token>(await call<unknown>('/api/tokens')),
    makeToken: async (input) => readToken(await call<Input>('/api/tokens', { method: 'POST', body: input })),
    dropToken: (id) => call(`/api/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  }
}

const itemsOf = <T>(answer: unknown): readonly T[] => {
  if (Array.isArray(answer)) return answer as T[]
  const o = (answer ?? {}) as { items?: T[]; hits?: T[]; tokens?: T[] }
  return o.items ?? o.hits ?? o.tokens ?? []
}

function readMe(o: Input): Me {
  const actor = (o['actor'] ?? o['person'] ?? o) as Input
  const organization = (o['organization'] ?? {}) as Input
  const text = (v: unknown): string | null => (typeof v === 'string' ? v : null)
  return {
    id: text(actor['id']) ?? '', name: text(actor['name']) ?? 'You', email: text(actor['email'] ?? o['email']), role: (text(o['role'] ?? actor['role']) ?? 'requester') as Role,
    reach: (o['reach'] ?? actor['reach']) === 'all' ? 'all' : 'organization', zone: text(o['zone'] ?? actor['zone']),
    organization: { id: text(organization['id'] ?? actor['orgId']) ?? '', name: text(organization['name']) ?? '' },
    teams: Array.isArray(o['teams']) ? (o['teams'] as Me['teams']) : [],
  }
}

function readBulk(answer: unknown): BulkAnswer {
  const rows = Array.isArray(answer) ? answer : ((answer as { results?: unknown[]; items?: unknown[] }).results ?? (answer as { items?: unknown[] }).items ?? [])
  return {
    results: (rows as Input[]).map((r): BulkResult => {
      const problem = (r['problem'] ?? r['error'] ?? r) as Input
      const ok = r['ok'] === undefined ? r['problem'] === undefined && r['error'] === undefined && r['code'] === undefined : r['ok'] === true
      return { id: String(r['id']), ok, ...(typeof problem['detail'] === 'string' ? { detail: problem['detail'] } : {}) }
    }),
  }
}

function readTally(answer: unknown): Readonly<Record<string, number>> {
  const o = (answer ?? {}) as Input
  const rows = Array.isArray(answer) ? answer : Array.isArray(o['items']) ? o['items'] : Array.isArray(o['tally']) ? o['tally'] : null
  if (rows) return Object.fromEntries((rows as Input[]).map((r) => [String(r['value'] ?? r['key'] ?? ''), Number(r['count'] ?? 0)]))
  return (o['counts'] ?? o['tally'] ?? o) as Readonly<Record<string, number>>
}

const readToken = (o: Input): Token => ({ ...(o as unknown as Token), secret: String(o['secret'] ?? o['token'] ?? '') })
