import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request as ask, createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { freePort } from '../test/free-port'
import { newCertificate } from './certificate'
import { type OwnServer, startOwnServer } from './own-server'

export interface ProxiedServer extends OwnServer {
  /** What people use: the proxy's. */
  address: string
  /** The server's own, behind the proxy. */
  upstream: string
}

/** Names under memanto.test lead to this machine (playwright.config.ts), and no browser takes them for loopback: plain http there is not secure. */
const HOST = 'portal.memanto.test'

/**
 * Does to a request what `proxy_pass http://127.0.0.1:PORT;` of nginx does, alone: Host becomes the upstream's, the connection is closed
 * after one answer, and nothing tells of the client or of https. `added` are header lines as proxy_set_header makes them.
 */
function proxyTo(port: number, added: (host: string) => Record<string, string>): RequestListener {
  return (request, response) => {
    const { url: path, method } = request
    const headers = { ...request.headers, connection: 'close', host: `127.0.0.1:${port}`, ...added(request.headers.host ?? '') }
    const onward = ask({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  }
}

/** The header lines that our configuration for nginx sets, with its variables filled in. */
export function nginxHeaders(host: string): Record<string, string> {
  const config = readFileSync(new URL('../docs/proxy/nginx.conf', import.meta.url), 'utf8')
  const variables: Record<string, string> = { $http_host: host, $scheme: 'https', $proxy_add_x_forwarded_for: '127.0.0.1', '""': '' }
  const lines = [...config.matchAll(/^ *proxy_set_header (\S+) (\S+);$/gm)]
  if (lines.length === 0) throw new Error('docs/proxy/nginx.conf sets no header.')
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name.toLowerCase(), variables[value] ?? value]))
}

export interface ProxyWishes {
  scheme: 'http' | 'https'
  settings?: Record<string, string> | undefined
  added?: ((host: string) => Record<string, string>) | undefined
}

/** The built product on a database of its own, reached through a proxy: PUBLIC_URL is the proxy's address. */
export async function startBehindProxy({ scheme, settings = {}, added = () => ({}) }: ProxyWishes): Promise<ProxiedServer> {
  const port = await freePort()
  const listener = proxyTo(port, added)
  const proxy: Server = scheme === 'https' ? createTlsServer(newCertificate(HOST), listener) : createServer(listener)
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = `${scheme}://${HOST}:${(proxy.address() as AddressInfo).port}`
  const server = await startOwnServer({ PORT: String(port), PUBLIC_URL: address, ...settings })
  const stop = async () => {
    proxy.close()
    proxy.closeAllConnections()
    await server.stop()
  }
  return { ...server, address, upstream: `http://localhost:${port}`, stop }
}
