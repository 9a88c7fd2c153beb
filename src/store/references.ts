/** Whether what a record points to is there, within sight, and of the organization that the record is of. */
import { personId } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { canonical } from '../model/journal.ts'
import type { RecordType, Verb } from '../model/record.ts'
import { named } from './database.ts'
import type { Passage, Room } from './passage.ts'

/** Where a reference stands and whose record it is on. */
interface Pointer {
  readonly at: string
  readonly orgId: string
  readonly on: Passage
}

/** A reference that leads out of its record's organization; `owner` is absent where it leads nowhere. */
interface Far {
  readonly to: string
  readonly id: string
  readonly p: Pointer
  readonly owner: string | undefined
}

/**
 * Each reference, of the row, of the verb's input and of a row beside it, must lead to a record that the actor sees, and that belongs to
 * the same organization, is shared, or is a provider's own: who sees every organization must not show one the id of another's record.
 * What a rule sets was checked when a person set it where the rule read it; a team that is no longer shared must not keep an alert from opening its incident.
 */
export async function checkRefs(room: Room, r: RecordType, verb: Verb, passages: readonly Passage[]): Promise<void> {
  const wanted = new Map<string, Map<string, Pointer[]>>()
  const want = (to: string, value: unknown, pointer: Pointer): void => {
    const byId = wanted.get(to) ?? new Map<string, Pointer[]>()
    for (const id of typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []) {
      // A client may not read people, and still reports in their own name.
      if (!(to === 'person' && id === personId(room.actor))) byId.set(id.toLowerCase(), [...(byId.get(id.toLowerCase()) ?? []), pointer])
    }
    wanted.set(to, byId)
  }
  for (const p of passages) {
    const orgId = String(p.after['orgId'])
    for (const [k, f] of Object.entries(r.fields)) {
      if (f.to === null || canonical(p.before?.[k]) === canonical(p.after[k])) continue
      if (k === 'orgId' && (r.name === 'organization' || (room.actor.kind !== 'rule' && p.after[k] === room.actor.orgId))) continue
      want(f.to, p.after[k], { at: k, orgId: k === 'orgId' ? '' : orgId, on: p })
    }
    for (const [k, f] of Object.entries(verb.input ?? {})) if (f.to !== null) want(f.to, p.input[k], { at: k, orgId, on: p })
    // A link says the kind of its target in a column of its own.
    for (const { op, row } of p.effects) if (op === 'insert' && typeof row['toRecord'] === 'string') {
      if (!room.types.has(row['toRecord'])) throw new AppError('invalid', 'toRecord names no kind of record.', { faults: [{ at: '/toRecord', message: 'names no kind of record' }] })
      want(row['toRecord'], row['toId'], { at: 'toId', orgId, on: p })
    }
  }
  const pairs = [...wanted].filter(([, ids]) => ids.size > 0)
  if (pairs.length === 0) return
  const text = pairs.map(([to], i) => `SELECT '${to}' AS t, id, org_id AS org, ${room.types.get(to)?.shareable === true ? 'shared' : 'false'} AS shared FROM "${to}" WHERE id = ANY($${i + 1}::uuid[])`).join(' UNION ALL ')
  const rows = await room.tx.query<{ t: string; id: string; org: string; shared: boolean }>(text, pairs.map(([, ids]) => [...ids.keys()]), named(text))
  const found = new Map(rows.map((x) => [`${x.t}:${x.id}`, x]))
  const isNear = (to: string, x: { org: string; shared: boolean } | undefined, p: Pointer): boolean =>
    x !== undefined && (x.shared || x.org === p.orgId || p.orgId === '' || to === 'organization' || room.actor.kind === 'rule')
  const far: Far[] = pairs.flatMap(([to, ids]) => [...ids].flatMap(([id, pointers]) =>
    pointers.filter((p) => !isNear(to, found.get(`${to}:${id}`), p)).map((p) => ({ to, id, p, owner: found.get(`${to}:${id}`)?.org }))))
  if (far.length === 0) return
  if (verb === r.create && settleWhose(room, far)) return checkRefs(room, r, verb, passages)
  const owners = [...new Set(far.flatMap((x) => x.owner ?? []))]
  const providers = new Set(owners.length === 0 ? [] : (await room.tx.query<{ id: string }>(`SELECT id FROM organization WHERE id = ANY($1::uuid[]) AND kind = 'provider'`, [owners])).map((x) => x.id))
  // One sentence for what is not there, what the actor may not see and what is another organization's: telling them apart would tell.
  const faults = far.filter(({ owner }) => owner === undefined || !providers.has(owner)).map(({ to, id, p }) => ({ at: `/${p.at}`, message: `there is no ${to} ${id} that this organization could use` }))
  if (faults.length > 0) throw new AppError('invalid', `${faults[0]?.at} : ${faults[0]?.message}.`, { faults: faults.slice(0, 20) })
}

/**
 * Who sees every organization and does not say whose a new record is, means that of what it points to: an incident on a customer's
 * service is the customer's. True where a record changed hands; where two organizations are meant, it stays and is refused.
 */
function settleWhose({ actor }: Room, far: readonly Far[]): boolean {
  if (actor.kind === 'rule' || actor.reach !== 'all') return false
  let isChanged = false
  for (const [passage, list] of Map.groupBy(far, ({ p }) => p.on)) {
    const [owner, ...others] = new Set(list.map((x) => x.owner))
    if (owner === undefined || others.length > 0 || passage.input['orgId'] !== undefined || passage.after['orgId'] !== actor.orgId || passage.effects.length > 0) continue
    passage.after['orgId'] = owner
    isChanged = true
  }
  return isChanged
}
