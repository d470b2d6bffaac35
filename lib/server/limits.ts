import { createServer, type RequestListener, type Server } from 'node:http'
import { announcesTooMuch } from './answers'
import { refuseConnection, trackAnswer } from './broken-requests'

/** What one connection may ask of us (SPEC §4.5). */
export interface Limits {
  headerBytes: number
  /** Until the headers, and until the whole request have arrived. */
  headersMs: number
  requestMs: number
  /** How long an idle connection is kept: longer than the minute that load balancers keep theirs. */
  keepAliveMs: number
  /** How long nothing may move, such as with a client that does not read its answer. */
  silenceMs: number
  checkEveryMs: number
}

export const LIMITS: Limits = {
  headerBytes: 128 * 1024,
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 65_000,
  silenceMs: 120_000,
  checkEveryMs: 1_000,
}

export function createLimitedServer(listener: RequestListener, limits: Limits = LIMITS): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  })
  server.timeout = limits.silenceMs
  server.on('request', trackAnswer)
  server.on('request', listener)
  server.on('clientError', refuseConnection)
  server.on('checkContinue', (request, response) => {
    if (!announcesTooMuch(request)) response.writeContinue()
    server.emit('request', request, response)
  })
  return server
}
