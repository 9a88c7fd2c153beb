/** What intake must know of the house to place an event: integrations by key, services by name, silences by organization. Read whole, read again when the journal says so. */
import { rule } from '../model/actor.ts'
import { is, type ListQuery } from '../model/query.ts'
import type { Common, RecordType } from '../model/record.ts'
import { type Integration, integration } from '../practices/event/integration.ts'
import type { Quiet } from '../practices/event/line.ts'
import { type Silence, silence } from '../practices/event/silence.ts'
import { organization } from '../practices/organization/record.ts'
import { keyOf } from '../practices/service/record.ts'
import type { Store } from '../store/store.ts'

export interface QuietFull extends Quiet {
  readonly orgId: string
  readonly author: string
  readonly comment: string
  readonly updatedAt: string
}

export interface Registry {
  integration(id: string): Integration | undefined
  byKeyHash(hash: string): Integration | undefined
  /** Looks a service that is not retired up by key or alias, in lower case, among the organization's own and the shared ones. */
  service(orgId: string, word: string): string | null
  silences(orgId: string): readonly QuietFull[]
  /** Reads one kind again; all of them without a name. */
  reload(record?: string): Promise<void>
}

const actor = rule('intake')
// Alertmanager's retention: ended silences stay listed for five days.
const silencesKeptMs = 120 * 3_600_000

export async function openRegistry(store: Store): Promise<Registry> {
  let integrations = new Map<string, Integration>()
  let byHash = new Map<string, Integration>()
  let services = new Map<string, Map<string, string>>()
  let quiets = new Map<string, QuietFull[]>()
  const everyone = '*'

  const readers: Readonly<Record<string, () => Promise<void>>> = {
    integration: async () => {
      const rows = await all<Integration>(store, integration, {})
      integrations = new Map(rows.map((r) => [r.id, r]))
      const left = new Set((await all<Common>(store, organization, { where: [is('state', 'left')] })).map((o) => o.id))
      byHash = new Map(rows.filter((r) => r.state === 'enabled' && !left.has(r.orgId)).map((r) => [r.keyHash, r]))
    },
    organization: () => readers['integration']?.() ?? Promise.resolve(),
    service: async () => {
      const type = store.records.get('service')
      const next = new Map<string, Map<string, string>>()
      for (const r of type ? await all<Record<string, unknown> & Common>(store, type, {}) : []) {
        if (r.state === 'retired') continue
        const scope = r['shared'] === true ? [everyone, r.orgId] : [r.orgId]
        const aliases = Array.isArray(r['aliases']) ? r['aliases'].filter((a) => typeof a === 'string') : []
        for (const org of scope) {
          const mine = next.get(org) ?? new Map<string, string>()
          for (const a of aliases) if (!mine.has(a.toLowerCase())) mine.set(a.toLowerCase(), r.id)
          if (typeof r['key'] === 'string') mine.set(r['key'].toLowerCase(), r.id)
          next.set(org, mine)
        }
      }
      services = next
    },
    silence: async () => {
      const from = new Date(store.clock.now() - silencesKeptMs).toISOString()
      const rows = await all<Silence>(store, silence, { where: [{ field: 'endsAt', op: 'from', values: [from] }] })
      quiets = Map.groupBy(rows.map((r): QuietFull => ({
        id: r.id, number: r.number, orgId: r.orgId, matchers: r.matchers, startsMs: Date.parse(r.startsAt), endsMs: Date.parse(r.endsAt), author: r.author, comment: r.comment, updatedAt: r.updatedAt,
      })), (q) => q.orgId)
    },
  }
  // One after the other: a slower read that began before a write must not put its older rows over newer ones.
  let last: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
  const registry: Registry = {
    integration: (id) => integrations.get(id),
    byKeyHash: (hash) => byHash.get(hash),
    service: (orgId, word) => {
      const key = keyOf(word)
      for (const scope of [services.get(orgId), services.get(everyone)]) {
        const id = scope?.get(word) ?? scope?.get(key)
        if (id !== undefined) return id
      }
      return null
    },
    silences: (orgId) => quiets.get(orgId) ?? [],
    reload: (record) => inTurn(async () => {
      if (record === undefined) for (const read of Object.values(readers)) await read()
      else if (Object.hasOwn(readers, record)) await readers[record]?.()
    }),
  }
  await registry.reload()
  return registry
}

async function all<Row>(store: Store, type: RecordType, query: ListQuery): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of store.stream(actor, type, query)) rows.push(row as unknown as Row)
  return rows
}
