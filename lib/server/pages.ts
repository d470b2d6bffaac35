import { Server } from 'node:http'
import type { PageListener } from './listener'

/** Gets Next ready to serve the pages. */
export async function preparePages(server: Server): Promise<PageListener> {
  const { default: next } = await import('next')
  const dev = process.env.NODE_ENV === 'development'
  // Next listens for upgrades on the server it is given. Only reloading needs that; elsewhere it would keep Node from
  // answering clients that merely offer to speak HTTP/2 or a WebSocket, so a server that never listens is given.
  const httpServer = dev ? server : new Server()
  // Errors of pages are logged by instrumentation.ts: Next would print their messages, which may hold what a user sent.
  const app = next({ dev, quiet: !dev, httpServer })
  await app.prepare()
  return app.getRequestHandler()
}
