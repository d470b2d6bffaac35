import type { IncomingMessage } from 'node:http'
import { isHostOfThisMachine, type PageAddress, parseHost } from '../http/address'
import type { VouchedClient } from './client-address'

/**
 * Where a page was asked for. With PUBLIC_URL that is PUBLIC_URL, whatever a proxy made of the Host header. Without, it is the host that a
 * trusted proxy tells or the Host of this machine; undefined for any other, because a link to it would lead where a stranger chose.
 */
export function findPageAddress(request: IncomingMessage, client: VouchedClient, publicUrl: string | undefined): PageAddress | undefined {
  const { host = '', 'x-forwarded-host': forwardedHost } = request.headers
  const trustedHost = typeof forwardedHost === 'string' ? forwardedHost.split(',', 1)[0]?.trim() : undefined
  const scheme = client.isSecure ? 'https' : 'http'
  if (client.isInternal && trustedHost) return { host: trustedHost, scheme }
  if (publicUrl !== undefined) return publicPageAddress(request, new URL(publicUrl))
  if (trustedHost !== undefined) return parseHost(trustedHost) && { host: trustedHost, scheme }
  return host === '' || isHostOfThisMachine(host) ? { host: host || 'localhost', scheme } : undefined
}

/** A form that was sent from a page of this very machine keeps its Host: Next compares it with the Origin. Cookies follow the scheme of PUBLIC_URL, always. */
function publicPageAddress({ headers }: IncomingMessage, { host: publicHost, protocol }: URL): PageAddress {
  const { host = '', origin, 'sec-fetch-site': site = 'same-origin' } = headers
  const isFromHere =
    origin !== undefined && URL.canParse(origin) && new URL(origin).host === host && site === 'same-origin' && isHostOfThisMachine(host)
  return { host: isFromHere ? host : publicHost, scheme: protocol === 'https:' ? 'https' : 'http' }
}

/** Tells Next and NextAuth, which read these headers, where the page was asked for. */
export function writePageAddress({ headers }: IncomingMessage, { host, scheme }: PageAddress): void {
  headers.host = host
  headers['x-forwarded-host'] = host
  headers['x-forwarded-proto'] = scheme
}

/** True for a request with several Host lines: whoever reads the first and whoever reads the last would disagree. */
export function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1
}
