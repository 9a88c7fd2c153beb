/** Gathers creates that arrive together into one commit: the disk is waited for once, and the reactions come in one job. Each create keeps its own actor, rules and refusal. */
import { type Actor, type Sight, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { Common, RecordType } from '../model/record.ts'
import type { Tx } from './database.ts'
import type { Answered } from './door.ts'

type Plain = Readonly<Record<string, unknown>>
type Made = Record<string, unknown> & Common

/** One create that waits for its commit. */
export interface Waiting {
  readonly actor: Actor
  readonly input: Plain
}

/** What gathering stands on. */
export interface Ground {
  /** One transaction with this sight. */
  readonly write: <T>(sight: Sight, work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Passes these through the door in the transaction. */
  readonly createApart: (tx: Tx, type: RecordType, list: readonly Waiting[]) => Promise<Answered[]>
  /** The same in a transaction of its own. */
  readonly createAlone: (actor: Actor, type: RecordType, input: Plain) => Promise<Made>
}

// Beyond it the answer of the first waits for the work of the last.
const mostTogether = 100
// Who was answered a moment ago asks again within this; a commit that leaves at the first of them would leave nearly empty.
const companyMs = 2
// Each person who reports is a sight of their own; what is forgotten costs one smaller commit.
const mostRemembered = 1000
// Some seconds of full load; each is a request that somebody waits for.
const mostWaiting = 5000

interface Pending extends Waiting {
  readonly done: (row: Made) => void
  readonly failed: (e: unknown) => void
}
interface Queue {
  readonly sight: Sight
  readonly type: RecordType
  waiting: Pending[]
  /** Called at each arrival while a commit waits for company. */
  arrived?: () => void
}

/**
 * Returns a create that resolves after its commit, with the row. Only those of one record type whose makers see the same rows share a
 * transaction, since row-level security is that transaction's. A lone create does not wait.
 */
export function gatherCreates(ground: Ground): (actor: Actor, type: RecordType, input: Plain) => Promise<Made> {
  const queues = new Map<string, Queue>()
  let waiting = 0

  /** How many were under way when a queue last committed. */
  const crowds = new Map<string, number>()

  // One commit of a queue at a time: who comes meanwhile goes with the next. Two at once make smaller commits and more work in all.
  const fly = async (key: string, q: Queue): Promise<void> => {
    while (q.waiting.length > 0) {
      await company(q, crowds.get(key) ?? 1)
      const list = q.waiting.splice(0, mostTogether)
      waiting -= list.length
      await settle(ground, q, list)
      if (crowds.size >= mostRemembered) crowds.clear()
      crowds.set(key, list.length + q.waiting.length)
    }
    queues.delete(key)
  }

  return (actor, type, input) => {
    // What moves other records on its way in must not share its undoing with strangers.
    if (type.create.along) return ground.createAlone(actor, type, input)
    if (waiting >= mostWaiting) return Promise.reject(new AppError('unavailable', 'More new records wait than can be written soon; try again in a few seconds.', { facts: { retryAfterSeconds: 2 } }))
    const sight = sightOf(actor)
    const key = `${type.name} ${sight.all} ${sight.orgId} ${sight.own} ${sight.internal}`
    return new Promise<Made>((done, failed) => {
      waiting++
      const known = queues.get(key)
      if (known) {
        known.waiting.push({ actor, input, done, failed })
        known.arrived?.()
        return
      }
      const q: Queue = { sight, type, waiting: [{ actor, input, done, failed }] }
      queues.set(key, q)
      // After this turn of the event loop: requests that arrived together go together.
      setImmediate(() => { void fly(key, q) })
    })
  }
}

/** Waits until as many are there as were last time, for two milliseconds at most; a lone one leaves at once. */
async function company(q: Queue, expected: number): Promise<void> {
  const enough = Math.min(expected, mostTogether)
  if (q.waiting.length >= enough) return
  await new Promise<void>((go) => {
    const late = setTimeout(go, companyMs)
    q.arrived = () => {
      if (q.waiting.length < enough) return
      clearTimeout(late)
      go()
    }
  })
  delete q.arrived
}

async function settle(ground: Ground, { sight, type }: Queue, list: readonly Pending[]): Promise<void> {
  try {
    const answers = await ground.write(sight, (tx) => ground.createApart(tx, type, list))
    list.forEach((p, i) => {
      const a = answers[i]
      if (a && 'row' in a) p.done(withoutChain(a.row))
      else p.failed(a?.refusal ?? new Error('Broken promise: the door gave no answer'))
    })
  } catch (e) {
    if (list.length === 1 || (e instanceof AppError && e.code === 'unavailable')) { for (const p of list) p.failed(e); return }
    // One of them does not fit into the database; nothing of the shared commit stands, so each is tried by itself.
    for (const p of list) await ground.createAlone(p.actor, type, p.input).then(p.done, p.failed)
  }
}

function withoutChain({ chain: _, ...row }: Made & { chain: string }): Made {
  return row as unknown as Made
}
