/** Fills a database with a layered graph straight by SQL: what the graph bench asks about. Rows have no journal; nothing but reading is measured on them. */
import { rule } from '../src/model/actor.ts'
import type { PersonActor } from '../src/model/actor.ts'
import { shipTypes } from '../src/practices/configuration/reactions.ts'
import { is } from '../src/model/query.ts'
import { organization } from '../src/practices/organization/record.ts'
import { person } from '../src/practices/people/person.ts'
import type { Store } from '../src/store/store.ts'

/** Nodes of each layer, from the ground up; the last are services. Each node stands on `below` of the layer under it. */
export interface GraphShape {
  readonly layers: readonly { readonly name: string; readonly nodes: number; readonly below: number }[]
}

/** A hundred thousand items, a thousand services, half a million relations: racks, hosts, machines, workloads, applications, services. */
export const fullShape: GraphShape = { layers: [
  { name: 'rack', nodes: 500, below: 0 }, { name: 'host', nodes: 9500, below: 2 }, { name: 'machine', nodes: 40_000, below: 5 }, { name: 'workload', nodes: 40_000, below: 5 },
  { name: 'application', nodes: 10_000, below: 7 }, { name: 'service', nodes: 1000, below: 8 },
] }
export const smokeShape: GraphShape = { layers: fullShape.layers.map((l) => ({ ...l, nodes: Math.ceil(l.nodes / 100) })) }

export interface FilledGraph {
  readonly me: PersonActor
  readonly items: number
  readonly relations: number
  /** Ids by layer. */
  readonly ids: Readonly<Record<string, readonly string[]>>
}

const at = '2026-01-01T00:00:00Z'
const address = 'agent.graph@example.org'

/** What was filled before is taken as it is. Some relations of every node are alternates of a group of two; the rest is needed. Repeatable: chance comes from hashes of the numbers. */
export async function fillGraph(store: Store, shape: GraphShape): Promise<FilledGraph> {
  const known = await store.read(rule('bench'), async (s) => (await s.list(person, { where: [is('email', address)], limit: 1 })).items[0])
  const me = await store.write(rule('bench'), async (s): Promise<PersonActor> => {
    if (known) return { kind: 'person', id: known.id, name: known.name, role: 'agent', orgId: known.orgId, reach: 'organization', teamIds: [] }
    const orgId = (await s.create(organization, { name: 'Bench', kind: 'provider', zone: 'Etc/UTC' })).id
    await shipTypes(s, orgId)
    const p = await s.create(person, { orgId, name: 'Agent', email: address, role: 'agent' })
    return { kind: 'person', id: p.id, name: p.name, role: 'agent', orgId, reach: 'organization', teamIds: [] }
  })
  const ids: Record<string, readonly string[]> = {}
  let relations = 0
  await store.db.owner(async (tx) => {
    const uuid = (layer: number, n: string): string => `(md5('${layer}-' || (${n}))::uuid)`
    for (const [i, { name, nodes, below }] of shape.layers.entries()) {
      const under = shape.layers[i - 1]
      const common = `id, number, org_id, shared, state, state_since, version, created_at, created_by, updated_at, tags, name, key, aliases, chain`
      const values = `${uuid(i, 'n')}, 'B${i}-' || n, '${me.orgId}', false, 'live', '${at}', 1, '${at}', 'bench', '${at}', '{}', '${name} ' || n, '${name}-' || n, '{}', ''`
      ids[name] = (await tx.query<{ id: string }>(`SELECT ${uuid(i, 'n')} AS id FROM generate_series(1, ${nodes}) n`)).map((x) => x.id)
      if (known) continue
      await tx.query(name === 'service'
        ? `INSERT INTO service (${common}, tier, layer, depends_on_ids, vital_functions) SELECT ${values}, (ARRAY['gold', 'silver', 'bronze'])[1 + n % 3], 'service', '{}', '{}' FROM generate_series(1, ${nodes}) n`
        : `INSERT INTO ci (${common}, type_id, attrs, differences) SELECT ${values}, (SELECT id FROM ci_type WHERE key = 'server' LIMIT 1), '{}', 0 FROM generate_series(1, ${nodes}) n`)
      if (under === undefined || below === 0) continue
      // The first two are alternates of each other where the number is even.
      await tx.query(
        `WITH pair AS (SELECT DISTINCT ON (n, target) n, k, target FROM (
           SELECT n, k, 1 + abs(hashtext('${i}-' || n || '-' || k)) % ${under.nodes} AS target FROM generate_series(1, ${nodes}) n, generate_series(1, ${below}) k) x ORDER BY n, target, k),
         made AS (INSERT INTO relation (id, number, org_id, shared, state, state_since, version, created_at, created_by, updated_at, name, from_record, from_id, to_record, to_id, kind, role, group_name, at_least, standby, valid_from, source, confidence, confirmed_at, chain)
           SELECT md5('r${i}-' || n || '-' || k)::uuid, 'BR${i}-' || n || '-' || k, '${me.orgId}', false, 'valid', '${at}', 1, '${at}', 'bench', '${at}', 'bench', '${name === 'service' ? 'service' : 'ci'}', ${uuid(i, 'n')}, 'ci', ${uuid(i - 1, 'target')},
             'depends_on', CASE WHEN k <= 2 AND n % 2 = 0 THEN 'alternate' ELSE 'series' END, CASE WHEN k <= 2 AND n % 2 = 0 THEN 'pair' END, CASE WHEN k <= 2 AND n % 2 = 0 THEN 1 END, CASE WHEN k <= 2 AND n % 2 = 0 THEN 'hot' END,
             '${at}', 'import', 0.9, '${at}', '' FROM pair RETURNING 1)
         SELECT count(*) FROM made`)
    }
    relations = (await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM relation'))[0]?.n ?? 0
    await tx.query('ANALYZE')
  })
  return { me, items: shape.layers.filter((l) => l.name !== 'service').reduce((n, l) => n + l.nodes, 0), relations, ids }
}
