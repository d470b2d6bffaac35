import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Where connections and `listen(0)` of other programs get no port from: below the range from which systems take them. 10080 is one that `fetch` refuses. */
const FIRST_PORT = 11_000
const PORTS_OF_WORKER = 1_000
const WORKERS = 20

/** The number of this worker of Vitest, or of Playwright, whose are counted from the other end: each has ports of its own. */
const worker =
  process.env.VITEST_POOL_ID === undefined
    ? WORKERS - 1 - (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % WORKERS)
    : Number(process.env.VITEST_POOL_ID) % WORKERS

/** Begins elsewhere in each test file, so that no file gets the ports that another file or another run has just used, and goes on with each port. */
let at = randomInt(PORTS_OF_WORKER)

/** Returns a port of this machine on which nothing listens at the moment, and that no other test gets for a while. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS_OF_WORKER; tries++) {
    const port = FIRST_PORT + worker * PORTS_OF_WORKER + (at++ % PORTS_OF_WORKER)
    if (await isFree(port)) return port
  }
  throw new Error('No port of this worker is free.')
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}
