import { noteRefusedCredential } from '../auth/admission'
import { fail } from '../errors'
import { log } from '../process'
import { rfc3339 } from '../time'
import { delayRefusal } from './delay-refusal'
import { type Notes, notesOf } from './notes'
import { describeCause, observeRequest } from './observe'
import { asFailure, problem } from './problem'
import { rateLimitHeaders } from './rate-limits'
import { releaseSlots } from './slots'

type Handler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

/** Wraps a handler: whatever it throws becomes problem+json, here and nowhere else; every answer gets its request id and is logged. */
export function endpoint<Params extends object = Record<never, never>>(handle: Handler<Params>): Handler<Params> {
  return async (request, context) => {
    const started = performance.now()
    const notes = notesOf(request)
    // Next gives a path without parameters none at all.
    const params = (await context.params) ?? ({} as Params)
    const response = await guarded(handle, request, params).catch(async (thrown: unknown) => {
      const failure = await noteRefusedCredential(request, asFailure(thrown))
      await delayRefusal(failure)
      if (failure.cause) log().error({ requestId: notes.requestId, cause: describeCause(failure.cause) }, failure.code)
      return problem(failure, notes.requestId)
    })
    addHeaders(response.headers, notes)
    observeRequest(request, params, response.status, notes, performance.now() - started)
    return response
  }
}

function addHeaders(headers: Headers, { requestId, replayed, session, quotas = [] }: Notes): void {
  headers.set('x-request-id', requestId)
  if (quotas.length > 0) for (const [name, value] of Object.entries(rateLimitHeaders(quotas))) headers.set(name, value)
  if (replayed) headers.set('idempotent-replayed', 'true')
  if (session) headers.set('x-session-expires-at', rfc3339(session.expiresAt))
  if (session?.freshToken === undefined) return
  headers.set('x-session-token', session.freshToken)
  headers.set('cache-control', 'no-store')
}

/** Nothing has a null character in its name, and Postgres could not even be asked. */
async function guarded<Params>(handle: Handler<Params>, request: Request, params: Params): Promise<Response> {
  const [path = ''] = request.url.split('?', 1)
  if (path.includes('%00')) fail('not_found', 'Unknown path.')
  try {
    return await handle(request, { params: Promise.resolve(params) })
  } finally {
    releaseSlots(request)
  }
}
