import type { IncomingMessage } from 'node:http'
import { type BlockList, isIP } from 'node:net'
import { formatPeerHeader, isFromThisProcess, PEER_HEADER, requestIdIn } from '../http/client'
import { newId } from '../ids'

/** Who sent a request, as far as the server can verify it. */
export interface VouchedClient {
  /** True when a trusted proxy received the request by https. */
  isSecure: boolean
  /** True when this process sent the request to itself, as Next does after some actions, while it handles another request. */
  isInternal: boolean
  /** Id of the request in its response, its log line and its audit rows. */
  requestId: string
  address: string
}

const FORWARDING_HEADERS = /^(forwarded|x-forwarded-.+|x-real-ip)$/

/** Determines who sent a request and writes it into PEER_HEADER. Removes the headers that only a trusted proxy may send. */
export function identifyClient(request: IncomingMessage, proxies: BlockList): VouchedClient {
  const { headers, socket } = request
  const own = headers[PEER_HEADER]
  const peer = plainAddress(socket.remoteAddress ?? '')
  if (isFromThisProcess(own))
    return { isSecure: headers['x-forwarded-proto'] === 'https', isInternal: true, requestId: requestIdIn(own), address: peer }
  const forwarding = Object.keys(headers).filter((name) => FORWARDING_HEADERS.test(name))
  const isTrusted = forwarding.length > 0 && isIn(proxies, peer)
  const address = isTrusted ? firstUntrustedAddress(peer, String(headers['x-forwarded-for'] ?? ''), proxies) : peer
  const requestId = newId('req')
  const isSecure = isTrusted && /^\s*https\s*(,|$)/i.test(String(headers['x-forwarded-proto'] ?? ''))
  removeHeaders(request, isTrusted ? [PEER_HEADER] : [PEER_HEADER, ...forwarding])
  addHeader(request, PEER_HEADER, formatPeerHeader(peer, address, forwarding.length > 0, requestId))
  return { isSecure, isInternal: false, requestId, address }
}

/** Each proxy appends the address that connected to it. Going back from the peer, the first address that is not a trusted proxy is the client. */
function firstUntrustedAddress(peer: string, forwardedFor: string, proxies: BlockList): string {
  let address = peer
  for (const hop of forwardedFor.split(',').reverse()) {
    const previous = plainAddress(hop.trim())
    if (!isIn(proxies, address) || isIP(previous) === 0) return address
    address = previous
  }
  return address
}

function isIn(networks: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && networks.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Returns the plain IP address of `::ffff:192.0.2.1`, `192.0.2.1:443`, `[2001:db8::1]:443` or `fe80::1%eth0`. */
export function plainAddress(written: string): string {
  const withoutPort = /^\[([^\]]+)\](:\d+)?$/.exec(written)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(written)?.[1] ?? written
  const [address = ''] = withoutPort.split('%')
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

/** Removes headers from `headers`, which Next reads, and from `rawHeaders`, which the listener of the API reads. */
function removeHeaders(request: IncomingMessage, names: string[]): void {
  const { headers, rawHeaders } = request
  const sent = names.filter((name) => name in headers)
  if (sent.length === 0) return
  for (const name of sent) delete headers[name]
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) if (sent.includes(rawHeaders[at]?.toLowerCase() ?? '')) rawHeaders.splice(at, 2)
}

function addHeader(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value
  request.rawHeaders.push(name, value)
}
