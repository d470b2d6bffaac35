import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Starts an HTTP server that stops at the end of the test. Returns its address. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export interface ReceivedRequest {
  method: string | undefined
  path: string | undefined
  idempotencyKey: string | undefined
  /** The program that the request names. */
  client: string | undefined
  body: string
}

export type Responder = (response: ServerResponse, request: IncomingMessage) => unknown

/** Starts a server that answers each request with the next responder, and further requests with the last. Returns what it receives. */
export async function startScriptedServer(...responders: Responder[]): Promise<{ url: string; received: ReceivedRequest[] }> {
  const received: ReceivedRequest[] = []
  const url = await listen(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const responder = responders[Math.min(received.length, responders.length - 1)]
    const { 'idempotency-key': idempotencyKey, 'x-memanto-client': client } = request.headers as Record<string, string | undefined>
    received.push({ method: request.method, path: request.url?.split('?')[0], idempotencyKey, client, body })
    responder?.(response, request)
  })
  return { url, received }
}

/** Responds with JSON. */
export const respond =
  (status: number, body: object, headers = {}): Responder =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

/** Responds with a problem document. */
export const respondProblem = (status: number, code: string, headers = {}) =>
  respond(status, { type: 'x', title: 'x', status, detail: `It is ${code}.`, code, request_id: 'req_1' }, headers)

/** Closes the connection without a response. */
export const disconnect: Responder = (response) => response.destroy()

interface Proxy {
  url: string
  /** `GET /path` for each request. */
  requests: string[]
}

/**
 * Starts a proxy to a server. Where `isLost`, the server does its work and the response never reaches the client. `beforeResponse` is awaited
 * between the server's work and the response to the client.
 */
export async function startProxy(
  serverUrl: string,
  isLost: (request: IncomingMessage) => boolean = () => false,
  beforeResponse: (request: IncomingMessage) => unknown = () => {},
): Promise<Proxy> {
  const { hostname, port } = new URL(serverUrl)
  const requests: string[] = []
  const url = await listen((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`)
    const lost = isLost(request)
    const onward = forward({ hostname, port, path: request.url, method: request.method, headers: request.headers }, async (incoming) => {
      await beforeResponse(request)
      if (lost) return incoming.resume().on('end', () => response.destroy())
      response.writeHead(incoming.statusCode ?? 500, incoming.headers)
      return incoming.pipe(response)
    })
    request.pipe(onward)
  })
  return { url, requests }
}
