import { Server } from 'node:http'
import { trackPageResponse } from '../http/page-responses'
import type { PageListener } from './listener'

/** Gets Next ready to serve the pages. */
export async function preparePages(server: Server): Promise<PageListener> {
  const { default: next } = await import('next')
  const dev = process.env.NODE_ENV === 'development'
  // Next listens for upgrades on the server it is given. Only reloading needs that; elsewhere it would keep Node from
  // answering clients that merely offer to speak HTTP/2 or a WebSocket, so a server that never listens is given.
  const httpServer = dev ? server : new Server()
  // Errors of pages are logged by instrumentation.ts: Next would print their messages, which may hold what a user sent.
  const address = placeOf(server)
  // Next would ask itself by https where people do, but this port speaks http: the requests failed, each with a line in the log.
  process.env.__NEXT_PRIVATE_ORIGIN = originOf(address)
  const app = next({ dev, quiet: !dev, httpServer, ...address })
  await app.prepare()
  const answer = app.getRequestHandler()
  return (request, response) => {
    trackPageResponse(request, response)
    return answer(request, response)
  }
}

interface ServerAddress {
  hostname: string
  port: number
}

const originOf = ({ hostname, port }: ServerAddress) => `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`

/** After an action that leads on to another page Next asks itself for that page, with the person's cookies: it must know where it is. */
function placeOf(server: Server): ServerAddress {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The pages are prepared after the port is open')
  const isAnywhere = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(address.address)
  return { hostname: isAnywhere ? 'localhost' : address.address, port: address.port }
}
