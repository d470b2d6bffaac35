import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { addRoute, createRouter, findRoute } from 'rou3'
import { AppError, fail } from '../errors'
import { describeCause, UNKNOWN_ROUTE } from '../http/observe'
import { asAppError, problemResponse } from '../http/problem'
import { respondTo } from '../http/respond'
import { newId } from '../ids'
import { log } from '../process'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

type Params = Record<string, string | string[]>
/** A route handler as a route.ts exports it. Parameters with several segments occur only outside the API. */
export type Handler = (request: Request, route: { params: Promise<never> }) => Response | Promise<Response>

/** What a route.ts exports. */
type Route = Partial<Record<(typeof METHODS)[number], Handler>>

/** Routes by their folder under `app`, as Next names it: `/api/v2/agents/[agentId]`. */
export type Routes = Record<string, Route>

interface Match {
  route: Route
  /** The folder of the route under `app`. */
  folder: string
  /** Parameters of the path, not decoded. */
  params: Record<string, string>
  /** Name of the parameter that holds several segments. */
  list: string | undefined
}

/** The mounted routes of the API. */
export interface Api {
  /** Finds the route for a path; undefined when there is none. */
  find(path: string): Match | undefined
  /** Runs the handler of a route, and sends its response. */
  handle(match: Match, request: IncomingMessage, response: ServerResponse): void
}

const MATCH = Symbol('match')

type MatchedMessage = IncomingMessage & { [MATCH]?: Match }

/** Serves route handlers without Next, which takes twenty times as long per request. Handlers get the same arguments as from Next. */
export function mountRoutes(routes: Routes): Api {
  const router = createRouter<Pick<Match, 'route' | 'folder' | 'list'>>()
  const fixed = new Map<string, Match>()
  for (const [folder, route] of Object.entries(routes)) {
    addRoute(router, '', routerPattern(folder), { route, folder, list: segmentListName(folder) })
    if (!folder.includes('[')) fixed.set(folder, { route, folder, list: undefined, params: {} })
  }
  const listener = getRequestListener((request, env) => dispatch(request, (env as { incoming: MatchedMessage }).incoming[MATCH]), {
    overrideGlobalObjects: false,
    hostname: 'localhost',
    errorHandler: handleUnexpectedError,
  })
  return {
    find(path) {
      const match = fixed.get(path)
      if (match) return match
      const found = findRoute(router, '', path)
      return found && { ...found.data, params: withSegmentList(found.params ?? {}, found.data.list) }
    },
    handle(match, request, response) {
      announceEmptyBody(request)
      void listener(Object.assign(request, { [MATCH]: match }), response)
    },
  }
}

/** A request without a length and a transfer encoding has no body (RFC 9112, 6.3). Without this header, a handler would create a stream to see that. */
function announceEmptyBody({ headers, rawHeaders }: IncomingMessage): void {
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return
  headers['content-length'] = '0'
  rawHeaders.push('content-length', '0')
}

/** Returns the pattern of the router for a folder of Next: `[id]` is one segment, `[...list]` one or more, `[[...rest]]` any number of segments or slashes. */
function routerPattern(folder: string): string {
  return folder
    .replace(/\[\[\.\.\.\w+\]\]$/, '**')
    .replace(/\[\.\.\.(\w+)\]/, '**:$1')
    .replace(/\[(\w+)\]/g, ':$1')
}

const segmentListName = (folder: string) => /\[\.\.\.(\w+)\]/.exec(folder)?.[1]

/** Names the parameter with several segments, which the router calls `0` or `_`. */
function withSegmentList({ '0': rest, _, ...params }: Record<string, string>, list: string | undefined): Record<string, string> {
  return list === undefined || rest === undefined ? params : { ...params, [list]: rest }
}

/** Calls the handler of a route. A response that is not a promise is sent in half the time: the adapter need not watch whether the client gives up. */
function dispatch(request: Request, match: Match | undefined): Response | Promise<Response> {
  if (match === undefined) return notFound(request)
  const params = decodeParams(match)
  if (params === undefined) return malformed(request, match.folder)
  const context = { params: Promise.resolve(params as never) }
  const handler = handlerOf(match.route, request.method)
  return handler ? handler(request, context) : handleOtherMethod(request, match)
}

const notFound = (request: Request) =>
  respondTo(request, UNKNOWN_ROUTE, () => fail('not_found', 'Unknown path. See /docs for the API reference.'))
const malformed = (request: Request, route: string) =>
  respondTo(request, route, () => fail('malformed_request', 'The URL contains an invalid percent-encoding or bytes that are not UTF-8.'))
const notAllowed = (request: Request, route: string, allow: readonly string[]) =>
  respondTo(request, route, () => fail('method_not_allowed', `${request.method} is not allowed for this path.`, { allow }))

/** Decodes each parameter once, as Next does, and a parameter with several segments segment by segment. Undefined when the encoding is invalid. */
function decodeParams({ folder, params, list }: Match): Params | undefined {
  if (!folder.includes('[')) return params
  const read = ([name, value]: [string, string]) => [
    name,
    name === list ? value.split('/').map(decodeURIComponent) : decodeURIComponent(value),
  ]
  try {
    return Object.fromEntries(Object.entries(params).map(read))
  } catch {
    return undefined
  }
}

function handlerOf(route: Route, method: string): Handler | undefined {
  const known = METHODS.find((name) => name === method)
  return known && (route[known] ?? (known === 'HEAD' ? route.GET : undefined))
}

function handleOtherMethod(request: Request, { route, folder }: Match): Response | Promise<Response> {
  const allow = METHODS.filter((method) => method === 'OPTIONS' || handlerOf(route, method))
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: allow.join(', ') } })
  return notAllowed(request, folder, allow)
}

/** Responds to what was thrown outside `endpoint`: an invalid URL or Host before a handler was called, or the error of a handler. */
function handleUnexpectedError(error: unknown): Response {
  const isRequestError = error instanceof Error && error.name === 'RequestError'
  if (isRequestError) return problemResponse(new AppError('malformed_request', 'The URL or the Host header is not valid.'), newId('req'))
  const requestId = newId('req')
  log().error({ requestId, cause: describeCause(error) }, 'unexpected error')
  return problemResponse(asAppError(error), requestId)
}
