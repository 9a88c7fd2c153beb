/** Checks what is kept of an item against the fields of its type. */
import type { Fault } from '../../model/error.ts'
import type { AttrOfType } from './ci-type.ts'

/** A value of an item's own fields; null is "not recorded". */
export type Attr = string | number | boolean | null

const isDay = (v: string): boolean => /^(19|2\d)\d\d-\d\d-\d\d$/.test(v) && Number.isFinite(Date.parse(v)) && new Date(v).toISOString().startsWith(v)

const faultOf = (f: AttrOfType, v: Attr): string | null => {
  switch (f.kind) {
    case 'text': return typeof v === 'string' ? null : 'must be text'
    case 'integer': return typeof v === 'number' && Number.isSafeInteger(v) ? null : 'must be a whole number'
    case 'yesno': return typeof v === 'boolean' ? null : 'must be yes or no'
    case 'day': return typeof v === 'string' && isDay(v) ? null : 'must be a day such as 2026-03-17'
    case 'choice': return typeof v === 'string' && Object.hasOwn(f.words ?? {}, v) ? null : `must be one of ${Object.keys(f.words ?? {}).join(', ')}`
  }
}

/** A fault for each value that does not fit, each name that the type does not have, and each needed field that is missing; empty where all fits. */
export function attrFaults(fields: readonly AttrOfType[], attrs: Readonly<Record<string, Attr>>): readonly Fault[] {
  const at = (name: string): string => `/attrs/${name}`
  const known = new Map(fields.map((f) => [f.name, f]))
  const given = Object.entries(attrs).filter(([, v]) => v !== null)
  return [
    ...given.flatMap(([name, v]): Fault[] => {
      const f = known.get(name)
      const message = f ? faultOf(f, v) : 'is no field of this type'
      return message === null ? [] : [{ at: at(name), message }]
    }),
    ...fields.filter((f) => f.required === true && !given.some(([name]) => name === f.name)).map((f) => ({ at: at(f.name), message: `is needed: ${f.label}` })),
  ]
}
