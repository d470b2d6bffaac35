import { endpoint } from '@/lib/http/endpoint'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { presentSessionDetail } from '@/lib/sessions/present'
import { readSession } from '@/lib/sessions/read'

export const GET = endpoint(SESSION_OPERATIONS.getSession, readSession, presentSessionDetail)
