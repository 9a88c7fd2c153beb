/** Services and their open work as a layered map: who is hurt, by what, along which joints. Pure. */
import type { MapEdge, MapNode } from '../../kit/layered-map.tsx'
import { counted } from '../../kit/format.ts'
import type { OpenWork } from '../data/open-work.ts'
import type { ServiceRow } from '../data/rows.ts'

const layerNames = ['Services', 'Applications', 'Infrastructure', 'Suppliers']
const layerOf: Readonly<Record<string, number>> = { service: 0, application: 1, infrastructure: 2, supplier: 3 }

export interface MapFacts {
  readonly layers: readonly string[]
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
}

/** A service with an open P1, P2 or major is not delivered; one with any other is worse, as is what stands on a hurt one. */
export function mapOf(services: readonly ServiceRow[], open: ReadonlyMap<string, OpenWork>): MapFacts {
  const work = (id: string): OpenWork => open.get(id) ?? { count: 0, urgent: 0, majors: 0 }
  const known = new Set(services.map((s) => s.id))
  const above = Map.groupBy(services.flatMap((s) => (s.dependsOnIds ?? []).map((below) => ({ below, id: s.id }))), (joint) => joint.below)
  const hurt = new Set(services.filter((s) => work(s.id).majors > 0 || work(s.id).urgent > 0).map((s) => s.id))
  const carried = new Set<string>()
  const climbing = [...hurt]
  for (let id = climbing.pop(); id !== undefined; id = climbing.pop()) {
    for (const joint of above.get(id) ?? []) {
      if (carried.has(joint.id)) continue
      carried.add(joint.id)
      climbing.push(joint.id)
    }
  }
  const isOrigin = (s: ServiceRow): boolean => hurt.has(s.id) && !(s.dependsOnIds ?? []).some((d) => hurt.has(d)) && above.has(s.id)
  const nodes = services.map((s): MapNode => {
    const { count } = work(s.id)
    const state = isOrigin(s) ? 'origin' : hurt.has(s.id) ? 'hurt' : count > 0 || carried.has(s.id) ? 'worse' : 'calm'
    return {
      id: s.id, label: s.name, layer: layerOf[s.layer ?? 'service'] ?? 0, state, shape: s.layer === 'supplier' ? 'supplier' : 'thing', ...(s.tier && s.tier !== 'supporting' ? { note: s.tier } : {}),
      ...(count > 0 ? { flag: counted(count, 'incident') } : {}),
    }
  })
  const edges = services.flatMap((s) => (s.dependsOnIds ?? []).filter((to) => known.has(to)).map((to): MapEdge => ({
    from: s.id, to, kind: (hurt.has(to) || carried.has(to)) && (carried.has(s.id) || hurt.has(s.id)) ? 'carries' : 'plain',
  })))
  return { layers: layerNames, nodes, edges }
}

/** From so many things on, a map is drawn in groups: more boxes than this nobody reads. */
export const mostDrawn = 60

/** A group's id, to be told from a service's. */
export const groupPrefix = 'group:'

const states = ['calm', 'worse', 'hurt', 'origin'] as const

/**
 * The same map with the calm things of one layer and team folded into one box. What is hurt, what carries the effect
 * and what `isShown` names stay as they are; so do small maps and groups of one.
 */
export function foldMap(facts: MapFacts, groupOf: (id: string) => string, isShown: (id: string) => boolean): MapFacts {
  if (facts.nodes.length <= mostDrawn) return facts
  const folded = Map.groupBy(facts.nodes.filter((n) => (n.state ?? 'calm') === 'calm' && !isShown(n.id)), (n) => `${groupPrefix}${n.layer}:${groupOf(n.id)}`)
  const place = new Map([...folded].filter(([, members]) => members.length > 1).flatMap(([group, members]) => members.map((n) => [n.id, group] as const)))
  const groups = [...folded].filter(([, members]) => members.length > 1).map(([id, members]): MapNode => ({
    id, layer: members[0]?.layer ?? 0, label: groupOf(members[0]?.id ?? ''), note: `${members.length} calm`, state: 'calm', shape: members[0]?.shape ?? 'thing',
  }))
  const edges = new Map<string, MapEdge>()
  for (const e of facts.edges) {
    const [from, to] = [place.get(e.from) ?? e.from, place.get(e.to) ?? e.to]
    const known = edges.get(`${from} ${to}`)
    if (from !== to && known?.kind !== 'carries') edges.set(`${from} ${to}`, { ...e, from, to })
  }
  const nodes = [...facts.nodes.filter((n) => !place.has(n.id)), ...groups].sort((a, b) => states.indexOf(b.state ?? 'calm') - states.indexOf(a.state ?? 'calm'))
  return { layers: facts.layers, nodes, edges: [...edges.values()] }
}
