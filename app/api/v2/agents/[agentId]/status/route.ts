import { endpoint } from '@/lib/http/endpoint'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { presentSessionInfo } from '@/lib/sessions/present'
import { readActiveSession } from '@/lib/sessions/read'

export const GET = endpoint(SESSION_OPERATIONS.getAgentStatus, readActiveSession, presentSessionInfo)
