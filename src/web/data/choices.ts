/** Records to choose from, searched on the server while somebody types: any number of them, fifty at a time. */
import { useDebouncedValue } from '@mantine/hooks'
import type { AnyRow, ListParams } from '../../client/shapes.ts'
import { useDescription, useList } from './queries.ts'

const SHOWN_AT_ONCE = 50
const ASKED_AFTER_MILLIS = 160

/** An id and the words that stand for it. */
export interface Choice {
  readonly value: string
  readonly label: string
}

/** See `useChoices`. */
export interface Choices {
  /** What was found and what is chosen already, so that a chosen one always has its name. */
  readonly choices: readonly Choice[]
  readonly rows: ReadonlyMap<string, AnyRow>
  readonly isLooking: boolean
}

/** Records of the type `to` that fit the typed words or number; `chosen` are ids whose names are needed in any case. */
export function useChoices(to: string, typed: string, chosen: readonly string[], filters: ListParams = {}, isOn = true): Choices {
  const sketch = useDescription().data?.find(to)
  const plural = sketch?.plural ?? to
  const [asked] = useDebouncedValue(typed.trim(), ASKED_AFTER_MILLIS)
  const isNumber = sketch !== undefined && new RegExp(`^${sketch.prefix}-\\d+$`, 'i').test(asked)
  const found = useList(plural, { limit: SHOWN_AT_ONCE, ...filters, ...(isNumber ? { number: asked.toUpperCase() } : { q: asked }) }, sketch !== undefined && isOn)
  const named = useList(plural, { id: [...chosen].sort(), limit: 200 }, sketch !== undefined && chosen.length > 0)
  const rows = new Map([...(found.data?.items ?? []), ...(named.data?.items ?? []).filter((row) => chosen.includes(row.id))].map((row) => [row.id, row]))
  const title = sketch?.title ?? 'number'
  const label = (row: AnyRow): string => {
    const name = row[title]
    return typeof name !== 'string' ? row.number : title === 'name' ? name : `${row.number}  ${name}`
  }
  return { rows, isLooking: found.isFetching || asked !== typed.trim(), choices: [...rows.values()].map((row) => ({ value: row.id, label: label(row) })) }
}
