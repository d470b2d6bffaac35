import { requestSeconds } from '../metrics'
import { log } from '../process'
import type { Call } from './call'

/** Writes a log line and a measurement for a handled request. `route` is a pattern without ids, and the query is not logged, because it may contain secrets. */
export function observeCall({ request, client, caller }: Call, route: string, status: number, milliseconds: number): void {
  requestSeconds().observe({ method: request.method, route, status }, milliseconds / 1000)
  log().info({
    requestId: client.requestId,
    method: request.method,
    route,
    status,
    ms: Math.round(milliseconds * 10) / 10,
    teamId: caller?.teamId,
    keyId: caller?.keyId,
    agentId: caller?.agentName,
    address: client.address,
  })
}

/** The route of all unknown paths in logs and metrics, which contain whatever callers send. */
export const UNKNOWN_ROUTE = '(unknown)'

/** Returns what is logged of an unexpected error. The message, detail and query of a database error are left out, because they can contain what a user sent. */
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
