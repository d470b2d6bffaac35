import type { CallSession } from '../../db/call-session'
import type { RequestContext } from '../context'
import { camelCaseName, toCamelCaseFields } from '../input/camel-case'
import { waitForWorkSlot } from '../limits/admission'
import { log } from '../process'
import { allowsExpiredSession, startAuthentication } from './authenticate'
import { BODY_LIMIT, receiveBody } from './body'
import { type Call, renewSessionIfDue } from './call'
import { describeCause } from './observe'
import { type BodyOf, type InputOf, type Operation, type PrincipalOf, routeOf, type StreamedResponse } from './operation'
import { type ParseResult, safeParseInput } from './read-input'
import { respondTo } from './respond'
import { streamBody, streamedResponse } from './streams'

type PathParameters = Record<string, string>

/** A route handler as Next and our own server call it. */
export type RouteHandler = (request: Request, route: { params: Promise<PathParameters> }) => Promise<Response>

/** The use case of an operation, which does not depend on HTTP. */
type UseCase<O extends Operation, Result> = (
  principal: PrincipalOf<O['security']>,
  input: InputOf<O>,
  context: RequestContext,
) => Promise<Result>

/** Turns the result of a use case into the body of the response, field by field. */
type Present<O extends Operation, Result> = (result: Result, principal: PrincipalOf<O['security']>) => BodyOf<O> | Promise<BodyOf<O>>

/** The result of a use case. It contains the session when the use case authorizes in its own statement or extends a session. */
type ResultOf<O extends Operation, Result> = O['security'] extends { kind: 'sessionStatement' }
  ? Result & { session: CallSession }
  : O['security'] extends { kind: 'sessionOrExpired' }
    ? Result & { session: { expires_at: Date; started_at: Date } }
    : Result

/**
 * Returns the handler of an operation. As its contract says, it applies the limits, authenticates, validates, calls the use case and presents the
 * result. It authenticates before it reports an invalid input, so that callers without access learn nothing from a 422.
 */
export function endpoint<O extends Operation, Result>(
  operation: O,
  useCase: UseCase<O, ResultOf<O, Result>>,
  present: Present<O, ResultOf<O, Result>>,
): RouteHandler {
  const routeName = routeOf(operation)
  return (request, route) =>
    respondTo(request, routeName, async (call) => {
      const params = toPathInput((await route.params) ?? {})
      call.agentInPath = params.agentName
      const authentication = await startAuthentication(call, operation.security, params.agentName)
      await authentication.identify()
      const input = await receiveInput(call, operation)
      await waitForWorkSlot(call.admission)
      if (input.error) {
        await authentication.proveBeforeInputError()
        throw input.error
      }
      return authentication.authorize(async (proof) => {
        const principal = proof as PrincipalOf<O['security']>
        const given = { ...toCamelCaseFields(input.value), ...params, ...streamOf(call, operation) } as InputOf<O>
        const result = await useCase(principal, given, call.context)
        await recordSessionChange(call, operation, principal, result)
        return successResponse(call, operation, await present(result, principal))
      })
    })
}

/** Returns the path parameters under the names that use cases expect. Next names them after folders such as `[agentId]`. */
function toPathInput(params: PathParameters): PathParameters {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name === 'agentId' ? 'agentName' : camelCaseName(name), value]))
}

/** The body of an operation whose use case reads it as it arrives. */
const streamOf = (call: Call, { streamedBody }: Operation) => streamedBody && { body: streamBody(call, streamedBody.limit) }

/** Receives and validates the input. The body is received before the call takes a slot, so that a slow sender blocks nobody. */
async function receiveInput(
  call: Call,
  { request, method, streamedBody, isConditional, bodyLimit = BODY_LIMIT }: Operation,
): Promise<ParseResult<object>> {
  const body = method === 'GET' || streamedBody !== undefined ? undefined : await receiveBody(call.request, bodyLimit, call.admission)
  const ifMatch = isConditional ? call.request.headers.get('if-match') : null
  return request === undefined ? { value: {} } : safeParseInput(call.request.url, body, request, bodyLimit, ifMatch)
}

/** Updates the session of a call that succeeded, for the headers of its response: takes over an extension, or renews the session if that is due. */
async function recordSessionChange(call: Call, { security }: Operation, principal: object | undefined, result: unknown): Promise<void> {
  const { kind } = security
  // A repeated extension returns what it did then: the session may have been extended again since, or be over.
  if (kind === 'sessionOrExpired' && !call.isReplayed) call.session = (result as { session: CallSession }).session
  if (allowsExpiredSession(security)) return
  const { session } = (kind === 'sessionStatement' ? result : (principal ?? {})) as { session?: CallSession }
  // The work is done: if the renewal failed the call, its client would send it again.
  if (session !== undefined) await renewSessionIfDue(call, session).catch((thrown: unknown) => logFailedRenewal(call, thrown))
}

const logFailedRenewal = ({ client }: Call, thrown: unknown) =>
  log().warn({ requestId: client.requestId, cause: describeCause(thrown) }, 'the session could not be renewed')

function successResponse(call: Call, { response }: Operation, body: unknown): Response | Promise<Response> {
  if (response?.streamedAs) return streamedResponse(call, body as StreamedResponse)
  const status = response?.status ?? 200
  const headers = {
    ...(response?.isSecret && { 'cache-control': 'no-store' }),
    ...(response?.isVersioned && { etag: `"${(body as { version: number }).version}"` }),
  }
  return Response.json(body, { status, headers })
}
