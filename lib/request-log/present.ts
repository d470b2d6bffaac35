import { MOST_ROWS, type RecordedRequest, type RequestTotals } from '../../db/request-log'
import { rfc3339 } from '../time'

/** A call of the request log as the portal shows it. */
export function presentRequest(request: RecordedRequest) {
  return {
    requestId: request.id,
    at: rfc3339(request.at),
    method: request.method,
    route: request.route,
    status: request.status,
    code: request.code,
    milliseconds: request.ms,
    key: request.key_id === null ? null : { id: request.key_id, name: request.key_name ?? request.key_id },
    sessionId: request.session_id,
    agentName: request.agent,
    address: request.address,
    digest: request.digest,
  }
}

export type PresentedRequest = ReturnType<typeof presentRequest>

/** The numbers about the request log of a team as the portal shows them. */
export const presentTotals = ({ since, calls, errors, recorded, kept_days, is_full, oldest }: RequestTotals) => ({
  since: rfc3339(since),
  calls,
  errors,
  recorded,
  keptDays: kept_days,
  /** The most calls, and errors, that the log has, if there were more. */
  limit: is_full ? MOST_ROWS : undefined,
  oldest: oldest && rfc3339(oldest),
})

export type PresentedTotals = ReturnType<typeof presentTotals>
