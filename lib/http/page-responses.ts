import type { IncomingMessage, ServerResponse } from 'node:http'
import { ERRORS } from '../errors'
import { singleton } from '../process'
import { PEER_HEADER, requestIdIn } from './client'
import { asAppError } from './problem'

/** Returns the responses of pages that are being rendered, by request id. */
const openResponses = () => singleton('pageResponses', () => new Map<string, ServerResponse>())

/** Remembers the response to a page's request until it is finished. */
export function trackPageResponse(request: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdIn(request.headers[PEER_HEADER])
  openResponses().set(requestId, response)
  response.once('close', () => openResponses().delete(requestId))
}

/** Makes the response of a page that failed because the database is busy or unavailable a 503 with Retry-After. Next would send a 500. */
export function setUnavailableStatus(requestId: string, thrown: unknown): void {
  const response = openResponses().get(requestId)
  if (response === undefined || ERRORS[asAppError(thrown).code].status !== 503) return
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    if (status !== 500) return writeHead(status, ...rest)
    response.setHeader('retry-after', '1')
    return writeHead(503, ...rest)
  }) as typeof response.writeHead
}
