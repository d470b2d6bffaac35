import { refreshedSessionToken } from '../auth/session-token'
import { type AppError, fail } from '../errors'
import { countRefusedCredential, releaseSlots } from '../limits/admission'
import { delayRefusal } from '../limits/delay-refusal'
import { rateLimitHeaders } from '../limits/rate-limits'
import { log } from '../process'
import { rfc3339 } from '../time'
import { type Call, startCall } from './call'
import { describeCause, observeCall } from './observe'
import { asAppError, problemResponse } from './problem'

/**
 * Handles a request to the API and returns its response. This is the only place where errors become problem+json, and where responses get
 * their headers, are logged, measured and recorded for their team. `route` names the operation in logs and metrics.
 */
export async function respondTo(request: Request, route: string, handle: (call: Call) => Promise<Response>): Promise<Response> {
  const startedMs = performance.now()
  const call = startCall(request)
  const response = await handleAndRelease(call, handle).catch((thrown: unknown) => errorResponse(call, asAppError(thrown)))
  addHeaders(response.headers, call)
  observeCall(call, route, response.status, performance.now() - startedMs)
  return response
}

/** Runs the handler and gives back its slots. A path with a null character is unknown: Postgres cannot store one, and rejects it in queries. */
async function handleAndRelease(call: Call, handle: (call: Call) => Promise<Response>): Promise<Response> {
  const [path = ''] = call.request.url.split('?', 1)
  if (path.includes('%00')) fail('not_found', 'Unknown path.')
  try {
    return await handle(call)
  } finally {
    releaseSlots(call.admission)
  }
}

async function errorResponse(call: Call, thrown: AppError): Promise<Response> {
  const { admission, client } = call
  const error = await countRefusedCredential(admission, thrown)
  call.errorCode = error.code
  await delayRefusal(error)
  if (error.cause) log().error({ requestId: client.requestId, cause: describeCause(error.cause) }, error.code)
  return problemResponse(error, client.requestId)
}

function addHeaders(headers: Headers, { client, admission, isReplayed, claims, session }: Call): void {
  headers.set('x-request-id', client.requestId)
  if (admission.quotas.length > 0) for (const [name, value] of Object.entries(rateLimitHeaders(admission.quotas))) headers.set(name, value)
  if (isReplayed) headers.set('idempotent-replayed', 'true')
  if (claims === undefined || session === undefined) return
  headers.set('x-session-expires-at', rfc3339(session.expires_at))
  const freshToken = refreshedSessionToken(claims, session)
  if (freshToken === undefined) return
  headers.set('x-session-token', freshToken)
  headers.set('cache-control', 'no-store')
}
