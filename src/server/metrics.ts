/** What this process tells Prometheus about itself. */
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Live } from './stream.ts'

/** Registers `GET /metrics` and times every request. */
export function metricsRoute(app: FastifyInstance, about: { version: string; live: Live }): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({ name: 'evenkeel_build_info', help: 'The running version.', labelNames: ['version'], registers: [registry] }).set({ version: about.version }, 1)
  new Gauge({ name: 'evenkeel_live_connections', help: 'Pages that hear of changes as they happen.', registers: [registry], collect() { this.set(about.live.clients()) } })
  const duration = new Histogram({
    name: 'evenkeel_http_request_duration_seconds', help: 'From the first byte in to the last byte out.', labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
