/** What a baseline holds of the graph, and how two contents differ; the same content always has the same bytes. */
import { canonical } from '../../model/journal.ts'

/** A node with the fields that are agreed on: all but those that change by themselves. */
export interface BaselineNode {
  readonly id: string
  readonly record: string
  readonly number: string
  readonly name: string
  readonly state: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface BaselineRelation {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly fromId: string
  readonly toId: string
  readonly kind: string
  readonly role: string
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: string | null
}

/** Both sorted by id. */
export interface BaselineContent {
  readonly nodes: readonly BaselineNode[]
  readonly relations: readonly BaselineRelation[]
}

/** A field of a node that is no longer what was agreed on. */
export interface FieldDifference {
  readonly field: string
  readonly was: unknown
  readonly is: unknown
}

/** How the present differs from what was agreed on. Empty lists everywhere: it does not. */
export interface BaselineDifference {
  readonly added: readonly BaselineNode[]
  readonly removed: readonly BaselineNode[]
  readonly changed: readonly { readonly node: BaselineNode; readonly fields: readonly FieldDifference[] }[]
  readonly newRelations: readonly BaselineRelation[]
  readonly endedRelations: readonly BaselineRelation[]
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1))

/** UTF-8 of its canonical JSON (RFC 8785 in the manner of the journal): its SHA-256 stands for it. */
export const bytesOf = ({ nodes, relations }: BaselineContent): Uint8Array => new TextEncoder().encode(canonical({ nodes: byId(nodes), relations: byId(relations) }))

/** Reads what `bytesOf` wrote. */
export const contentOf = (bytes: Uint8Array): BaselineContent => JSON.parse(new TextDecoder().decode(bytes)) as BaselineContent

/** A relation that was ended and recorded again as it was is no difference. */
const said = (r: BaselineRelation): string => canonical([r.fromId, r.toId, r.kind, r.role, r.groupName, r.atLeast, r.standby])

export function differenceOf(was: BaselineContent, is: BaselineContent): BaselineDifference {
  const before = new Map(was.nodes.map((n) => [n.id, n]))
  const now = new Map(is.nodes.map((n) => [n.id, n]))
  const [saidBefore, saidNow] = [new Set(was.relations.map(said)), new Set(is.relations.map(said))]
  return {
    added: is.nodes.filter((n) => !before.has(n.id)),
    removed: was.nodes.filter((n) => !now.has(n.id)),
    changed: is.nodes.flatMap((node) => {
      const old = before.get(node.id)
      const fields = old ? fieldsThatDiffer(old, node) : []
      return fields.length > 0 ? [{ node, fields }] : []
    }),
    newRelations: is.relations.filter((r) => !saidBefore.has(said(r))),
    endedRelations: was.relations.filter((r) => !saidNow.has(said(r))),
  }
}

function fieldsThatDiffer(was: BaselineNode, is: BaselineNode): readonly FieldDifference[] {
  const [a, b]: readonly Readonly<Record<string, unknown>>[] = [{ ...was.fields, name: was.name, state: was.state }, { ...is.fields, name: is.name, state: is.state }]
  return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort().flatMap((field) => {
    const [x, y] = [a?.[field] ?? null, b?.[field] ?? null]
    return canonical(x) === canonical(y) ? [] : [{ field, was: x, is: y }]
  })
}
