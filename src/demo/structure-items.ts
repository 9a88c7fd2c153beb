/** Makes the company's configuration items and what stands on what, through the door and dated back; most of it was confirmed lately, some of it never. */
import { is } from '../model/query.ts'
import { ci } from '../practices/configuration/ci.ts'
import { ciType } from '../practices/configuration/ci-type.ts'
import { relation } from '../practices/configuration/relation.ts'
import { shippedTypes } from '../practices/configuration/shipped-types.ts'
import type { Session } from '../store/store.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import { type Below, items, itemsOfServices } from './items.ts'
import { iso } from './life.ts'
import { day } from './world.ts'

type Note = (record: string, row: { readonly id: string; readonly number: string; readonly version: number }) => void

/** Of ten relations so many were looked at in the last months. */
const confirmedShare = 0.8
const confirmedWithinDays = 120

/** As of `at`; confirmed before `endMs`. */
export async function makeItems(s: Session, cast: Cast, at: string, endMs: number, note: Note): Promise<void> {
  const typeId = new Map<string, string>()
  for (const key of new Set(items.map((i) => i.type))) typeId.set(key, await typeOf(s, cast, key, at, note))
  for (const plan of items) {
    note('ci', await s.create(ci, {
      orgId: cast.providerId, name: plan.name, key: plan.key, aliases: [`${plan.key}.brisholm.example`], typeId: typeId.get(plan.type), attrs: plan.attrs ?? {}, teamId: cast.crews.get(plan.team)?.id, inState: 'live',
    }, { at, id: cast.itemIds.get(plan.key) ?? '' }))
  }
  const chance = chanceOf(items.length, 'relations')
  const relate = async (fromRecord: 'ci' | 'service', fromId: string, below: Below): Promise<void> => {
    const made = await s.create(relation, { orgId: cast.providerId, fromRecord, fromId, ...endOf(cast, below), validFrom: at }, { at })
    const look = chance.isSo(confirmedShare)
    const seenAt = Math.max(Date.parse(at), endMs - chance.between(1, confirmedWithinDays) * day)
    note('relation', look ? await s.move(relation, made.id, 'confirm', {}, { at: iso(Math.round(seenAt)) }) : made)
  }
  for (const plan of items) for (const below of plan.on) await relate('ci', cast.itemIds.get(plan.key) ?? '', below)
  for (const [key, list] of Object.entries(itemsOfServices)) for (const below of list) await relate('service', cast.services.get(key)?.id ?? '', below)
}

/** A type that is here, or the one that an installation begins with. */
async function typeOf(s: Session, cast: Cast, key: string, at: string, note: Note): Promise<string> {
  const [known] = (await s.list(ciType, { where: [is('key', key), is('state', 'in_use')], limit: 1 })).items
  if (known) return known.id
  const plan = shippedTypes().find((t) => t.key === key)
  if (!plan) throw new Error(`Broken promise: no installation begins with the type ${key}`)
  const made = await s.create(ciType, { orgId: cast.providerId, ...plan, shared: true }, { at })
  note('ci_type', made)
  return made.id
}

function endOf(cast: Cast, below: Below): Readonly<Record<string, unknown>> {
  if ('supplier' in below) return { toRecord: 'organization', toId: cast.suppliers[below.supplier]?.id, kind: 'supplied_by' }
  if ('memberOf' in below) return { toRecord: 'person', toId: cast.crews.get(below.memberOf)?.members[below.n]?.actor.id, kind: 'supported_by' }
  return { toRecord: 'ci', toId: cast.itemIds.get(below.item), ...(below.group === undefined ? {} : { role: 'alternate', groupName: below.group, atLeast: below.atLeast, standby: below.standby }) }
}
