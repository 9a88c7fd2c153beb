/** Services and their open incidents as a layered map: who is hurt, by what, along which joints. Pure. */
import type { MapEdge, MapNode } from '../../kit/layered-map.tsx'
import type { IncidentRow, ServiceRow } from '../data/rows.ts'

const layerNames = ['Services', 'Applications', 'Infrastructure', 'Suppliers']
const layerOf: Readonly<Record<string, number>> = { service: 0, application: 1, infrastructure: 2, supplier: 3 }

export interface MapFacts {
  readonly layers: readonly string[]
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
}

/** A service with an open P1, P2 or major is not delivered; one with any other is worse, as is what stands on a hurt one. */
export function mapOf(services: readonly ServiceRow[], open: ReadonlyMap<string, readonly IncidentRow[]>): MapFacts {
  const hurt = new Set(services.filter((s) => (open.get(s.id) ?? []).some((i) => i.isMajor || (i.priority ?? 9) <= 2)).map((s) => s.id))
  const touched = new Set(services.filter((s) => (open.get(s.id)?.length ?? 0) > 0).map((s) => s.id))
  const carried = new Set<string>()
  const climb = (id: string): void => {
    for (const s of services) {
      if (!s.dependsOnIds?.includes(id) || carried.has(s.id)) continue
      carried.add(s.id)
      climb(s.id)
    }
  }
  for (const id of hurt) climb(id)
  const isOrigin = (s: ServiceRow): boolean => hurt.has(s.id) && !(s.dependsOnIds ?? []).some((d) => hurt.has(d)) && services.some((up) => up.dependsOnIds?.includes(s.id))
  const nodes = services.map((s): MapNode => {
    const incidents = open.get(s.id) ?? []
    const state = isOrigin(s) ? 'origin' : hurt.has(s.id) ? 'hurt' : touched.has(s.id) || carried.has(s.id) ? 'worse' : 'calm'
    return {
      id: s.id, label: s.name, layer: layerOf[s.layer ?? 'service'] ?? 0, state, shape: s.layer === 'supplier' ? 'supplier' : 'thing', ...(s.tier && s.tier !== 'supporting' ? { note: s.tier } : {}),
      ...(incidents.length > 0 ? { flag: incidents.length === 1 ? incidents[0]?.number ?? '' : `${incidents.length} incidents` } : {}),
    }
  })
  const edges = services.flatMap((s) => (s.dependsOnIds ?? []).filter((to) => services.some((t) => t.id === to)).map((to): MapEdge => ({
    from: s.id, to, kind: (hurt.has(to) || carried.has(to)) && (carried.has(s.id) || hurt.has(s.id)) ? 'carries' : 'plain',
  })))
  return { layers: layerNames, nodes, edges }
}
