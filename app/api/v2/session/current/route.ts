import { endpoint } from '@/lib/http/endpoint'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { presentOwnSession } from '@/lib/sessions/present'
import { readOwnSession } from '@/lib/sessions/read'

export const GET = endpoint(SESSION_OPERATIONS.getCurrentSession, readOwnSession, presentOwnSession)
