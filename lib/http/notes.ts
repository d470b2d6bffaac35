import { isIP } from 'node:net'
import { newId } from '../ids'
import { peerProof } from '../process'

/** What becomes known of a request on its way: for the log line, the audit row and the answer's headers. */
export interface Notes {
  requestId: string
  /** The client's address, as our own server saw it; null under other hosts, which cannot vouch for one. */
  address: string | null
  /** The TCP peer; differs from `address` behind a trusted proxy. */
  peer: string | null
  /** True when the request came with a header by which proxies tell of a client, believed or not. */
  forwarded: boolean
  /** The folder of whatever answers, such as `/api/v2/agents/[agentId]`, where our own server found it. */
  route?: string
  teamId?: string
  keyId?: string
  /** In whose name the request is worked on: known from a credential that was found valid. */
  caller?: CallerIdentity
  /** Digest of the credential that was sent. */
  credential?: string
  /** How much of each rate limit is left. */
  quotas?: Quota[]
  agentId?: string
  /** True when an Idempotency-Key brought back a recorded answer. */
  replayed?: boolean
  /** The session a call is in: every answer tells when it expires, and a token older than that is replaced. */
  session?: { expiresAt: Date; freshToken?: string }
}

/** For whom requests are counted and slots are taken. */
export interface CallerIdentity {
  teamId: string
  /** `key:<id>` or `person:<id>`; of a session token whoever it was issued to. */
  issuedTo: string
}

/** What is left of a rate limit. */
export interface Quota {
  name: 'key' | 'team'
  perMinute: number
  remaining: number
  resetSeconds: number
}

export const PEER_HEADER = 'x-memanto-peer'
/** Where our server writes the path that was asked for, for pages, which do not see it. */
export const PATH_HEADER = 'x-memanto-path'
const FORWARDED = 'forwarded'

const noted = new WeakMap<Request, Notes>()

export function notesOf(request: Request): Notes {
  const known = noted.get(request)
  if (known) return known
  const notes = notesFrom(request.headers)
  noted.set(request, notes)
  return notes
}

/** What our server writes into PEER_HEADER, replacing whatever the client sent. */
export function peerHeader(peer: string, address: string, forwarded: boolean, requestId = newId('req')): string {
  return `${peerProof()} ${peer} ${address} ${forwarded ? FORWARDED : 'direct'} ${requestId}`
}

/** True when this process sent the request to itself, as Next does after some actions: what it says of the client was vouched for before. */
export const isFromOurselves = (header: unknown) => typeof header === 'string' && header.split(' ', 1)[0] === peerProof()

/** For pages, which see only the headers of their request. */
export function notesFrom(headers: Headers): Notes {
  const [proof, peer = '', address = '', way, requestId = newId('req')] = headers.get(PEER_HEADER)?.split(' ') ?? []
  if (proof !== peerProof() || isIP(peer) === 0) return { requestId: newId('req'), peer: null, address: null, forwarded: false }
  return { requestId, peer, address: isIP(address) === 0 ? peer : address, forwarded: way === FORWARDED }
}

/** The id that our server gave a request which it sent to itself. */
export const requestIdIn = (header: unknown) => notesFrom(new Headers({ [PEER_HEADER]: String(header) })).requestId
