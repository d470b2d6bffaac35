import type { IncomingMessage, ServerResponse } from 'node:http'
import { ERRORS } from '../errors'
import { singleton } from '../process'
import { recordCall } from '../request-log/queue'
import { clientOf, PEER_HEADER } from './client'
import { asAppError } from './problem'

/** A page that is being rendered. */
interface OpenPage {
  response: ServerResponse
  startedMs: number
  address: string | null
  /** The team of its viewer, as soon as it is known. */
  teamId?: string
}

/** Returns the pages that are being rendered, by request id. */
const openPages = () => singleton('pageResponses', () => new Map<string, OpenPage>())

/** Remembers the response to a page's request until it is finished. */
export function trackPageResponse(request: IncomingMessage, response: ServerResponse): void {
  const { requestId, address } = clientOf(new Headers({ [PEER_HEADER]: String(request.headers[PEER_HEADER]) }))
  openPages().set(requestId, { response, startedMs: performance.now(), address })
  response.once('close', () => openPages().delete(requestId))
}

/** Remembers the team whose page a request is for. */
export function notePageTeam(requestId: string, teamId: string): void {
  const page = openPages().get(requestId)
  if (page) page.teamId = teamId
}

/** A page that failed. */
interface FailedPage {
  requestId: string
  method: string
  /** Its folder under `app`. */
  route: string
  /** The code that it shows. */
  digest: string | undefined
}

/** Records a page that failed in the request log of its viewer's team, where its code is found. */
export function recordFailedPage({ requestId, method, route, digest }: FailedPage, thrown: unknown): void {
  const page = openPages().get(requestId)
  if (page?.teamId === undefined) return
  const { code } = asAppError(thrown)
  const { teamId, address, startedMs } = page
  const failed = { requestId, method, route, digest, code, status: ERRORS[code].status, milliseconds: performance.now() - startedMs }
  recordCall({ ...failed, teamId, address, keyId: undefined, sessionId: undefined, agentName: undefined })
}

/** Makes the response of a page that failed because the database is busy or unavailable a 503 with Retry-After. Next would send a 500. */
export function setUnavailableStatus(requestId: string, thrown: unknown): void {
  const response = openPages().get(requestId)?.response
  if (response === undefined || ERRORS[asAppError(thrown).code].status !== 503) return
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    if (status !== 500) return writeHead(status, ...rest)
    response.setHeader('retry-after', '1')
    return writeHead(503, ...rest)
  }) as typeof response.writeHead
}
