import autocannon from 'autocannon'
import { readTask } from './child-process'
import type { Request } from './load'

/** Clients that ask as fast as they are answered, and do not mind what. */
export interface LoadTask {
  origin: string
  connections: number
  requests: Request[]
}

const NO_END_SECONDS = 3600

/** Asks until the parent goes; in a process of its own, so that it does not delay who measures. */
export async function serveBackgroundLoad(): Promise<void> {
  const { origin, connections, requests } = await readTask<LoadTask>()
  const statuses = new Map<number, number>()
  let next = 0
  const setupClient = (client: { setRequests(requests: Request[]): void }) =>
    client.setRequests([requests[next++ % requests.length] as Request])
  const run = autocannon({ url: origin, connections, duration: NO_END_SECONDS, sampleInt: 1000, requests: [], setupClient })
  run.on('response', (_client, status) => statuses.set(status, (statuses.get(status) ?? 0) + 1))
  run.on('reqError', () => statuses.set(0, (statuses.get(0) ?? 0) + 1))
  process.on('message', () => process.send?.(Object.fromEntries(statuses)))
  process.send?.('asking')
  await run
}
