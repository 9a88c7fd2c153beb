/** Describes the record types to generic pages and tools: fields, states, verbs and words, as far as the caller may use them. */
import type { Actor } from '../model/actor.ts'
import { seesInternal } from '../model/actor.ts'
import type { Field, Fields } from '../model/field.ts'
import { mayDo, mayRead } from '../model/permission.ts'
import type { RecordType, Verb } from '../model/record.ts'
import type { Plain } from './face.ts'
import { hasRoute, pluralOf } from './record-routes.ts'

/** All record types that the actor may read, in the practices' order. */
export const describe = (actor: Actor, records: ReadonlyMap<string, RecordType>): Plain[] =>
  [...records.values()].filter((r) => mayRead(actor, r)).map((r) => describeRecord(actor, r))

function describeRecord(actor: Actor, r: RecordType): Plain {
  const isShown = (f: Field | undefined): boolean => f !== undefined && (f.audience === 'public' || seesInternal(actor))
  const fields = Object.fromEntries(Object.entries(r.fields).filter(([, f]) => isShown(f)))
  return {
    name: r.name, plural: r.plural, prefix: r.prefix, words: r.words, title: r.title, sort: r.sort, shareable: r.shareable,
    traits: r.traits.map((t) => t.name), beside: r.tables.map(pluralOf), initial: r.initial,
    fields: describeFields(fields), own: Object.keys(r.own).filter((k) => k in fields),
    // A timeline tells what others did too, so this names every verb.
    sayings: { create: r.create.says, ...Object.fromEntries(Object.entries(r.verbs).map(([name, v]) => [name, v.says])) },
    states: Object.entries(r.states).map(([name, s]) => ({ name, help: '', ...s })),
    verbs: Object.entries(r.verbs).filter(([name, v]) => hasRoute(r, name) && mayDo(actor, v)).map(([name, v]) => describeVerb(name, v, isShown, r)),
    create: { ...describeVerb('create', r.create, isShown, r), allowed: mayDo(actor, r.create) }, creatable: mayDo(actor, r.create),
  }
}

const describeVerb = (name: string, v: Verb, isShown: (f: Field | undefined) => boolean, r: RecordType): Plain => ({
  name, label: v.label, says: v.says, help: v.help ?? '', key: v.key ?? null, from: v.from, to: typeof v.to === 'function' ? null : v.to,
  edits: (v.edits ?? []).filter((k) => isShown(r.fields[k])), needs: v.needs ?? [], input: describeFields(v.input ?? {}), by: v.by,
  reason: v.reason ?? null, quiet: v.quiet === true, audience: v.audience ?? 'internal',
})

const describeFields = (fields: Fields): Plain[] =>
  Object.entries(fields).map(([name, f]) => ({
    name, kind: f.kind, label: f.label, help: f.help, owner: f.owner, optional: f.optional, fixed: f.fixed, audience: f.audience,
    to: f.to, words: f.words, initial: f.initial ?? null,
  }))
