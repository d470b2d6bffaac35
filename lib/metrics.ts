import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { connection, once } from './process'

/** The process's Prometheus registry. */
export function metrics(): Registry {
  return once('metrics', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    new Gauge({
      name: 'memanto_pool_connections',
      help: 'Database connections of this process by state.',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { pool } = connection()
        this.set({ state: 'open' }, pool.totalCount)
        this.set({ state: 'idle' }, pool.idleCount)
        this.set({ state: 'waiting' }, pool.waitingCount)
      },
    })
    return registry
  })
}

export function requestSeconds(): Histogram<'method' | 'route' | 'status'> {
  return once('requestSeconds', () =>
    new Histogram({
      name: 'memanto_request_seconds',
      help: 'Answered requests by method, route pattern and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [metrics()],
    }),
  )
}
