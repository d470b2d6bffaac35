import { requestSeconds } from '../metrics'
import { log } from '../process'
import type { Notes } from './notes'

/** One log line and one measurement for an answered request. The path is told as its pattern: ids are data, queries may be secret. */
export function observeRequest(request: Request, params: object, status: number, notes: Notes, milliseconds: number): void {
  const route = notes.route ?? routePattern(request.url, params)
  requestSeconds().observe({ method: request.method, route, status }, milliseconds / 1000)
  const { requestId, teamId, keyId, agentId, address } = notes
  log().info({ requestId, method: request.method, route, status, ms: Math.round(milliseconds * 10) / 10, teamId, keyId, agentId, address })
}

/** `/api/v2/agents/[agentId]/activate` for `/api/v2/agents/customer-support/activate`, where no router tells it. */
function routePattern(url: string, params: object): string {
  const segments = pathOf(url).split('/')
  let from = 0
  for (const [name, value] of Object.entries(params)) {
    const values = [value].flat().map(String)
    const at = segments.findIndex((segment, index) => index >= from && decoded(segment) === values[0])
    if (at === -1) return UNKNOWN_ROUTE
    segments.splice(at, values.length, `[${name}]`)
    from = at + 1
  }
  return segments.join('/')
}

/** One name for all addresses that nothing answers: what is in them is the caller's. */
export const UNKNOWN_ROUTE = '(unknown)'

function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** What a log may tell of an unexpected error. A database error's message, detail and query can hold what a user sent. */
export function describeCause(cause: unknown): object {
  if (!(cause instanceof Error)) return { name: typeof cause }
  const { code, constraint, routine, severity } = cause as { code?: string; constraint?: string; routine?: string; severity?: string }
  const at = cause.stack
    ?.split('\n')
    .find((line) => /^\s+at .*\/(lib|db|\.next\/memanto)\//.test(line))
    ?.trim()
  return severity === undefined
    ? { name: cause.name, code, message: cause.message, at }
    : { name: cause.name, code, constraint, routine, at }
}
