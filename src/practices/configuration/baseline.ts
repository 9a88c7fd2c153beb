/** Baseline: a part of the graph as it was agreed on; what it holds never changes, and the present is compared with it. */
import { managers, readers } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { fixed, initially, instant, integer, optional, prose, refs, system, text } from '../../model/field.ts'
import { nodeRecords } from '../../model/graph.ts'
import { is } from '../../model/query.ts'
import { type Common, defineRecord, type Defined, refuse, type RowOf } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import { person } from '../people/person.ts'
import { service } from '../service/record.ts'
import { type BaselineContent, type BaselineNode, type BaselineRelation, bytesOf } from './baseline-content.ts'
import { ci } from './ci.ts'
import { relation } from './relation.ts'

/** A larger part of the graph is agreed on in pieces. */
const mostNodes = 2000

export const baseline = defineRecord({
  name: 'baseline',
  plural: 'baselines',
  prefix: 'BSL',
  words: { one: 'Baseline', many: 'Baselines', purpose: 'Items and relations as they were agreed on at a moment, to compare the present with.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    note: optional(prose({ label: 'What it is for', max: 4000 })),
    serviceIds: initially(fixed(refs('service', { label: 'Services', help: 'With all that they stand on.' })), []),
    ciIds: initially(fixed(refs('ci', { label: 'Items', help: 'With all that they stand on.' })), []),
    takenAt: system(instant({ label: 'Taken' })),
    hash: system(text({ label: 'SHA-256 of its content', max: 64 })),
    nodeCount: system(integer({ label: 'Nodes', min: 0, max: mostNodes })),
    relationCount: system(integer({ label: 'Relations', min: 0, max: 1_000_000 })),
  },
  states: { agreed: { label: 'Agreed', group: 'open' }, superseded: { label: 'Superseded', group: 'done', help: 'Another one holds; this one stays as it is.' } },
  initial: 'agreed',
  read: readers,
  create: (verb) => verb({
    label: 'New baseline', says: 'agreed on it', from: 'any', to: 'agreed', by: managers,
    facts: async (ctx, row) => {
      const content = await contentNow(ctx, row)
      return { nodes: content.nodes.length, relations: content.relations.length, hash: content.nodes.length > mostNodes ? '' : await ctx.attach(bytesOf(content)) }
    },
    refuse: ({ row, facts }) => (row.serviceIds.length + row.ciIds.length === 0 ? refuse('Say which services or items it is of.', 'serviceIds')
      : facts.nodes > mostNodes ? refuse(`That is more than ${mostNodes} nodes. Take fewer services or items.`, 'serviceIds') : null),
    set: ({ now, facts }) => ({ takenAt: now, hash: facts.hash, nodeCount: facts.nodes, relationCount: facts.relations }),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['agreed'], to: 'same', edits: ['name', 'note'], by: managers, quiet: true, help: 'What it holds stays; take another one for that.' }),
    supersede: verb({ label: 'Supersede', says: 'superseded it', from: ['agreed'], to: 'superseded', by: managers, reason: 'optional' }),
  }),
})
export type Baseline = RowOf<typeof baseline>

type AnyNode = Common & { readonly name: string }
const nodeTypes: Readonly<Record<(typeof nodeRecords)[number], Defined<AnyNode>>> = { ci: ci as Defined<AnyNode>, service: service as Defined<AnyNode>, person: person as Defined<AnyNode>, organization: organization as Defined<AnyNode> }
/** Of people and organizations only who they are belongs to a configuration. */
const fieldsOf: Readonly<Record<(typeof nodeRecords)[number], readonly string[]>> = {
  ci: ['key', 'typeId', 'attrs', 'ownerId', 'teamId', 'supplierId', 'siteId', 'assetTag', 'serialNumber', 'aliases'],
  service: ['key', 'tier', 'layer', 'ownerId', 'teamId', 'vitalFunctions'], person: [], organization: [],
}

/** What a baseline of this scope would hold at this moment; one node more than it may where there are more. */
export async function contentNow(ctx: Context, { serviceIds, ciIds }: Pick<Baseline, 'serviceIds' | 'ciIds'>): Promise<BaselineContent> {
  const starts = [...serviceIds, ...ciIds]
  const ids = [...new Set([...starts, ...(await ctx.around(starts, { direction: 'below', most: mostNodes + 1 })).map((one) => one.id)])]
  const nodes: BaselineNode[] = []
  for (const record of nodeRecords) {
    for (const row of (await ctx.seekMany(nodeTypes[record], ids)).values()) {
      const values = row as unknown as Readonly<Record<string, unknown>>
      nodes.push({ id: row.id, record, number: row.number, name: row.name, state: row.state, fields: Object.fromEntries(fieldsOf[record].map((k) => [k, values[k] ?? null])) })
    }
  }
  return { nodes, relations: nodes.length > mostNodes ? [] : await relationsAmong(ctx, nodes.map((n) => n.id)) }
}

const atATime = 200

async function relationsAmong(ctx: Context, ids: readonly string[]): Promise<readonly BaselineRelation[]> {
  const list: BaselineRelation[] = []
  let after: string | undefined
  while (ids.length > 0) {
    const page = await ctx.list(relation, { where: [is('state', 'valid'), is('fromId', ...ids), is('toId', ...ids)], sort: 'id', limit: atATime, ...(after === undefined ? {} : { after }) })
    list.push(...page.items.map(({ id, number, name, fromId, toId, kind, role, groupName, atLeast, standby }) => ({ id, number, name, fromId, toId, kind, role, groupName, atLeast, standby })))
    if (page.next === null) break
    after = page.next
  }
  return list
}
