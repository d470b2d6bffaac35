import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { countActiveSessions } from '../db/health'
import { connection, db, singleton } from './process'

/** Returns the Prometheus registry of this process. */
export function metrics(): Registry {
  return singleton('metrics', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    addPoolConnections(registry)
    addActiveSessions(registry)
    return registry
  })
}

function addPoolConnections(registry: Registry): void {
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
}

function addActiveSessions(registry: Registry): void {
  new Gauge({
    name: 'memanto_sessions_active',
    help: 'Active sessions of all teams, counted in the database: every process reports the same number.',
    registers: [registry],
    async collect() {
      // Not a number while the database does not respond, so that the other metrics are still available.
      this.set(await countActiveSessions(db()).catch(() => Number.NaN))
    },
  })
}

/** Returns all metrics as Prometheus text, also those that have not counted anything yet. */
export async function metricsText(): Promise<{ text: string; contentType: string }> {
  memoriesStored()
  requestSeconds()
  return { text: await metrics().metrics(), contentType: metrics().contentType }
}

/** Returns the histogram of the time that requests take. */
export function requestSeconds(): Histogram<'method' | 'route' | 'status'> {
  return singleton(
    'requestSeconds',
    () =>
      new Histogram({
        name: 'memanto_request_seconds',
        help: 'Answered requests by method, route pattern and status.',
        labelNames: ['method', 'route', 'status'],
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
        registers: [metrics()],
      }),
  )
}

/** Returns the counter of memories that this process stored. */
export function memoriesStored(): Counter {
  return singleton(
    'memoriesStored',
    () => new Counter({ name: 'memanto_memories_stored_total', help: 'Memories that this process stored.', registers: [metrics()] }),
  )
}
