/** Baselines over HTTP: what one holds, and how the present differs from it. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../model/actor.ts'
import { promise } from '../model/error.ts'
import { type Baseline, baseline, contentNow } from '../practices/configuration/baseline.ts'
import { type BaselineContent, contentOf, differenceOf } from '../practices/configuration/baseline-content.ts'
import type { Session } from '../store/store.ts'
import { actorOf, type Face, pathPart } from './face.ts'

/** Registers them. */
export function baselineRoutes(app: FastifyInstance, face: Face): void {
  const read = async <T>(request: FastifyRequest, work: (s: Session, one: Baseline, kept: BaselineContent) => Promise<T>): Promise<T> => {
    const actor: Actor = await actorOf(face, request)
    return face.store.read(actor, async (s) => {
      const one = await s.find(baseline, pathPart(request, 'id'))
      const bytes = await s.attached(one.hash)
      promise(bytes !== null, 'what a baseline holds is kept')
      return work(s, one, contentOf(bytes))
    })
  }

  app.get('/api/baselines/:id/content', (request) => read(request, async (_s, one, kept) => ({ takenAt: one.takenAt, hash: one.hash, ...kept })))

  app.get('/api/baselines/:id/compare', (request) => read(request, async (s, one, kept) => ({ takenAt: one.takenAt, at: s.now(), ...differenceOf(kept, await contentNow(s, one)) })))
}
