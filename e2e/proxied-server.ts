import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server, request as sendRequest } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { freePort } from '../test/free-port'
import { newCertificate } from './certificate'
import { type SeparateServer, startSeparateServer } from './separate-server'

/** A server behind a proxy. */
export interface ProxiedServer extends SeparateServer {
  /** The address of the proxy, which people use. */
  address: string
  /** The address of the server itself, behind the proxy. */
  upstream: string
}

/**
 * A host name that resolves to this machine (see playwright.config.ts) but that browsers do not treat as loopback: plain http there is not
 * a secure context.
 */
const HOST = 'portal.memanto.test'

/** Returns headers that a proxy adds, for the host that the browser requested. */
type AddedHeaders = (host: string) => Record<string, string>

/**
 * Does what `proxy_pass http://127.0.0.1:PORT;` of nginx does without further configuration: Host becomes the upstream's, the connection is
 * closed after one response, and no header says who the client is or that it used https.
 */
function proxyTo(port: number, addedHeaders: AddedHeaders): RequestListener {
  return (request, response) => {
    const { url: path, method } = request
    const added = addedHeaders(request.headers.host ?? '')
    const headers = { ...request.headers, connection: 'close', host: `127.0.0.1:${port}`, ...added }
    const forwarded = sendRequest({ host: '127.0.0.1', port, path, method, headers }, (received) => {
      response.writeHead(received.statusCode ?? 502, received.rawHeaders)
      received.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    response.on('close', () => forwarded.destroy())
    request.pipe(forwarded)
  }
}

/** The headers that docs/proxy/nginx.conf sets, with nginx's variables filled in. */
export function nginxHeaders(host: string): Record<string, string> {
  const config = readFileSync(new URL('../docs/proxy/nginx.conf', import.meta.url), 'utf8')
  const variables: Record<string, string> = { $http_host: host, $scheme: 'https', $proxy_add_x_forwarded_for: '127.0.0.1', '""': '' }
  const lines = [...config.matchAll(/^ *proxy_set_header (\S+) (\S+);$/gm)]
  if (lines.length === 0) throw new Error('docs/proxy/nginx.conf sets no header.')
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name.toLowerCase(), variables[value] ?? value]))
}

/** How a proxy forwards requests, and how the server behind it is configured. */
export interface ProxyOptions {
  scheme: 'http' | 'https'
  /** Environment variables of the server. */
  settings?: Record<string, string> | undefined
  addedHeaders?: AddedHeaders | undefined
}

/** Starts the built product with its own database behind a proxy. PUBLIC_URL is the proxy's address. */
export async function startProxiedServer({ scheme, settings = {}, addedHeaders = () => ({}) }: ProxyOptions): Promise<ProxiedServer> {
  const port = await freePort()
  const listener = proxyTo(port, addedHeaders)
  const proxy: Server = scheme === 'https' ? createTlsServer(newCertificate(HOST), listener) : createServer(listener)
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = `${scheme}://${HOST}:${(proxy.address() as AddressInfo).port}`
  const server = await startSeparateServer({ PORT: String(port), PUBLIC_URL: address, ...settings })
  const stop = async () => {
    proxy.close()
    proxy.closeAllConnections()
    await server.stop()
  }
  return { ...server, address, upstream: `http://localhost:${port}`, stop }
}
