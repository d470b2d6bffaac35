import type { Server, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { describeCause } from '../http/observe'
import { connection, lifecycle, log } from '../process'
import { writeCalls } from '../request-log/queue'
import type { OpenDatabase } from './database'
import { removeServerRecord } from './running-server'
import { handleStopSignals } from './stop-signals'

const CHECK_EVERY_MS = 20
/** How long new connections are still accepted, from clients that do not know yet that the server is stopping: a load balancer asks /ready only now and then. */
const ACCEPT_FOR_MS = 3_000
/** How long requests may take to finish, in all. */
const DRAIN_WITHIN_MS = 10_000
const CLOSE_POOL_WITHIN_MS = 5_000
/** How long the last calls may take to get into the request log. */
const WRITE_CALLS_WITHIN_MS = 2_000

/** Lets the running requests of a server finish after a signal to stop. */
type Drain = (signal: NodeJS.Signals) => Promise<void>

/**
 * Counts the running requests of a server from now on. The returned function lets them finish, at first while new connections are still
 * accepted, and closes the connections that are left after ten seconds. After SIGTERM, which services are stopped with, new connections are accepted for the
 * whole time also where no request is running; a person at a terminal does not wait for that.
 */
export function trackRequests(server: Server): Drain {
  let inFlight = 0
  server.on('request', (_request, response: ServerResponse) => {
    inFlight += 1
    response.once('close', () => {
      inFlight -= 1
    })
  })
  const waitUntilIdle = async (withinMs: number) => {
    const deadline = performance.now() + withinMs
    while (inFlight > 0 && performance.now() < deadline) await pause(CHECK_EVERY_MS)
  }
  return async (signal) => {
    const mayBeBalanced = signal === 'SIGTERM' && !lifecycle().starting
    await (mayBeBalanced ? pause(ACCEPT_FOR_MS) : waitUntilIdle(ACCEPT_FOR_MS))
    server.close()
    await waitUntilIdle(DRAIN_WITHIN_MS - ACCEPT_FOR_MS)
    server.closeAllConnections()
  }
}

/** Shuts down on the first SIGTERM, Ctrl-C or SIGHUP. A second SIGTERM or Ctrl-C ends the process at once. */
export function shutDownOnSignals(drain: Drain, opening: Promise<OpenDatabase>): void {
  const stop = (signal: NodeJS.Signals) => {
    lifecycle().stopping = true
    void drain(signal).then(() => shutDown(opening, 0))
  }
  handleStopSignals(stop, () => process.exit(1))
  // Output to a terminal that was closed fails, which must not interrupt the shutdown.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}

/** Logs an uncaught error and shuts down, because it may have left an invalid state. Only logs a rejected promise that nothing handles. */
export function shutDownOnErrors(opening: Promise<OpenDatabase>): void {
  process.on('unhandledRejection', (reason) => log().error({ cause: describeCause(reason), at: framesOf(reason) }, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    log().fatal({ cause: describeCause(error), at: framesOf(error) }, 'uncaught exception')
    void shutDown(opening, 1)
  })
}

/** Returns a stack without its first lines, which contain the message. */
function framesOf(thrown: unknown): string[] | undefined {
  const stack = thrown instanceof Error ? thrown.stack : undefined
  return stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
}

/** Writes the last calls into the request log, closes the pool and the embedded database, and ends the process. */
export async function shutDown(opening: Promise<OpenDatabase>, exitCode: number): Promise<never> {
  lifecycle().stopping = true
  const database = await opening.catch(() => undefined)
  if (database) {
    removeServerRecord(database.place)
    await Promise.race([writeCalls(), pause(WRITE_CALLS_WITHIN_MS)])
    await Promise.race([connection().db.destroy(), pause(CLOSE_POOL_WITHIN_MS)])
    await database.close().catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  }
  process.exit(exitCode)
}
