/** Gathers what an import compares with: the organization's items, the nodes they may lead to, relations, what sources said, and authorised changes. */
import { AppError } from '../../model/error.ts'
import { is } from '../../model/query.ts'
import type { Defined } from '../../model/record.ts'
import { type Ci, ci } from '../../practices/configuration/ci.ts'
import { ciType } from '../../practices/configuration/ci-type.ts'
import { discrepancy } from '../../practices/configuration/reconcile-discrepancy.ts'
import type { ExplainedBy, Known, KnownDiscrepancy, KnownItem, KnownOther, KnownRelation, KnownSource } from '../../practices/configuration/reconcile-known.ts'
import type { FieldValue } from '../../practices/configuration/reconcile-observed.ts'
import { type ConfigurationFormat, shippedRanks } from '../../practices/configuration/reconcile-rank.ts'
import { type ConfigurationSource, configurationSource } from '../../practices/configuration/reconcile-source.ts'
import { relation } from '../../practices/configuration/relation.ts'
import { organization } from '../../practices/organization/record.ts'
import { person } from '../../practices/people/person.ts'
import { service } from '../../practices/service/record.ts'
import { observationsOf } from '../../store/observation.ts'
import type { Tx } from '../../store/database.ts'
import type { Session } from '../../store/store.ts'

/** A source that is not recorded yet, for the first import and for a dry run of it. */
export const newSource = (name: string, format: ConfigurationFormat): KnownSource => ({ ...shippedRanks[format], id: '', name, teamId: null })

/** Everything, as of this transaction. Refused as `refused` where the source is retired or of another format. */
export async function gather(s: Session, tx: Tx, orgId: string, name: string, format: ConfigurationFormat): Promise<Known> {
  const rows = await all<ConfigurationSource>(s, configurationSource, [is('orgId', orgId)])
  const sources = new Map(rows.map((r) => [r.id, sourceOf(r)]))
  const there = rows.find((r) => r.name.toLowerCase() === name.toLowerCase())
  if (there?.state === 'retired') throw new AppError('refused', `The source ${there.name} (${there.number}) is retired. Take it back into use, or import under another name.`)
  if (there && there.format !== format) throw new AppError('refused', `The source ${there.name} (${there.number}) is read as ${there.format}; what comes as ${format} needs another name.`)
  const source = there ? sourceOf(there) : newSource(name, format)
  const types = (await all(s, ciType, [is('state', 'in_use')])).filter((t) => t.orgId === orgId || isShared(t))
  return {
    source, sources,
    // Of two types with one key the organization's own is meant.
    types: new Map(types.sort((a, b) => Number(a.orgId === orgId) - Number(b.orgId === orgId)).map((t) => [t.key, { id: t.id, key: t.key, fields: t.fields }])),
    items: (await all(s, ci, [is('orgId', orgId)])).map(itemOf),
    others: await othersOf(s, orgId),
    relations: (await all(s, relation, [is('orgId', orgId), is('state', 'valid')])).map((r): KnownRelation => ({
      id: r.id, fromId: r.fromId, toId: r.toId, kind: r.kind, role: r.role, groupName: r.groupName, atLeast: r.atLeast, source: r.source, sourceName: r.sourceName, confirmedAt: r.confirmedAt,
    })),
    observations: await observationsOf(tx, [...sources.keys()]),
    discrepancies: source.id === '' ? [] : latest(await all(s, discrepancy, [is('sourceId', source.id)])),
  }
}

export const sourceOf = (r: ConfigurationSource & { readonly id: string }): KnownSource =>
  ({ id: r.id, name: r.name, rank: r.rank, fieldRanks: r.fieldRanks, mayAdd: r.mayAdd, whenGone: r.whenGone, teamId: r.teamId })

// The column comes with every type whose rows can be shared.
const isShared = (row: object): boolean => 'shared' in row && row.shared === true

const pageSize = 200

/** Every row, oldest first. */
async function all<Row>(s: Session, type: Defined<Row>, where: Parameters<Session['list']>[1]['where'] & object): Promise<(Row & { readonly id: string; readonly orgId: string; readonly number: string; readonly state: string })[]> {
  const rows: (Row & { readonly id: string; readonly orgId: string; readonly number: string; readonly state: string })[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof s.list<Row>>> = await s.list(type, { where, sort: 'createdAt', limit: pageSize, ...(after === null ? {} : { after }) })
    rows.push(...page.items)
    after = page.next
  } while (after !== null)
  return rows
}

const ownFields = ['name', 'assetTag', 'boughtOn', 'costMinor', 'currency', 'endOfSupport', 'warrantyUntil'] as const

function itemOf(r: Ci): KnownItem {
  const fields: Record<string, FieldValue> = {}
  for (const k of ownFields) { const v = r[k]; if (v !== null) fields[k] = v }
  for (const [k, v] of Object.entries(r.attrs)) if (v !== null) fields[`attrs.${k}`] = v
  return {
    id: r.id, version: r.version, number: r.number, name: r.name, key: r.key, aliases: r.aliases, typeId: r.typeId, serialNumber: r.serialNumber, state: r.state,
    isOwned: r.ownerId !== null || r.teamId !== null, verifiedAt: r.verifiedAt, comparedAt: r.comparedAt, fields,
  }
}

/** The organization's own, what is shared, and the people and suppliers that a relation of its may lead to. */
async function othersOf(s: Session, orgId: string): Promise<KnownOther[]> {
  const organizations = await all(s, organization, [])
  const near = new Set([orgId, ...organizations.filter((o) => o.kind === 'provider').map((o) => o.id)])
  const services = (await all(s, service, [])).filter((x) => near.has(x.orgId) || isShared(x))
  const people = (await all(s, person, [])).filter((x) => near.has(x.orgId) && x.state !== 'left')
  const low = (...names: (string | null)[]): string[] => [...new Set(names.flatMap((n) => (n === null || n === '' ? [] : [n.toLowerCase()])))]
  return [
    ...services.filter((x) => x.state !== 'retired').map((x): KnownOther => ({ id: x.id, record: 'service', names: low(x.name, x.key, x.number, ...x.aliases) })),
    ...people.map((x): KnownOther => ({ id: x.id, record: 'person', names: low(x.name, x.email, x.number) })),
    ...organizations.map((x): KnownOther => ({ id: x.id, record: 'organization', names: low(x.name, x.number) })),
  ]
}

/** For each place the one that is still open, else the last answer; what was put right says nothing of a new difference, but who was meant. */
function latest(rows: readonly KnownDiscrepancyRow[]): KnownDiscrepancy[] {
  const kept = new Map<string, KnownDiscrepancy>()
  for (const r of rows) {
    if (r.sourceKey === null) continue
    const isAnswer = r.ciId !== null && (r.kind === 'ambiguous' || r.kind === 'extra')
    if (r.state === 'corrected' && !isAnswer) continue
    const at = `${r.kind}\n${r.sourceKey}\n${r.kind === 'ambiguous' ? '' : r.field ?? ''}`
    if (kept.get(at)?.state !== 'raised') kept.set(at, { id: r.id, kind: r.kind, sourceKey: r.sourceKey, field: r.field, ciId: r.ciId, expected: r.expected, observed: r.observed, isTaken: r.isTaken, state: r.state })
  }
  return [...kept.values()]
}
type KnownDiscrepancyRow = Omit<KnownDiscrepancy, 'sourceKey'> & { readonly sourceKey: string | null }

// Changes come later in the order of practices, and an installation may be without them.
interface Authorised {
  readonly ciIds: readonly string[]
  readonly authorisedAt: string | null
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  readonly actualStart: string | null
  readonly actualEnd: string | null
}
const authorisedStates = ['authorised', 'scheduled', 'implementing', 'implemented', 'reviewed', 'closed']
const mostChanges = 20_000

/** Looks differences up among the changes that were authorised, whosever: a customer's change touches a provider's item. Without changes nothing is explained. One that is under way reaches to now. */
export async function explainer(s: Session, changes: Defined<Authorised> | undefined, since: string, now: string): Promise<ExplainedBy> {
  const spans = new Map<string, { readonly number: string; readonly from: string; readonly to: string }[]>()
  if (changes) {
    let after: string | null = null
    let read = 0
    do {
      const page: Awaited<ReturnType<typeof s.list<Authorised>>> = await s.list(changes, {
        where: [is('state', ...authorisedStates), { field: 'updatedAt', op: 'from', values: [new Date(Date.parse(since) - longestPlanMs).toISOString()] }], limit: pageSize, ...(after === null ? {} : { after }),
      })
      for (const c of page.items) {
        const [from, to] = [c.actualStart ?? c.plannedStart, c.actualEnd ?? (c.state === 'implementing' ? now : c.plannedEnd)]
        if (from === null || to === null || c.authorisedAt === null) continue
        for (const id of c.ciIds) spans.set(id, [...(spans.get(id) ?? []), { number: c.number, from, to }])
      }
      read += page.items.length
      after = read < mostChanges ? page.next : null
    } while (after !== null)
  }
  return (ciId, from, to) => spans.get(ciId)?.find((x) => x.from <= to && x.to > from)?.number ?? null
}
// A change may have been planned long before it is done, and nothing was written on it since.
const longestPlanMs = 366 * 24 * 60 * 60_000
