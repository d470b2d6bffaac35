import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { addRoute, createRouter, findRoute } from 'rou3'
import { AppError, fail } from '../errors'
import { endpoint } from '../http/endpoint'
import { describeCause } from '../http/observe'
import { asFailure, problem } from '../http/problem'
import { newId } from '../ids'
import { log } from '../process'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

type Params = Record<string, string | string[]>
type Handler = (request: Request, context: { params: Promise<Params> }) => Response | Promise<Response>

/** What a route.ts exports. */
export type Route = Partial<Record<(typeof METHODS)[number], Handler>>

/** Routes by their folder under `app`, as Next names it: `/api/v2/agents/[agentId]`. */
export type Routes = Record<string, Route>

interface Match {
  route: Route
  /** Not yet decoded. */
  params: Record<string, string>
  /** Names of the parameters that hold several segments. */
  lists: readonly string[]
}

export interface Api {
  find(path: string): Match | undefined
  answer(match: Match, request: IncomingMessage, response: ServerResponse): void
}

/** Serves route handlers without Next, which costs twenty times as much a request; what they are given is the same. */
export function mountRoutes(routes: Routes): Api {
  const router = createRouter<Pick<Match, 'route' | 'lists'>>()
  for (const [folder, route] of Object.entries(routes))
    for (const pattern of patternsOf(folder)) addRoute(router, '', pattern, { route, lists: listsIn(folder) })
  const matches = new WeakMap<IncomingMessage, Match>()
  const listener = getRequestListener((request, env) => dispatch(request, matches.get((env as { incoming: IncomingMessage }).incoming)), {
    overrideGlobalObjects: false,
    hostname: 'localhost',
    errorHandler: unexpected,
  })
  return {
    find(path) {
      const found = findRoute(router, '', path)
      return found && { ...found.data, params: found.params ?? {} }
    },
    answer(match, request, response) {
      matches.set(request, match)
      void listener(request, response)
    },
  }
}

/** `[id]` is one segment, `[...rest]` at least one, `[[...rest]]` any number. */
function patternsOf(folder: string): string[] {
  const pattern = folder.replace(/\[\[?\.\.\.(\w+)\]\]?/g, '**:$1').replace(/\[(\w+)\]/g, ':$1')
  return folder.includes('[[') ? [pattern, pattern.replace(/\/\*\*:\w+$/, '')] : [pattern]
}

const listsIn = (folder: string) => [...folder.matchAll(/\[\.\.\.(\w+)\]/g)].map(([, name = '']) => name)

async function dispatch(request: Request, match: Match | undefined): Promise<Response> {
  if (match === undefined) return notFound(request, { params: Promise.resolve({}) })
  const params = decoded(match)
  if (params === undefined) return malformed(request, { params: Promise.resolve({}) })
  const context = { params: Promise.resolve(params) }
  const handler = handlerOf(match.route, request.method)
  return handler ? handler(request, context) : otherMethod(request, context, match.route)
}

const notFound = endpoint(() => fail('not_found', 'This address is not part of the API.'))
const malformed = endpoint(() => fail('malformed_request', 'The address holds a percent sign that no two hexadecimal digits follow, or bytes that are not UTF-8.'))
const notAllowed = endpoint((request) => fail('method_not_allowed', `${request.method} is not possible here.`))

/** As Next does it: each parameter once, and a list's segments each by itself. */
function decoded({ params, lists }: Match): Params | undefined {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, lists.includes(name) ? value.split('/').map(decodeURIComponent) : decodeURIComponent(value)]))
  } catch {
    return undefined
  }
}

function handlerOf(route: Route, method: string): Handler | undefined {
  const known = METHODS.find((name) => name === method)
  return known && (route[known] ?? (known === 'HEAD' ? route.GET : undefined))
}

async function otherMethod(request: Request, context: { params: Promise<Params> }, route: Route): Promise<Response> {
  const allow = METHODS.filter((method) => method === 'OPTIONS' || handlerOf(route, method)).join(', ')
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  const refusal = await notAllowed(request, context)
  refusal.headers.set('allow', allow)
  return refusal
}

/** Before any handler: an address or Host that is none. After one: a handler outside `endpoint` that threw. */
function unexpected(error: unknown): Response {
  const isRequestError = error instanceof Error && error.name === 'RequestError'
  if (isRequestError) return problem(new AppError('malformed_request', 'The address or the Host header is not valid.'), newId('req'))
  const requestId = newId('req')
  log().error({ requestId, cause: describeCause(error) }, 'unexpected')
  return problem(asFailure(error), requestId)
}
