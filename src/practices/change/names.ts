/** Finds services and items by the name that people write, and what is called nearly so where nothing is. Reads only what the asker may see. */
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'

/** Of a service or item, what a name is compared with. */
export interface Called {
  readonly name: string
  readonly key: string
  readonly aliases: readonly string[]
}

/** A thing that could be meant. */
export interface Candidate {
  readonly record: string
  readonly id: string
  readonly number: string
  readonly name: string
  readonly key: string
}

/** Rows of one page of a few fields; and of so many things whose words begin like these, in the order of their names, one is looked for in another case: a whole name comes before longer ones. */
const [pageRows, mostRows] = [2000, 4000]

/** All that is in use and has this name, in whatever case and with whatever spaces around it; in no order. */
export async function named<Row extends Called>(ctx: Context, type: Defined<Row>, name: string): Promise<readonly Candidate[]> {
  const wanted = name.trim()
  if (wanted === '') return []
  const folded = fold(wanted)
  const found = new Map<string, Candidate>()
  const inUse = Object.entries(type.states).filter(([, s]) => s.group !== 'done').map(([state]) => state)
  // Its words as written first: the words of the search leave out what is no letter or digit.
  for (const asked of [{ where: [is('name', ...new Set([wanted, wanted.toLowerCase(), wanted.toUpperCase()])), is('state', ...inUse)] }, { q: wanted, where: [is('state', ...inUse)] }]) {
    let after: string | null = null
    for (let seen = 0; seen < mostRows; seen += pageRows) {
      const page: { readonly items: readonly (Pick<Row & Common, 'name' | 'key' | 'id' | 'number'>)[]; readonly next: string | null } = await ctx.pick(type, ['name', 'key'], { ...asked, sort: 'name', limit: pageRows, ...(after === null ? {} : { after }) })
      for (const x of page.items) if (fold(x.name) === folded) found.set(x.id, { record: type.name, id: x.id, number: x.number, name: x.name, key: x.key })
      after = page.next
      if (after === null) break
    }
  }
  return [...found.values()]
}

/** One form of a name in which case and the width of its signs do not matter. */
const fold = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()

/** Names less alike than this are not what was meant. */
const leastAlike = 0.45
/** Hints for one name; of more nobody finds theirs. */
const mostNear = 3
/** Things looked at of one record type. */
const mostLooked = 1000
/** Words of a name by whose beginning things are looked for, and how long that beginning is. */
const [wordsLooked, beginning] = [3, 3]

/**
 * What is called most nearly so, most alike first; empty where nothing is near. Likeness is the share of letter pairs that both names have
 * (L. R. Dice, "Measures of the amount of ecologic association between species", 1945), which forgives a letter too many, missing or exchanged.
 */
export async function nearest(ctx: Context, types: readonly Defined<Called>[], name: string): Promise<readonly Candidate[]> {
  const pairs = pairsOf(fold(name))
  if (pairs.size === 0) return []
  const words = [...new Set(fold(name).match(/[\p{L}\p{N}]+/gu))].sort((a, b) => b.length - a.length).slice(0, wordsLooked).map((w) => w.slice(0, beginning))
  const near = new Map<string, { readonly of: Candidate; readonly likeness: number }>()
  for (const type of types) {
    for (const q of words) {
      const { items } = await ctx.pick(type, ['name', 'key', 'aliases'], { q, group: 'active', sort: 'createdAt', limit: mostLooked })
      for (const x of items) {
        const likeness = Math.max(...[x.name, x.key, ...x.aliases].map((n) => dice(pairs, pairsOf(fold(n)))))
        if (likeness >= leastAlike) near.set(x.id, { of: { record: type.name, id: x.id, number: x.number, name: x.name, key: x.key }, likeness })
      }
    }
  }
  return [...near.values()].sort((a, b) => b.likeness - a.likeness || (a.of.name < b.of.name ? -1 : 1)).slice(0, mostNear).map((n) => n.of)
}

/** Pairs of neighbouring letters and digits; punctuation counts as a space, so that `payments-api` is `Payments API`. */
function pairsOf(text: string): ReadonlySet<string> {
  const plain = ` ${text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `
  return plain === '  ' ? new Set() : new Set(Array.from({ length: plain.length - 1 }, (_, i) => plain.slice(i, i + 2)))
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0
  let both = 0
  for (const x of a) if (b.has(x)) both++
  return 2 * both / (a.size + b.size)
}
