/** The words of the pain chart: money with a range, the first sentence, where the work stands. Pure. */
import type { PainAnswer, PainItem, PainPrices, Range } from '../../client/problems.ts'
import type { TagTone } from '../../kit/tag.tsx'
import { countInFull, listed, money } from '../../kit/format.ts'
import { type Standing, standingWords } from '../../practices/problem/standing.ts'

/** `€ 120 to 3 400`; one amount where both ends read the same. */
export function moneyRange({ low, high }: Range, currency: string): string {
  const [from, to] = [money(low, currency), money(high, currency)]
  return from === to ? from : `${from} to ${to.slice(to.indexOf('\u00a0') + 1)}`
}

/** `600 to 1 200 user-minutes`. */
export function minutesRange({ low, high }: Range): string {
  const [from, to] = [countInFull(Math.round(low)), countInFull(Math.round(high))]
  return from === to ? from : `${from} to ${to}`
}

/** What the money rests on, in a sentence. */
export const pricesSentence = ({ userHourMinor, effortHourMinor, currency, penaltiesMinor }: PainPrices): string =>
  `At ${moneyRange(userHourMinor, currency)} for an hour of a user who cannot work and ${moneyRange(effortHourMinor, currency)} for an hour of repair: a guess, until you know better. ${penaltiesMinor === null ? 'Agreements keep no penalties, so none is in it.' : `Penalties of ${money(penaltiesMinor, currency)} are in it.`}`

const isStanding = (s: string): s is Standing => Object.hasOwn(standingWords, s)
export const standingLabel = (s: string): string => (isStanding(s) ? standingWords[s] : s)
const tones: Readonly<Partial<Record<Standing, TagTone>>> = { no_owner: 'warn', came_back: 'warn', verified: 'good', verifying: 'info', fix_scheduled: 'info' }
export const standingTone = (s: string): TagTone => (isStanding(s) ? tones[s] ?? 'idle' : 'idle')

/** What all of them still cost in thirty days. */
export const leakOf = (items: readonly PainItem[]): Range => items.reduce((sum, { perMonthMinor: m }) => ({ low: sum.low + m.low, high: sum.high + m.high }), { low: 0, high: 0 })

/** Few hold most of it where no more than this share of all that leak make at least half. */
const fewShare = 1 / 3

/** The fewest that make at least half of what leaks, the worst first; null where those are not few. */
function fewOf(leaking: readonly PainItem[], leak: Range): readonly PainItem[] | null {
  const worst = leaking.toSorted((a, b) => b.perMonthMinor.high - a.perMonthMinor.high)
  let sum = 0
  const count = worst.findIndex((i) => { sum += i.perMonthMinor.high; return sum * 2 >= leak.high }) + 1
  return count <= worst.length * fewShare ? worst.slice(0, count) : null
}

/** The sentence that the page opens with: what leaks, all of it by the month; what the half year cost stands over its chart. */
export function painSentence({ items, prices }: Pick<PainAnswer, 'items' | 'prices'>): string {
  if (items.length === 0) return 'No incident of the last half year names a problem'
  const leak = leakOf(items)
  const leaking = items.filter((i) => i.perMonthMinor.high > 0)
  const [only] = leaking
  if (only === undefined) return 'No problem costs anything now, as far as is recorded'
  const amount = `${moneyRange(leak, prices.currency)} a month`
  if (leaking.length === 1) return `One problem still costs ${amount}: ${only.title}`
  const few = fewOf(leaking, leak)
  return `${leaking.length} problems still cost ${amount}${few === null ? '' : `, most of it by ${few.length <= 2 ? listed(few.map((i) => i.title)) : `${few.length} of them`}`}`
}
