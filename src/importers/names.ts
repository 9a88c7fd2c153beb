/** Teams and services by name: those that are there, and those that an import makes because its rows name them. */
import { createHash } from 'node:crypto'
import type { RuleActor } from '../model/actor.ts'
import type { RecordType } from '../model/record.ts'
import { noteImported } from '../store/imported.ts'
import type { Store } from '../store/store.ts'
import type { Named } from './lives.ts'

export interface NameBook {
  /** Sees to it that each has a record: finds it, or makes it. Must come before `id`. */
  resolve(names: readonly Named[]): Promise<void>
  id(n: Named): string
}

export interface NameRoom {
  readonly store: Store
  readonly actor: RuleActor
  readonly importId: string
  readonly orgId: string
  /** Name of the mapping: what is made is noted under it, and goes when the import is undone. */
  readonly source: string
  readonly isDryRun: boolean
}

const makes = ['team', 'service'] as const
// A record that is only tried has no id; nothing with it is written.
const idOfNothing = '00000000-0000-0000-0000-000000000000'
const mostOfKey = 80

/** Upper and lower case are one name: a service's key is unique that way, and people do not mean two teams by it. */
const folded = (make: Named['make'], name: string): string => `${make} ${name.toLowerCase()}`

export function nameBook(room: NameRoom): NameBook {
  const ids = new Map<string, string>()
  let isRead = false
  const readAll = async (): Promise<void> => {
    for (const make of makes) {
      const type = room.store.records.get(make)
      if (!type) continue
      for await (const row of room.store.stream(room.actor, type, { where: [] })) {
        if (row.orgId !== room.orgId && row['shared'] !== true) continue
        const isGone = type.states[row.state]?.group === 'done'
        for (const name of [row['name'], ...(isGone ? [] : [row['key']])]) {
          if (typeof name !== 'string') continue
          const at = folded(make, name)
          // The organization's own goes before one that is shared by another, one in use before one that is no more.
          if (!ids.has(at) || (row.orgId === room.orgId && !isGone)) ids.set(at, row.id)
        }
      }
    }
    isRead = true
  }
  return {
    id: (n) => ids.get(folded(n.make, n.name)) ?? idOfNothing,
    resolve: async (names) => {
      if (!isRead && names.length > 0) await readAll()
      const missing = new Map<string, Named>()
      for (const n of names) {
        const at = folded(n.make, n.name)
        if (!ids.has(at)) missing.set(at, n)
      }
      for (const make of makes) {
        const wanted = [...missing.values()].filter((n) => n.make === make)
        const type = room.store.records.get(make)
        if (!type || wanted.length === 0) continue
        const made = room.isDryRun ? wanted.map(() => idOfNothing) : await makeAll(room, type, wanted)
        for (const [i, n] of wanted.entries()) ids.set(folded(make, n.name), made[i] ?? idOfNothing)
      }
    },
  }
}

/** Records and the note that they came with this import are one transaction: what is not noted could not be undone. */
function makeAll(room: NameRoom, type: RecordType, wanted: readonly Named[]): Promise<string[]> {
  return room.store.rules(async (as, tx) => {
    const made = await as(room.actor, (s) => s.createMany(type, wanted.map((n) => ({ orgId: room.orgId, name: n.name, ...(n.make === 'service' ? { key: keyOf(n.name) } : {}) }))))
    await noteImported(tx, room.importId, room.orgId, room.source, made.map((row, i) => ({ sourceId: wanted[i]?.name ?? '', record: type.name, recordId: row.id, version: 1, contentHash: '' })))
    return made.map((row) => row.id)
  })
}

/** Monitoring names a service by its key; a name that is too long for one keeps what tells it from others. */
const keyOf = (name: string): string => (name.length <= mostOfKey ? name : `${name.slice(0, mostOfKey - 9)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`)
