import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/input/parameters'
import { endSession } from '@/lib/sessions/deactivate'
import { ENDING } from '@/lib/sessions/input'
import { presentSummary } from '@/lib/sessions/present'

export const POST = endpoint<{ sessionId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'sessions:write')
  const { sessionId } = await params
  const { reason } = await readInput(request, ENDING)
  const ended = await endSession(caller, sessionId, reason)
  return Response.json(presentSummary(ended))
})
