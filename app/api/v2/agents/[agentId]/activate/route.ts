import { endpoint } from '@/lib/http/endpoint'
import { activateAgent } from '@/lib/sessions/activate'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { presentActivation } from '@/lib/sessions/present'

export const POST = endpoint(SESSION_OPERATIONS.activateAgent, activateAgent, presentActivation)
