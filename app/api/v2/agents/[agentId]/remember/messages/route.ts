import { endpoint } from '@/lib/http/endpoint'
import { CONVERSATION_OPERATIONS } from '@/lib/memories/conversation-contract'
import { presentBatch } from '@/lib/memories/present'
import { rememberMessages } from '@/lib/memories/remember-messages'

export const POST = endpoint(CONVERSATION_OPERATIONS.rememberMessages, rememberMessages, presentBatch)
