import { requireShownTeam, SHOWN_TEAM } from '@/app/_actions/shown-team'
import { AGENT_NAME } from '@/lib/agents/input'
import { requireViewerScope } from '@/lib/auth/viewer'
import { ERRORS, fail } from '@/lib/errors'
import { parseHost, publicAddress } from '@/lib/http/address'
import { throwTooLarge } from '@/lib/http/body'
import { contextOf } from '@/lib/http/client'
import { describeCause } from '@/lib/http/observe'
import { asAppError, problemResponse } from '@/lib/http/problem'
import { parameters, readFields, valuesOf } from '@/lib/input/parameters'
import { IMPORT_LIMIT } from '@/lib/portability/contract'
import { importMemories, previewImport } from '@/lib/portability/import'
import { IMPORT } from '@/lib/portability/input'
import { log } from '@/lib/process'
import { requireViewer } from '@/lib/sign-in/viewer'
import { presentPreview } from '../present-preview'

const PARAMETERS = parameters({ agent_id: AGENT_NAME, ...IMPORT.schema.shape })

/** Imports the file that is sent as the body, or with `dry_run` says what that would do. */
export async function POST(request: Request): Promise<Response> {
  const viewer = await requireViewer()
  const context = { ...contextOf(request.headers), idempotencyKey: request.headers.get('idempotency-key') }
  try {
    requireOwnPage(request.headers)
    const query = new URL(request.url).searchParams
    requireShownTeam(viewer, query.get(SHOWN_TEAM))
    const writer = requireViewerScope(viewer, 'memories:write')
    const { agent_id: agentName, dry_run, from_agent } = readFields(PARAMETERS, valuesOf(query))
    const file = { agentName, fromAgent: from_agent, body: limited(request.body) }
    if (dry_run) return Response.json(presentPreview(await previewImport(writer, file)))
    return Response.json({ ...(await importMemories(writer, { ...file, dryRun: false }, context)), sample: [] })
  } catch (thrown) {
    const error = asAppError(thrown)
    if (ERRORS[error.code].status === 500) log().error({ cause: describeCause(error.cause) }, error.code)
    return problemResponse(error, context.requestId)
  }
}

/** Refuses what another site sends in the name of somebody who is signed in. @throws malformed_request */
function requireOwnPage(headers: Headers): void {
  const origin = headers.get('origin') ?? ''
  const isOwn =
    URL.canParse(origin) &&
    [new URL(publicAddress(headers)).host, parseHost(headers.get('host') ?? '')?.host].includes(new URL(origin).host)
  if (!isOwn) fail('malformed_request', 'Files can be imported only from a page of this server.')
}

/** The parts of a body. @throws body_too_large */
async function* limited(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  let size = 0
  for (const reader = body?.getReader(); reader; ) {
    const { done, value } = await reader.read()
    if (done) return
    size += value.byteLength
    if (size > IMPORT_LIMIT) throwTooLarge(IMPORT_LIMIT)
    yield value
  }
}
