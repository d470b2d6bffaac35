import { Server } from 'node:http'
import { trackPageResponse } from '../http/page-responses'
import type { PageListener } from './listener'
import { httpOrigin, reachableHost } from './server-url'

/** Prepares Next to serve the pages, and returns the listener that does so. */
export async function preparePages(server: Server): Promise<PageListener> {
  const { default: next } = await import('next')
  const dev = process.env.NODE_ENV === 'development'
  // Next handles upgrade requests of the server that it gets. Only reloading in development needs that. In production it would keep Node
  // from answering clients that offer to switch to HTTP/2 or a WebSocket, so Next gets a server that never listens.
  const httpServer = dev ? server : new Server()
  // Quiet, because instrumentation.ts logs the errors of pages: Next would print their messages, which may contain what a user sent.
  const address = addressOf(server)
  // Without this, Next would send its own requests by https when people use https, and they would fail, because this port serves http.
  process.env.__NEXT_PRIVATE_ORIGIN = httpOrigin(address.hostname, address.port)
  const app = next({ dev, quiet: !dev, httpServer, ...address })
  await app.prepare()
  const handle = app.getRequestHandler()
  return (request, response) => {
    trackPageResponse(request, response)
    return handle(request, response)
  }
}

/** Next sends itself a request, with the person's cookies, for the page to which an action redirects: it must know its own address. */
function addressOf(server: Server): { hostname: string; port: number } {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The pages are prepared after the port is open')
  return { hostname: reachableHost(address.address), port: address.port }
}
