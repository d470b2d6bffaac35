import { once } from 'node:events'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { newCertificate } from './certificate'

export interface HttpsProxy {
  address: string
  stop: () => void
}

/** Serves a plain http port of this machine over https, as a proxy in front of the product does. */
export async function startHttpsProxy(targetPort: number): Promise<HttpsProxy> {
  const server = createServer(newCertificate('localhost'), (asked, answer) => forward(targetPort, asked, answer)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { address: `https://localhost:${(server.address() as AddressInfo).port}`, stop }
}

/** Keeps the Host, and appends the client to those that earlier proxies named. */
function forward(port: number, asked: IncomingMessage, answer: ServerResponse): void {
  const before = asked.headers['x-forwarded-for']
  const client = [...(before === undefined ? [] : [before]), asked.socket.remoteAddress].join(', ')
  const headers = { ...asked.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': client }
  const passed = request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
    response.pipe(answer)
  })
  passed.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  answer.on('close', () => passed.destroy())
  asked.pipe(passed)
}
