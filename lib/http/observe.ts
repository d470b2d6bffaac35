import { parseGrantee } from '../auth/grantee'
import type { Admission } from '../limits/admission'
import { requestSeconds } from '../metrics'
import { log } from '../process'
import { recordCall } from '../request-log/queue'
import type { Call } from './call'

/**
 * Writes a log line and a measurement for a handled request, and records it for the request log of its team. `route` is a pattern without ids, and
 * the query is not logged, because it may contain secrets.
 */
export function observeCall(call: Call, route: string, status: number, milliseconds: number): void {
  const { request, client, caller } = call
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
  recordForTeam(call, route, status, milliseconds)
}

/** Records a call for the request log of its team, also when it was refused after its caller was known. */
function recordForTeam(call: Call, route: string, status: number, milliseconds: number): void {
  const { request, client, admission, claims, agentInPath, errorCode: code } = call
  const caller = call.caller ?? callerOf(admission)
  if (caller === undefined) return
  const { teamId, keyId, agentName = agentInPath } = caller
  const { requestId, address } = client
  const sessionId = claims?.sessionId
  recordCall({ requestId, method: request.method, route, status, code, milliseconds, teamId, keyId, sessionId, agentName, address })
}

function callerOf({ caller }: Admission): Call['caller'] {
  const issuedTo = caller && parseGrantee(caller.issuedTo)
  return issuedTo && { teamId: caller.teamId, keyId: issuedTo.kind === 'key' ? issuedTo.id : undefined }
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
