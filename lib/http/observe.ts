import { log } from '../process'
import { requestSeconds } from '../metrics'
import type { Notes } from './notes'

/** One log line and one measurement for an answered request. The path is told as its pattern: ids are data, queries may be secret. */
export function observeRequest(request: Request, params: object, status: number, notes: Notes, milliseconds: number): void {
  const route = routePattern(request.url, params)
  requestSeconds().observe({ method: request.method, route, status }, milliseconds / 1000)
  const { requestId, teamId, keyId, agentId, address } = notes
  log().info({ requestId, method: request.method, route, status, ms: Math.round(milliseconds * 10) / 10, teamId, keyId, agentId, address })
}

/** `/api/v2/agents/[agentId]/activate` for `/api/v2/agents/customer-support/activate`. */
function routePattern(url: string, params: object): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  let path = end === -1 ? url.slice(start) : url.slice(start, end)
  for (const [name, value] of Object.entries(params)) {
    const segments = Array.isArray(value) ? value.map(String) : [String(value)]
    path = path.replace(`/${segments.map(encodeURIComponent).join('/')}`, `/[${name}]`)
  }
  return path
}

/** What a log may tell of an unexpected error. A database error's message, detail and query can hold what a user sent. */
export function describeCause(cause: unknown): object {
  if (!(cause instanceof Error)) return { name: typeof cause }
  const { code, constraint, routine, severity } = cause as { code?: string; constraint?: string; routine?: string; severity?: string }
  const at = cause.stack?.split('\n').find((line) => line.includes('/lib/') || line.includes('/db/'))?.trim()
  return severity === undefined ? { name: cause.name, code, message: cause.message, at } : { name: cause.name, code, constraint, routine, at }
}
