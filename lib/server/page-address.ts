import type { IncomingMessage } from 'node:http'
import { isHostOfThisMachine, type PageAddress, parseHost } from '../http/address'
import type { VouchedClient } from './client-address'

/**
 * Returns the address at which a page was requested. With PUBLIC_URL, that is PUBLIC_URL, even if a proxy changed the Host header. Without it,
 * that is the host which a trusted proxy reports, or the Host header if it names this machine; undefined otherwise, because links would lead to
 * a host that an attacker may have chosen.
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

/** Returns the address of PUBLIC_URL. A form from a page of this machine keeps its host, because Next compares it with the Origin header. The scheme is always that of PUBLIC_URL. */
function publicPageAddress({ headers }: IncomingMessage, { host: publicHost, protocol }: URL): PageAddress {
  const { host = '', origin, 'sec-fetch-site': site = 'same-origin' } = headers
  const isFromHere =
    origin !== undefined && URL.canParse(origin) && new URL(origin).host === host && site === 'same-origin' && isHostOfThisMachine(host)
  return { host: isFromHere ? host : publicHost, scheme: protocol === 'https:' ? 'https' : 'http' }
}

/** Writes the address of a page into the headers that Next and NextAuth read. */
export function writePageAddress({ headers }: IncomingMessage, { host, scheme }: PageAddress): void {
  headers.host = host
  headers['x-forwarded-host'] = host
  headers['x-forwarded-proto'] = scheme
}

/** True for a request with several Host headers: code that reads the first and code that reads the last would disagree. */
export function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts++
  return hosts > 1
}
