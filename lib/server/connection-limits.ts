import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { rejectConnection, trackResponse } from './broken-requests'
import { announcesLargeBody, streamLimitOf } from './error-responses'

/** Limits of one connection. */
export interface ConnectionLimits {
  headerBytes: number
  /** Time until the headers have arrived. */
  headersMs: number
  /** Time until the whole request has arrived. A body that an operation reads as it arrives may take longer: its sender waits for the operation. */
  requestMs: number
  /** The lowest rate at which a body may arrive, after `bodyGraceMs`. */
  bodyBytesPerSecond: number
  bodyGraceMs: number
  /** How long an idle connection is kept: longer than the minute for which load balancers keep theirs. */
  keepAliveMs: number
  /** How long nothing may be sent or received, for example when a client does not read its response. */
  inactivityMs: number
  checkEveryMs: number
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headerBytes: 128 * 1024,
  headersMs: 15_000,
  requestMs: 60_000,
  bodyBytesPerSecond: 5_000,
  bodyGraceMs: 15_000,
  keepAliveMs: 65_000,
  inactivityMs: 120_000,
  checkEveryMs: 1_000,
}

/** Creates an HTTP server that closes connections which exceed the limits. */
export function createLimitedServer(listener: RequestListener, limits: ConnectionLimits = CONNECTION_LIMITS): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    // Node knows one limit for all requests: `closeSlowConnections` applies it to those that it is for.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  })
  server.timeout = limits.inactivityMs
  server.on('request', trackResponse)
  server.on('request', listener)
  server.on('clientError', rejectConnection)
  closeSlowConnections(server, limits)
  server.on('checkContinue', (request, response) => {
    if (!announcesLargeBody(request)) response.writeContinue()
    server.emit('request', request, response)
  })
  return server
}

interface ArrivingBody {
  request: IncomingMessage
  fromMs: number
  /** Bytes that the connection had received before the body. */
  fromBytes: number
}

/** Closes connections whose request body arrives too slowly or for too long. */
function closeSlowConnections(server: Server, { requestMs, bodyBytesPerSecond, bodyGraceMs, checkEveryMs }: ConnectionLimits): void {
  const arrivingBodies = new Set<ArrivingBody>()
  server.on('request', (request) => {
    const { headers, socket } = request
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    if (hasBody) arrivingBodies.add({ request, fromMs: performance.now(), fromBytes: socket.bytesRead })
  })
  const check = (body: ArrivingBody) => {
    const { request, fromMs, fromBytes } = body
    const elapsedMs = performance.now() - fromMs
    if (request.complete || request.socket.destroyed) return void arrivingBodies.delete(body)
    const isStreamed = streamLimitOf(request) !== undefined
    const isInTime = isStreamed || elapsedMs < requestMs
    // What has arrived and is not read yet is not the sender's delay.
    const isWaitedFor = isStreamed && request.readableLength > 0
    const isFast = isWaitedFor || elapsedMs < bodyGraceMs || request.socket.bytesRead - fromBytes >= (bodyBytesPerSecond * elapsedMs) / 1000
    if (isInTime && isFast) return
    arrivingBodies.delete(body)
    rejectConnection(Object.assign(new Error('The body arrives too slowly.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), request.socket)
  }
  const timer = setInterval(() => arrivingBodies.forEach(check), checkEveryMs).unref()
  server.once('close', () => clearInterval(timer))
}
