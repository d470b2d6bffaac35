import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { presentSessionInfo } from '@/lib/sessions/present'
import { readActiveSession } from '@/lib/sessions/read'

export const GET = endpoint(async (request) => {
  const caller = await requireApiKey(request, 'sessions:read')
  const session = await readActiveSession(caller)
  return Response.json(presentSessionInfo(session))
})
