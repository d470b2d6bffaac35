import { endpoint } from '@/lib/http/endpoint'
import { SESSION_OPERATIONS } from '@/lib/sessions/contract'
import { extendOwnSession } from '@/lib/sessions/extend'
import { presentExtension } from '@/lib/sessions/present'

export const POST = endpoint(SESSION_OPERATIONS.extendAgentSession, extendOwnSession, presentExtension)
