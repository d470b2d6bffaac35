import { isIP } from 'node:net'
import type { RequestContext } from '../context'
import { newId } from '../ids'
import { peerProof } from '../process'

/** Who sent a request, as far as our own server has verified it. */
export interface Client {
  requestId: string
  /** The client's IP address; null when Next runs without our server, so that no address is verified. */
  address: string | null
  /** Address of the TCP peer, which differs from `address` behind a trusted proxy. */
  peer: string | null
  /** True when the request had a header with which proxies report a client, trusted or not. */
  isForwarded: boolean
}

/** The header in which our server writes who sent a request. */
export const PEER_HEADER = 'x-memanto-peer'
/** The header in which our server writes the requested path, which Next does not pass to pages. */
export const PATH_HEADER = 'x-memanto-path'
const FORWARDED = 'forwarded'

/** Returns the value that our server writes into PEER_HEADER in place of what the client sent. */
export function formatPeerHeader(peer: string, address: string, isForwarded: boolean, requestId = newId('req')): string {
  return `${peerProof()} ${peer} ${address} ${isForwarded ? FORWARDED : 'direct'} ${requestId}`
}

/** True when this process sent the request to itself, as Next does after some actions. Its headers about the client were verified in the original request. */
export const isFromThisProcess = (header: unknown) => typeof header === 'string' && header.split(' ', 1)[0] === peerProof()

/** Reads who sent a request from the header that our server wrote. Without a valid one, the request id is new and the addresses are null. */
export function clientOf(headers: Headers): Client {
  const [proof, peer = '', address = '', way, requestId = newId('req')] = headers.get(PEER_HEADER)?.split(' ') ?? []
  if (proof !== peerProof() || isIP(peer) === 0) return { requestId: newId('req'), peer: null, address: null, isForwarded: false }
  return { requestId, peer, address: isIP(address) === 0 ? peer : address, isForwarded: way === FORWARDED }
}

/** Reads the request id in the value of PEER_HEADER. */
export const requestIdIn = (header: unknown) => clientOf(new Headers({ [PEER_HEADER]: String(header) })).requestId

const LONGEST_PROGRAM = 200

/** Returns the name of the program that sent a request, from the header X-Memanto-Client or User-Agent; '' if there is none. */
export function programIn(headers: Headers): string {
  const name = headers.get('x-memanto-client') ?? headers.get('user-agent') ?? ''
  return name
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, LONGEST_PROGRAM)
}

/** Returns the context for use cases that a page or a form calls, without an Idempotency-Key. */
export function contextOf(headers: Headers): RequestContext {
  const { requestId, address } = clientOf(headers)
  return { requestId, clientAddress: address, idempotencyKey: null, client: 'Memanto portal' }
}
