import { requestSeconds } from '../metrics'
import { log } from '../process'
import type { Call } from './call'

/** Writes one log line and one measurement for an answered call. The route is a pattern: ids are data, queries may be secret. */
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

/** One name for all addresses that nothing answers: what is in them is the caller's. */
export const UNKNOWN_ROUTE = '(unknown)'

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
