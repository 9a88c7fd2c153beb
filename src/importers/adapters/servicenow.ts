/** ServiceNow, Table API: values raw, displayed, or both; references as objects. One row a record. */
import type { SourceRow } from '../read/open.ts'
import { first, objectOf, textOf } from './pick.ts'

// Displayed times are in the zone and format of whoever exported; raw ones are UTC.
const isTime = (name: string): boolean => /(_at|_on|_date|due_date)$/.test(name)

/** Each field as a column: what is displayed where that was exported, for times the raw value; beside it `field.value` raw. */
export function servicenow(value: unknown, line: number): SourceRow[] {
  const values: Record<string, string> = {}
  for (const [name, v] of Object.entries(objectOf(value))) {
    if (typeof v !== 'object' || v === null) { values[name] = textOf(v); continue }
    const [shown, raw] = [textOf(objectOf(v)['display_value']), textOf(objectOf(v)['value'])]
    values[name] = isTime(name) ? first(raw, shown) : first(shown, raw)
    values[`${name}.value`] = raw
  }
  return [{ line, values }]
}
