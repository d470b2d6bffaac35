import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { newCertificate } from './certificate'

interface HttpsProxy {
  address: string
  stop: () => void
}

/** Serves a plain http port of this machine over https, as a proxy in front of the product does. */
export async function startHttpsProxy(targetPort: number): Promise<HttpsProxy> {
  const server = createServer(newCertificate('localhost'), (request, response) => forward(targetPort, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { address: `https://localhost:${(server.address() as AddressInfo).port}`, stop }
}

/** Keeps the Host header, and appends the client's address to those of earlier proxies. */
function forward(port: number, request: IncomingMessage, response: ServerResponse): void {
  const earlier = request.headers['x-forwarded-for']
  const clients = [...(earlier === undefined ? [] : [earlier]), request.socket.remoteAddress].join(', ')
  const headers = { ...request.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': clients }
  const forwarded = sendRequest({ host: '127.0.0.1', port, method: request.method, path: request.url, headers }, (received) => {
    response.writeHead(received.statusCode ?? 502, received.rawHeaders)
    received.pipe(response)
  })
  forwarded.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()))
  response.on('close', () => forwarded.destroy())
  request.pipe(forwarded)
}
