/** What the pages of clusters say of one: how often, whether lately more, whether in a burst, what it cost. */
import type { ClusterItem, ClusterPage } from '../../client/clusters.ts'
import { count, counted } from '../../kit/format.ts'
import type { TagTone } from '../../kit/tag.tsx'
import { minutesRange, moneyRange } from './problems-words.ts'

/** The sentence above the list. */
export function clustersSentence(page: ClusterPage, show: string): string {
  const [troubles, isOne] = [counted(page.count, 'trouble'), page.count === 1]
  const comes = isOne ? 'comes again' : 'come again'
  if (show === 'linked') return `${troubles} that ${comes} ${isOne ? 'has' : 'have'} a problem`
  if (show === 'aside') return `${troubles} that ${comes} ${isOne ? 'was' : 'were'} put aside`
  if (show === 'all') return `${troubles} ${comes}`
  return page.count === 0 ? 'Nothing that comes again waits for a decision' : `${troubles} ${comes}, and nobody has decided about ${isOne ? 'it' : 'them'}`
}

/** What it hurt, in hours of users; where nobody said how many, one. */
export const hurtWords = (c: Pick<ClusterItem, 'userHours'>): string => (c.userHours < 1 ? 'under an hour' : counted(Math.round(c.userHours), 'user-hour'))

/** What it cost, with a range. */
export const costOf = (c: Pick<ClusterItem, 'pain'>, currency: string): string => (c.pain === null ? 'not added up yet' : moneyRange(c.pain.costMinor, currency))

/** What that cost is made of, and why it is a range. */
export const costWhy = ({ pain, members }: Pick<ClusterItem, 'pain' | 'members'>): string => (pain === null ? ''
  : `${minutesRange({ low: pain.userMinutes.low / 60, high: pain.userMinutes.high / 60 })} user-hours by outages, users and degree, and the work booked.${pain.unknown === 0 ? '' : ` ${pain.unknown === members ? 'Of none is it' : `Of ${count(pain.unknown)} it is not`} recorded how many were hit and how badly: they count from nobody to all of those named.`}`)

/** What else its incidents are called: ` and “I cannot sign in”`, ` and 4 other titles`; empty where all have one. */
export function othersWords({ example, sayings, wordings }: Pick<ClusterItem, 'example' | 'sayings' | 'wordings'>): string {
  const alike = (title: string): string => title.trim().toLowerCase().replace(/\d+/g, '0')
  const other = sayings.find((s) => alike(s.title) !== alike(example))
  if (wordings < 2 || other === undefined) return ''
  return wordings === 2 ? `and “${other.title}”` : `and ${count(wordings - 1)} other titles`
}

/** All that is known of what they are called, for the tip and the page. */
export const sayingsWords = ({ sayings, sampled, wordings, members }: Pick<ClusterItem, 'sayings' | 'sampled' | 'wordings' | 'members'>): string =>
  `${sampled < members ? `Of the newest ${count(sampled)}: ` : ''}${sayings.map((s) => `“${s.title}” (${count(s.count)})`).join(', ')}${wordings > sayings.length ? ` and ${count(wordings - sayings.length)} more` : ''}`

/** What a problem opened from it would take, where that is not all of it; empty where it is. */
export const takesWords = (takes: number, members: number): string => (takes >= members ? '' : `A problem opened from it takes the newest ${count(takes)} of the ${count(members)}; the others stay in the cluster.`)

/** What stands out lately; null where nothing does. */
export function latelyOf(c: Pick<ClusterItem, 'trend' | 'burst'>, now: number): { readonly tone: TagTone; readonly words: string; readonly why: string } | null {
  const { trend, burst } = c
  if (burst !== null && now - Date.parse(burst.to) < 14 * 86_400_000) return { tone: 'bad', words: 'burst now', why: burstWords(burst) }
  if (trend?.verdict === 'rising') return { tone: 'warn', words: 'more lately', why: trendWords(trend) }
  if (trend?.verdict === 'falling') return { tone: 'good', words: 'fewer lately', why: trendWords(trend) }
  return null
}

export const trendWords = (t: NonNullable<ClusterItem['trend']>): string =>
  `${t.recent} in the last ${t.recentDays} days, ${t.before} in the ${Math.round(t.beforeDays)} before${t.verdict === 'cannot tell' ? ': by chance alone it could be either way' : ''}`

export const burstWords = (b: NonNullable<ClusterItem['burst']>): string => `${b.count} where ${b.expected < 0.1 ? 'next to none' : b.expected.toFixed(1)} would be usual`

export const decisionWords = { no_problem: 'No problem', snooze: 'Not now', split: 'Some were taken apart', merge: 'Another was put to it' } as const
