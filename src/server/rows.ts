/** Rows on their way out: without what the actor may not see, with what practices add, and with titles for what they point to. */
import type { Actor } from '../model/actor.ts'
import { mayRead, offers, present } from '../model/permission.ts'
import type { RecordType } from '../model/record.ts'
import type { Session } from '../store/store.ts'
import type { Face, Plain, Row } from './face.ts'

type Titles = Record<string, { number: string; title: string }>

/** Rows as this actor may see them. */
export async function presentAll(face: Face, s: Session, r: RecordType, rows: readonly Row[]): Promise<Plain[]> {
  const facts = rows.length > 0 ? await face.rowFacts[r.name]?.(s, rows) : undefined
  return rows.map((row) => ({ ...present(s.actor, r, row), ...facts?.get(row.id) }))
}

/** One record with its verbs and titles, as its page needs it. */
export async function presentOne(face: Face, s: Session, r: RecordType, row: Row): Promise<Plain> {
  const [shown = {}] = await presentAll(face, s, r, [row])
  return { ...shown, verbs: offersOf(s.actor, r, row), titles: await titlesOf(s, r, [shown]) }
}

/** A record that was made this moment. Nothing was added to it yet, and its maker knows what it points to: this costs no query. */
export const presentNew = (actor: Actor, r: RecordType, row: Row): Plain => ({ ...present(actor, r, row), verbs: offersOf(actor, r, row) })

// Files come through an address of their own, because their bytes must come with them.
const offersOf = (actor: Actor, r: RecordType, row: Row): unknown[] => offers(actor, r, row).filter((o) => o.name !== 'attach' && o.name !== 'update')

/** Number and title of everything the shown rows point to, by id; only of types that the actor may read. */
export async function titlesOf(s: Session, r: RecordType, shown: readonly Plain[]): Promise<Titles> {
  const wanted = new Map<string, Set<string>>()
  for (const [name, f] of Object.entries(r.fields)) {
    if (f.to === null) continue
    const ids = wanted.get(f.to) ?? new Set<string>()
    for (const row of shown) {
      const value = row[name]
      if (typeof value === 'string') ids.add(value)
      else if (Array.isArray(value)) for (const v of value) if (typeof v === 'string') ids.add(v)
    }
    wanted.set(f.to, ids)
  }
  const titles: Titles = {}
  for (const [to, ids] of wanted) {
    if (ids.size === 0) continue
    const type = s.type(to)
    if (!mayRead(s.actor, type)) continue
    for (const [id, title] of await s.titles(type, [...ids])) titles[id] = title
  }
  return titles
}
