import { endpoint } from '@/lib/http/endpoint'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { endSession } from '@/lib/sessions/end'
import { presentSummary } from '@/lib/sessions/present'

export const POST = endpoint(SESSION_OPERATIONS.endSession, endSession, presentSummary)
