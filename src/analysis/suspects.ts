/**
 * Which change could have caused an incident: changes shortly before it, on what it stands on, ranked by a score with
 * reasons in words, and compared with what the same hour of other days would have shown.
 *
 * The score is e^(−Δt/τ) · ½^distance · confidence · risk · text, after the spatial and temporal correlation of Li et al.,
 * "Gandalf: An Intelligent, End-To-End Analytics Service for Safe Deployment in Large-Scale Cloud Infrastructure",
 * NSDI 2020. It ranks; it is no chance. The comparison is a permutation test over days (Good 2005): it says how often a
 * day without this incident would have shown a suspect as strong.
 */
import { needNumbers, needPositive, needWithin } from './check.ts'
import { wordsOf } from './shingle.ts'

/** A change that could have done it. */
export interface Candidate {
  readonly id: string
  /** Begin of the change, milliseconds since 1970. */
  readonly startMs: number
  /** Its end; null: still under way, or not known. */
  readonly endMs: number | null
  /** Steps in the graph from what the incident hurts down to what was changed; 0: the same thing. */
  readonly distance: number
  /** How sure the relations on the way are, 0 to 1; 1 where there is none between. */
  readonly confidence: number
  /** How risky the change is, 0 to 1. */
  readonly risk: number
  /** Title and description. */
  readonly text: string
  /** Why its risk is what it is, as part of a sentence: `nobody authorised it`; empty where there is nothing to say. */
  readonly riskWords: string
  /** What it changed, by name. */
  readonly place: string
}

/** What is looked for a cause of. */
export interface Symptoms {
  /** When it began, milliseconds since 1970: the earliest that is known. */
  readonly atMs: number
  /** Title and description. */
  readonly text: string
}

export interface SuspectOptions {
  /** The hours after which a change is e times less suspect. */
  readonly tauHours?: number
  /** How far back a change can lie. */
  readonly windowHours?: number
  /** What each step in the graph leaves of the score. */
  readonly decay?: number
  /** By how much clocks of two systems may differ: a change may seem to begin so much after what it caused. */
  readonly skewSeconds?: number
  /** The share of incidents without a culprit in which one is named all the same, at most. */
  readonly level?: number
  /** Days of the same sort before the incident that it is compared with, at most; working days lie within nine weeks, weekends within five months. */
  readonly comparedDays?: number
  /** Since when changes are known, milliseconds since 1970: days before it show nothing. The begin of the oldest candidate where nothing is said. */
  readonly knownSinceMs?: number
}
type Settings = Required<Omit<SuspectOptions, 'knownSinceMs'>> & Pick<SuspectOptions, 'knownSinceMs'>

/** What is used where nothing is said. The level is a convention: one false name in twenty incidents that no change caused. */
export const suspectDefaults = { tauHours: 12, windowHours: 72, decay: 0.5, skewSeconds: 300, level: 0.05, comparedDays: 40 } as const

export interface Suspect {
  readonly id: string
  /** 0 to 2; only the order counts. */
  readonly score: number
  /** Of what the score is the product. */
  readonly factors: { readonly time: number; readonly proximity: number; readonly risk: number; readonly text: number }
  /** Seconds from its begin to the incident; negative where clocks differ. */
  readonly beforeSeconds: number
  readonly sharedWords: readonly string[]
  /** Sentences, the weightiest first. */
  readonly reasons: readonly string[]
}

export interface Suspects {
  /** All that lie in the window, strongest first; equal ones by id. May be empty: that is a normal answer. */
  readonly suspects: readonly Suspect[]
  /** Whether the first one stands out from what other days show. */
  readonly verdict: 'stands_out' | 'ordinary' | 'too_little_known' | 'none'
  /** The share of compared moments with a suspect as strong as the first, counting this one; null where nothing is suspect. */
  readonly chance: number | null
  /** Days that were compared, and those among them with one as strong. */
  readonly compared: { readonly days: number; readonly asStrong: number }
  /** The answer in a sentence. */
  readonly sentence: string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * `candidates` may go back far beyond the window: what is older than it makes the comparison. Those after the incident
 * (beyond the skew) are no suspects: an effect does not come before its cause. O(candidates · days). Refuses a risk or
 * confidence outside 0 to 1 (RangeError).
 */
export function suspects(symptoms: Symptoms, candidates: readonly Candidate[], options: SuspectOptions = {}): Suspects {
  const o: Settings = { ...suspectDefaults, ...options }
  needNumbers([symptoms.atMs], 'the moment of the incident')
  needPositive(o.tauHours, 'τ')
  needWithin(o.level, 0, 1, 'the level')
  const words = new Set(wordsOf(symptoms.text).filter(says))
  const weighed = candidates.map((c) => weigh(c, words, o))
  const found = weighed.flatMap((w) => suspectAt(w, symptoms.atMs, o)).toSorted(stronger)
  const first = found[0]
  if (first === undefined) {
    return { suspects: [], verdict: 'none', chance: null, compared: { days: 0, asStrong: 0 }, sentence: `No suspect: nothing that it stands on was changed in the ${o.windowHours} hours before.` }
  }
  const compared = compare(weighed, symptoms.atMs, first.score, o)
  const chance = (compared.asStrong + 1) / (compared.days + 1)
  const verdict = chance <= o.level ? 'stands_out' : (compared.asStrong === 0 && 1 / (compared.days + 1) > o.level ? 'too_little_known' : 'ordinary')
  return { suspects: found, verdict, chance, compared, sentence: sentenceOf(verdict, compared, found.length) }
}

interface Weighed {
  readonly candidate: Candidate
  readonly proximity: number
  readonly text: number
  readonly sharedWords: readonly string[]
  /** Everything but the time. */
  readonly weight: number
}

function weigh(candidate: Candidate, words: ReadonlySet<string>, o: Settings): Weighed {
  const { distance, confidence, risk } = candidate
  needWithin(risk, 0, 1, 'a risk')
  needWithin(confidence, 0, 1, 'a confidence')
  needWithin(distance, 0, Infinity, 'a distance')
  const sharedWords = [...new Set(wordsOf(`${candidate.place} ${candidate.text}`))].filter((word) => words.has(word)).sort()
  // Words that both use make it up to twice as suspect; none in common says little, since people describe effects, not causes.
  const text = 1 + sharedWords.length / (sharedWords.length + 3)
  const proximity = o.decay ** distance * confidence
  return { candidate, proximity, text, sharedWords, weight: proximity * risk * text }
}

/** Words too short or too common to tie two texts together. */
const common = new Set('about above after again all also and any are because been before but can cannot change changed changes did does done down for from had has have her his how into its just more new not now off one only other our out over service services since some still system than that the their them then there they this too until update upgrade use used user users very was were what when where which while who will with work working would you your'.split(' '))
const says = (word: string): boolean => word.length > 2 && !common.has(word)

function suspectAt(w: Weighed, atMs: number, o: Settings): readonly Suspect[] {
  const time = timeFactor(w.candidate.startMs, atMs, o)
  if (time === 0 || w.weight === 0) return []
  const { id, risk } = w.candidate
  return [{
    id, score: time * w.weight, factors: { time, proximity: w.proximity, risk, text: w.text }, beforeSeconds: Math.round((atMs - w.candidate.startMs) / 1000),
    sharedWords: w.sharedWords, reasons: reasonsOf(w, atMs),
  }]
}

/** 0 outside of the window. */
function timeFactor(startMs: number, atMs: number, o: Settings): number {
  const before = atMs - startMs
  if (before < -o.skewSeconds * 1000 || before > o.windowHours * hourMs) return 0
  return Math.exp(-Math.max(0, before) / (o.tauHours * hourMs))
}

const stronger = (a: Suspect, b: Suspect): number => b.score - a.score || (a.id < b.id ? -1 : 1)

function reasonsOf({ candidate: c, sharedWords }: Weighed, atMs: number): string[] {
  const before = atMs - c.startMs
  const isUnderWay = before >= 0 && (c.endMs === null || c.endMs > atMs)
  return [
    before < 0 ? `It began ${spanText(-before)} after the incident, which differing clocks can explain.`
      : `It began ${spanText(before)} before the incident${isUnderWay ? ' and was under way' : ''}.`,
    c.distance === 0 ? `It changed ${c.place}, which the incident is on.`
      : `It changed ${c.place}, ${c.distance === 1 ? 'one step' : `${c.distance} steps`} below what the incident is on${c.confidence < 0.5 ? ', by relations that nobody confirmed lately' : ''}.`,
    ...(c.riskWords === '' ? [] : [`${c.riskWords.charAt(0).toUpperCase()}${c.riskWords.slice(1)}.`]),
    ...(sharedWords.length === 0 ? [] : [`Both speak of ${sharedWords.slice(0, 5).join(', ')}.`]),
  ]
}

/** `40 minutes`, `3 hours`, `2 days`: one unit, for a sentence. */
export function spanText(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 90) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}

/** Weekends come twice in seven days: 40 of them lie within this. */
const furthestDays = 147

/** How far back changes matter to an incident at this moment: as far as it is compared. Days. */
export const daysNeeded = (atMs: number): number => (isWeekend(atMs) ? furthestDays : Math.ceil((suspectDefaults.comparedDays * 7) / 5) + 3) + Math.ceil(suspectDefaults.windowHours / 24)

/** The same hour of earlier days of the same sort (working day or weekend), with everything but the moment unchanged. */
function compare(weighed: readonly Weighed[], atMs: number, score: number, o: Settings): Suspects['compared'] {
  let [days, asStrong] = [0, 0]
  const oldest = o.knownSinceMs ?? weighed.reduce((least, w) => Math.min(least, w.candidate.startMs), Infinity)
  // Nearer days would see the suspects themselves.
  for (let back = Math.ceil((o.windowHours * hourMs) / dayMs); days < o.comparedDays && back <= furthestDays; back++) {
    const then = atMs - back * dayMs
    if (then - o.windowHours * hourMs < oldest) break
    if (isWeekend(then) !== isWeekend(atMs)) continue
    days++
    if (weighed.some((w) => w.weight * timeFactor(w.candidate.startMs, then, o) >= score * (1 - 1e-12))) asStrong++
  }
  return { days, asStrong }
}

const isWeekend = (ms: number): boolean => new Date(ms).getUTCDay() % 6 === 0

function sentenceOf(verdict: Suspects['verdict'], { days, asStrong }: Suspects['compared'], count: number): string {
  const others = `at the same hour of ${days} earlier ${days === 1 ? 'day' : 'days'}`
  if (verdict === 'stands_out') return `The first one stands out: ${others}, ${asStrong === 0 ? 'none' : asStrong} showed a change as close and as near.`
  if (verdict === 'ordinary') return `Nothing stands out: ${others}, ${asStrong} showed a change as close and as near. ${count === 1 ? 'It may have' : 'These may have'} nothing to do with it.`
  return `Too little is known to say whether ${count === 1 ? 'it stands' : 'the first one stands'} out: ${days === 0 ? 'no earlier days' : `only ${days} earlier ${days === 1 ? 'day' : 'days'}`} can be compared.`
}
