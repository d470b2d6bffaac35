import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { announcesTooMuch } from './answers'
import { refuseConnection, trackAnswer } from './broken-requests'

/** What one connection may ask of us (SPEC §4.5). */
export interface Limits {
  headerBytes: number
  /** Until the headers, and until the whole request have arrived. */
  headersMs: number
  requestMs: number
  /** How slowly a body may arrive, and for how long it may arrive still more slowly. */
  bodyBytesPerSecond: number
  bodyGraceMs: number
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
  bodyBytesPerSecond: 5_000,
  bodyGraceMs: 15_000,
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
  cutOffSlowBodies(server, limits)
  server.on('checkContinue', (request, response) => {
    if (!announcesTooMuch(request)) response.writeContinue()
    server.emit('request', request, response)
  })
  return server
}

interface Arriving {
  request: IncomingMessage
  fromMs: number
  /** What its connection had brought before its body. */
  fromBytes: number
}

/** Closes connections whose request body arrives too slowly, as Node does where a request takes too long in all. */
function cutOffSlowBodies(server: Server, { bodyBytesPerSecond, bodyGraceMs, checkEveryMs }: Limits): void {
  const arriving = new Set<Arriving>()
  server.on('request', (request) => {
    const { headers, socket } = request
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    if (hasBody) arriving.add({ request, fromMs: performance.now(), fromBytes: socket.bytesRead })
  })
  const check = (body: Arriving) => {
    const { request, fromMs, fromBytes } = body
    const elapsedMs = performance.now() - fromMs
    if (request.complete || request.socket.destroyed) return void arriving.delete(body)
    if (elapsedMs < bodyGraceMs || request.socket.bytesRead - fromBytes >= (bodyBytesPerSecond * elapsedMs) / 1000) return
    arriving.delete(body)
    refuseConnection(Object.assign(new Error('The body arrives too slowly.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), request.socket)
  }
  const timer = setInterval(() => arriving.forEach(check), checkEveryMs).unref()
  server.once('close', () => clearInterval(timer))
}
