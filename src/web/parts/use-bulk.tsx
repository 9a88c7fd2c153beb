/** One verb on many records: sent in portions with its progress, refusals by number, and a way back where there is one. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import { sentenceOf } from '../../client/problem.ts'
import type { AnyRow, RecordSketch } from '../../client/shapes.ts'
import { BulkProgress, BulkResult } from '../../kit/bulk-bar.tsx'
import { client } from '../data/connection.ts'
import { dropRecords } from '../data/queries.ts'
import { groupMoves, inverseOf, type Move } from '../data/undo.ts'

/** Records in one request: small enough that the progress moves, large enough that the way there and back does not count. */
const PORTION = 25

interface Outcome {
  readonly done: readonly string[]
  readonly refused: readonly string[]
  /** What would take the done ones back. */
  readonly back: readonly { readonly id: string; readonly move: Move }[]
  readonly wasUndone: boolean
}

/** See `useBulk`. */
export interface Bulk {
  readonly run: (rows: readonly AnyRow[], verb: string, input: Readonly<Record<string, unknown>>) => Promise<void>
  readonly forget: () => void
  /** For the bar: the progress while it runs, the outcome after. */
  readonly shown: ReactNode
  readonly isBusy: boolean
}

export function useBulk(sketch: RecordSketch | undefined): Bulk {
  const cache = useQueryClient()
  const [progress, setProgress] = useState<{ at: number; of: number } | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const isStopped = useRef(false)
  const plural = sketch?.plural ?? ''

  const send = async (groups: readonly { readonly move: Move; readonly ids: readonly string[] }[], numberOf: (id: string) => string): Promise<{ done: string[]; refused: string[] }> => {
    const [done, refused]: [string[], string[]] = [[], []]
    const of = groups.reduce((sum, g) => sum + g.ids.length, 0)
    isStopped.current = false
    setOutcome(null)
    setProgress({ at: 0, of })
    try {
      for (const { move, ids } of groups) {
        for (let at = 0; at < ids.length && !isStopped.current; at += PORTION) {
          const { results } = await client.bulk(plural, ids.slice(at, at + PORTION), move.verb, move.input)
          for (const r of results) if (r.ok) done.push(r.id); else refused.push(`${numberOf(r.id)}: ${r.detail ?? 'refused'}`)
          setProgress({ at: done.length + refused.length, of })
        }
      }
      if (isStopped.current) refused.push(`${of - done.length - refused.length} left alone, as you stopped it`)
    } catch (error) {
      refused.push(`${of - done.length - refused.length} not tried: ${sentenceOf(error)}`)
    }
    setProgress(null)
    await dropRecords(cache, plural)
    return { done, refused }
  }
  const run = async (rows: readonly AnyRow[], verb: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
    const byId = new Map(rows.map((r) => [r.id, r]))
    const { done, refused } = await send([{ move: { verb, input }, ids: rows.map((r) => r.id) }], (id) => byId.get(id)?.number ?? id)
    const known = sketch?.verbs.map((v) => v.name) ?? []
    const back = done.flatMap((id) => {
      const before = byId.get(id)
      const move = before ? inverseOf(verb, before, known) : null
      return move ? [{ id, move }] : []
    })
    setOutcome({ done, refused, back, wasUndone: false })
  }
  const undo = async (back: Outcome['back']): Promise<void> => {
    const { done, refused } = await send(groupMoves(back), (id) => id)
    setOutcome({ done, refused, back: [], wasUndone: true })
  }
  const noWay = outcome && !outcome.wasUndone ? outcome.done.length - outcome.back.length : 0
  return {
    run, forget: () => setOutcome(null), isBusy: progress !== null,
    shown: progress ? <BulkProgress at={progress.at} of={progress.of} onStop={() => { isStopped.current = true }} />
      : outcome && (
        <BulkResult
          done={outcome.done.length} refused={outcome.refused} isUndone={outcome.wasUndone} onClose={() => setOutcome(null)}
          {...(outcome.back.length > 0 ? { onUndo: () => void undo(outcome.back) } : {})} {...(noWay > 0 ? { noWayBack: noWay } : {})}
        />
      ),
  }
}
