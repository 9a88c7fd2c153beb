/** Finds the known errors that what is typed may be about, by shared words, service and items. Pure, in memory: its owner keeps it up. */
import { shingles, wordsOf } from '../../analysis/shingle.ts'
import { bucketOf, bucketsOf } from '../../analysis/word-weights.ts'
import { isTelling } from './telling-words.ts'

/** A known error as it is looked for. */
export interface Offered {
  readonly id: string
  readonly orgId: string
  readonly serviceId: string | null
  readonly ciIds: readonly string[]
  /** Its symptoms: title, description, cause. */
  readonly text: string
}

/** What somebody is about to record. */
export interface Asked {
  readonly text: string
  readonly serviceId: string | null
  readonly ciIds: readonly string[]
}

export interface Match {
  readonly id: string
  /** 0 to 1: half for the words, three tenths for the items, two tenths for the service. */
  readonly score: number
  /** How much of what was typed it has, by weight, 0 to 1. */
  readonly textScore: number
  readonly isSameService: boolean
  readonly sharedCiIds: readonly string[]
}

/** Weight of three words that some share: so that one common word typed alone does not count as a full match. */
const leastMass = 9
/** Words that more than this share of all known errors have say nothing, and are not walked; below `fewTexts` all do. */
const commonShare = 0.2
const fewTexts = 50
/** A word that so few known errors have is rare, however few there are in all. */
const fewHolders = 5
const none: readonly string[] = []
const weights = { text: 0.5, cis: 0.3, service: 0.2 } as const
/** Below it is chance. */
const leastScore = 0.1

interface Slot extends Offered {
  isGone: boolean
}

/** An inverted index over words and word pairs; 10,000 known errors of fifty words take some 10 MB. */
export class KnownErrorIndex {
  private slots: Slot[] = []
  private byId = new Map<string, number>()
  private byBucket = new Map<number, number[]>()
  private byPlace = new Map<string, number[]>()

  /** How many it holds. */
  get size(): number { return this.byId.size }

  /** Adds one, or replaces the one of this id. */
  put(one: Offered): void {
    this.drop(one.id)
    const slot = this.slots.length
    this.slots.push({ ...one, isGone: false })
    this.byId.set(one.id, slot)
    for (const b of bucketsOf(wordsOf(one.text))) add(this.byBucket, b, slot)
    for (const place of placesOf(one)) add(this.byPlace, place, slot)
  }

  /** Takes one out; nothing happens where it is not there. */
  drop(id: string): void {
    const slot = this.byId.get(id)
    const gone = slot === undefined ? undefined : this.slots[slot]
    if (!gone) return
    gone.isGone = true
    this.byId.delete(id)
    if (this.slots.length > 64 && this.byId.size < this.slots.length / 2) this.pack()
  }

  /**
   * The best matches first, at most `most`; equal ones by id. `orgId` leaves out all but one organization's; null asks all. The words count by how
   * rare they are among the known errors (inverse document frequency) and by how much of what was typed is found again, so that a long known
   * error is not better for its length. They count at all only with one that is rare and tells something: everybody writes "after the restart it".
   */
  find(asked: Asked, orgId: string | null, most: number): readonly Match[] {
    const total = this.byId.size
    const mass = new Float64Array(this.slots.length)
    const met = new Set<number>()
    const words = wordsOf(asked.text)
    const telling = new Set(words.filter(isTelling).map(bucketOf))
    const isMeant = new Uint8Array(this.slots.length)
    let typed = 0
    for (const b of bucketsOf(words)) {
      const holders = this.byBucket.get(b) ?? []
      const weight = 1 + Math.log((total + 1) / (holders.length + 1))
      typed += weight
      if (total > fewTexts && holders.length > total * commonShare) continue
      const isRare = telling.has(b) && holders.length <= Math.max(fewHolders, total * commonShare)
      for (const slot of holders) { mass[slot] = (mass[slot] ?? 0) + weight; met.add(slot); if (isRare) isMeant[slot] = 1 }
    }
    for (const place of placesOf(asked)) for (const slot of this.byPlace.get(place) ?? []) met.add(slot)
    // A service may have thousands: the few best are kept on the way instead of ordering all.
    const best: Match[] = []
    for (const slot of met) {
      const one = this.slots[slot]
      if (!one || one.isGone || (orgId !== null && one.orgId !== orgId)) continue
      const textScore = isMeant[slot] === 1 ? (mass[slot] ?? 0) / Math.max(typed, leastMass) : 0
      const isSameService = asked.serviceId !== null && one.serviceId === asked.serviceId
      const sharedCiIds = asked.ciIds.length === 0 ? none : asked.ciIds.filter((id) => one.ciIds.includes(id))
      const score = weights.text * textScore + (sharedCiIds.length > 0 ? weights.cis : 0) + (isSameService ? weights.service : 0)
      const last = best[most - 1]
      if (score < leastScore || (last !== undefined && (score < last.score || (score === last.score && one.id > last.id)))) continue
      const at = best.findIndex((m) => score > m.score || (score === m.score && one.id < m.id))
      best.splice(at < 0 ? best.length : at, 0, { id: one.id, score, textScore, isSameService, sharedCiIds })
      if (best.length > most) best.pop()
    }
    return best
  }

  /** Forgets what was dropped. */
  private pack(): void {
    const kept = this.slots.filter((s) => !s.isGone)
    this.slots = []
    this.byId = new Map()
    this.byBucket = new Map()
    this.byPlace = new Map()
    for (const one of kept) this.put(one)
  }
}

const placesOf = ({ serviceId, ciIds }: Pick<Asked, 'serviceId' | 'ciIds'>): readonly string[] => (serviceId === null ? ciIds : [serviceId, ...ciIds])

function add<K>(to: Map<K, number[]>, key: K, slot: number): void {
  const list = to.get(key)
  if (list) list.push(slot)
  else to.set(key, [slot])
}

/** Words and word pairs that two texts share and that tell something, longest first, at most eight: why a match was shown. A word inside a shared pair is not said twice. */
export function sharedWords(a: string, b: string): readonly string[] {
  const other = new Set(shingles(wordsOf(b)).map(bucketOf))
  const shared = shingles(wordsOf(a)).filter((s) => s.split(' ').some(isTelling) && other.has(bucketOf(s)))
  const pairs = shared.filter((s) => s.includes(' '))
  const inPairs = new Set(pairs.flatMap((p) => p.split(' ')))
  return [...pairs, ...shared.filter((s) => !s.includes(' ') && !inPairs.has(s))].slice(0, 8)
}

/** The text by which a problem is found. */
export const symptomsOf = (p: { readonly title: string; readonly description: string | null; readonly causeStatement: string | null }): string =>
  [p.title, p.description, p.causeStatement].filter((t) => t !== null).join('\n')
