import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/input/parameters'
import { SESSION_LIST } from '@/lib/sessions/input'
import { presentSessionInfo } from '@/lib/sessions/present'
import { listTeamSessions } from '@/lib/sessions/read'

export const GET = endpoint(async (request) => {
  const caller = await requireApiKey(request, 'sessions:read')
  const input = await readInput(request, SESSION_LIST)
  const { shown, nextCursor } = await listTeamSessions(caller, input)
  return Response.json({ sessions: shown.map(presentSessionInfo), count: shown.length, next_cursor: nextCursor })
})
