import { isIP } from 'node:net'
import type { RequestContext } from '../context'
import { newId } from '../ids'
import { peerProof } from '../process'

/** Who sent a request, as far as our own server vouches for it. */
export interface Client {
  requestId: string
  /** The client's IP address; null under other hosts of Next, which cannot vouch for one. */
  address: string | null
  /** The TCP peer; differs from `address` behind a trusted proxy. */
  peer: string | null
  /** True when the request had a header by which proxies name a client, trusted or not. */
  isForwarded: boolean
}

export const PEER_HEADER = 'x-memanto-peer'
/** Where our server writes the path that was requested, for pages, which cannot see it. */
export const PATH_HEADER = 'x-memanto-path'
const FORWARDED = 'forwarded'

/** Builds the value that our server writes into PEER_HEADER, replacing whatever the client sent. */
export function formatPeerHeader(peer: string, address: string, isForwarded: boolean, requestId = newId('req')): string {
  return `${peerProof()} ${peer} ${address} ${isForwarded ? FORWARDED : 'direct'} ${requestId}`
}

/** True when this process sent the request to itself, as Next does after some actions; what it says of the client was checked before. */
export const isFromThisProcess = (header: unknown) => typeof header === 'string' && header.split(' ', 1)[0] === peerProof()

/** Reads who sent a request from the header that our server wrote. Without a valid one, the request id is new and the addresses are null. */
export function clientOf(headers: Headers): Client {
  const [proof, peer = '', address = '', way, requestId = newId('req')] = headers.get(PEER_HEADER)?.split(' ') ?? []
  if (proof !== peerProof() || isIP(peer) === 0) return { requestId: newId('req'), peer: null, address: null, isForwarded: false }
  return { requestId, peer, address: isIP(address) === 0 ? peer : address, isForwarded: way === FORWARDED }
}

/** Reads the id that our server gave a request which it sent to itself. */
export const requestIdIn = (header: unknown) => clientOf(new Headers({ [PEER_HEADER]: String(header) })).requestId

/** The context of a use case that a page or a form calls. Forms carry no Idempotency-Key. */
export function contextOf(headers: Headers): RequestContext {
  const { requestId, address } = clientOf(headers)
  return { requestId, clientAddress: address, idempotencyKey: null }
}
