import { requireLiveSession } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { presentSessionInfo } from '@/lib/sessions/present'

export const GET = endpoint(async (request) => {
  const { facts } = await requireLiveSession(request, null)
  return Response.json(presentSessionInfo(facts))
})
