/** What happens to services if this thing fails: which stop, where another takes over, and the way as the reason. */
import { useQuery } from '@tanstack/react-query'
import { type Effect, effectOf } from '../../analysis/structure.ts'
import type { Around, GraphNode, GraphRelation } from '../../client/graph.ts'
import { counted, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag, type TagTone } from '../../kit/tag.tsx'
import { structureOf } from '../../practices/configuration/structure-of.ts'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { graphAddress } from './graph-ask.ts'
import { pageOf } from './graph-rail.tsx'

/** Services that are looked at together; the question takes so many ids. */
const MOST_SERVICES = 100
const MOST_DEEP = 50

/** What an effect is called, the gravest first. */
export const effectWords: Readonly<Record<Effect, { readonly says: string; readonly tone: TagTone }>> = {
  X: { says: 'stops', tone: 'bad' }, B: { says: 'another must be started', tone: 'warn' }, A: { says: 'another takes over', tone: 'info' },
}

/** A service that feels the failure. */
export interface Felt {
  readonly service: GraphNode
  readonly effect: Effect
  readonly confidence: number
  /** Names from the thing to the service. */
  readonly way: readonly string[]
}

/** The structure below the services with what of it stands in for what. Pure. */
export function feltOf(id: string, above: Around, below: Around): readonly Felt[] {
  const parts = Map.groupBy(below.relations.filter((r) => r.kind !== 'connected_to'), (r) => r.fromId)
  const ofRole = (some: readonly GraphRelation[], role: GraphRelation['role']): readonly GraphRelation[] => some.filter((r) => r.role === role)
  const structure = structureOf([...parts].map(([from, some]) => ({
    id: from, needs: ofRole(some, 'series').map((r) => r.toId), alternates: ofRole(some, 'alternate').map((r) => ({ id: r.toId, groupName: r.groupName, atLeast: r.atLeast, standby: r.standby })),
  })))
  const nodes = new Map(above.nodes.map((n) => [n.id, n]))
  const felt = above.reached.flatMap((one): Felt[] => {
    const service = nodes.get(one.id)
    const effect = service?.record === 'service' ? effectOf(structure, one.id, new Set([id])) : null
    return service && effect !== null ? [{ service, effect, confidence: one.confidence, way: one.path.map((step) => nodes.get(step)?.name ?? 'one you cannot see') }] : []
  })
  const gravest = ['X', 'B', 'A']
  const tiers = ['gold', 'silver', 'bronze']
  const rank = (f: Felt): number => gravest.indexOf(f.effect) * 10 + (tiers.indexOf(f.service.tier ?? '') + 4) % 4
  return felt.toSorted((a, b) => rank(a) - rank(b) || (a.service.name < b.service.name ? -1 : 1))
}

/** Asked in two steps: who is above, then all that those stand on. */
export function useFelt(id: string, at: string | null) {
  const moment = at === null ? {} : { at }
  return useQuery({
    queryKey: ['graph', 'felt', id, at], staleTime: 30_000,
    queryFn: async () => {
      const above = await client.around({ ids: [id], direction: 'above', depth: MOST_DEEP, most: 5000, ...moment })
      const services = above.nodes.filter((n) => n.record === 'service' && n.id !== id)
      const below = services.length === 0 ? above : await client.around({ ids: services.slice(0, MOST_SERVICES).map((n) => n.id), direction: 'below', depth: MOST_DEEP, most: 5000, ...moment })
      return { felt: feltOf(id, above, below), isCut: above.isCut || below.isCut || services.length > MOST_SERVICES }
    },
  })
}

/** See `useFelt`. */
export function IfItFails({ id, name, at, answer }: { id: string; name: string; at: string | null; answer: ReturnType<typeof useFelt> }) {
  const felt = answer.data?.felt ?? []
  return (
    <Section title={`If ${name} fails`} note={answer.data ? counted(felt.length, 'service') : ''} trail={<Link href={graphAddress(id, at)}>Show in the graph</Link>}>
      {answer.error ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : answer.isPending ? <LoadingRows rows={2} /> : felt.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>No service is known to feel it. That is not the same as none: we see only what was recorded.</p> : felt.map((f) => (
        <Line key={f.service.id} below={`${f.way.toReversed().join(' → ')}, ${percent(f.confidence)} sure`} trail={<Tag tone={effectWords[f.effect].tone}>{effectWords[f.effect].says}</Tag>}>
          <Link quiet href={pageOf(f.service)}>{f.service.name}</Link>{f.service.tier && f.service.tier !== 'supporting' && <span className="ek-3">, {f.service.tier}</span>}
        </Line>
      ))}
      {answer.data && <p className="ek-small ek-3" style={{ padding: '4px 0' }}>Failure is followed from what fails to what stands on it; “is connected to” is shown among the relations and never followed, for it does not say what fails with what.</p>}
      {answer.data?.isCut && <p className="ek-small ek-warn">There is more than this page can look at.</p>}
    </Section>
  )
}
