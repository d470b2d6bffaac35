import { endpoint } from '@/lib/http/endpoint'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { presentSessionPage } from '@/lib/sessions/present'
import { listTeamSessions } from '@/lib/sessions/read'

export const GET = endpoint(SESSION_OPERATIONS.listSessions, listTeamSessions, presentSessionPage)
