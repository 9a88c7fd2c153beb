/** The question of the Process page as its address holds it, and the steps that its answer draws. Pure. */
import type { ProcessAnswer, ProcessAsked, ProcessPart, ProcessView } from '../../client/process.ts'
import { count, counted } from '../../kit/format.ts'
import { instantOfWallTime } from '../forms/wall-time.ts'
import { END, START, type MapStep } from './process-layout.ts'

/** Names and values of the address. */
export type Search = Readonly<Record<string, string>>

/** Days in the address are those of the viewer's zone; the last one counts whole. */
export function askedOf(search: Search, zone: string): ProcessAsked {
  const view: ProcessView = search['view'] === 'source' || search['view'] === 'team' ? search['view'] : 'state'
  const from = search['since'] === undefined ? null : instantOfWallTime(`${search['since']}T00:00`, zone)
  const to = search['until'] === undefined ? null : instantOfWallTime(`${dayAfter(search['until'])}T00:00`, zone)
  const kept = Object.fromEntries(['serviceId', 'orgId', 'teamId', 'priority'].flatMap((k) => (search[k] === undefined ? [] : [[k, search[k]]])))
  return { view, ...kept, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
}

function dayAfter(on: string): string {
  const at = Date.parse(`${on}T00:00:00Z`)
  return Number.isFinite(at) ? new Date(at + 86_400_000).toISOString().slice(0, 10) : on
}

/** Which part of the map the address opens, if any. */
export function partOf(search: Search): ProcessPart | null {
  const { at, next, via, begins, ends, way } = search
  if (at !== undefined) return next !== undefined ? { at, next } : via !== undefined ? { at, via } : { at }
  if (begins !== undefined) return { begins }
  if (ends !== undefined) return { ends }
  return way === undefined ? null : { way }
}

/** The address's own part of a step. */
export const partOfStep = (step: { readonly from: string; readonly to: string }): ProcessPart =>
  step.from === START ? { begins: step.to } : step.to === END ? { ends: step.from } : { at: step.from, next: step.to }

/** What closes a part in the address. */
export const noPart = { at: undefined, next: undefined, via: undefined, begins: undefined, ends: undefined, way: undefined }

/** Arrows, beginnings and ends alike; of teams only what they hand over, for where all begin and end would hide it. */
export const stepsOf = (answer: ProcessAnswer): readonly MapStep[] => answer.view === 'team' ? answer.arrows : [
  ...answer.arrows,
  ...answer.activities.filter((a) => a.starts > 0).map((a) => ({ from: START, to: a.activity, count: a.starts, cases: a.starts, medianSeconds: null, p90Seconds: null })),
  ...answer.activities.filter((a) => a.ends > 0).map((a) => ({ from: a.activity, to: END, count: a.ends, cases: a.ends, medianSeconds: null, p90Seconds: null })),
]

/** More are no picture. */
export const MOST_DRAWN = 120
/** Shown first: the paths that nearly all moves take, but no more than can be read. */
const FIRST_SHARE = 0.97
const FIRST_MOST = 18

/** How many of the strongest steps are drawn where the address does not say. */
export function firstPaths(steps: readonly MapStep[]): number {
  const counts = steps.map((s) => s.count).toSorted((a, b) => b - a)
  const whole = counts.reduce((sum, n) => sum + n, 0)
  let sum = 0
  const enough = counts.findIndex((n) => (sum += n) >= whole * FIRST_SHARE) + 1
  return Math.max(1, Math.min(enough === 0 ? counts.length : enough, FIRST_MOST))
}

/** What to call a node. */
export const nameOf = (answer: ProcessAnswer, activity: string): string => (activity === START ? 'Opened' : activity === END ? 'Last seen' : answer.names[activity] ?? activity)

/** The page's first sentence. */
export function verdictOf(answer: ProcessAnswer): string {
  const [way] = answer.ways
  const [hand] = answer.view === 'team' ? answer.arrows : []
  if (!way || answer.cases === 0) return 'No incident fits.'
  const names = way.activities.map((a) => nameOf(answer, a))
  const part = `${Math.round((way.cases / answer.cases) * 100)} %`
  if (hand) {
    const back = answer.arrows.find((a) => a.from === hand.to && a.to === hand.from)
    return `Work goes most often from ${nameOf(answer, hand.from)} to ${nameOf(answer, hand.to)}: ${counted(hand.count, 'time')}${back ? `, and ${counted(back.count, 'time')} back` : ''}.`
  }
  const others = answer.wayCount === 2 ? 'another way' : `${count(answer.wayCount - 1)} other ways`
  if (answer.wayCount === 1) return `All of them go the same way: ${names.join(', ')}.`
  if (names.length === 1) return `${part} never left ${names[0]}.`
  return `${part} go the same way: ${names.join(', ')}. The others go ${others}.`
}
