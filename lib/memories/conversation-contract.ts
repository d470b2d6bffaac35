import { sessionStatement } from '../auth/security'
import { BATCH_BODY_LIMIT } from '../http/body'
import { batchExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { CONVERSATION, MESSAGE } from './message-input'
import { BATCH_RESULT } from './schemas'

/** The operations of the API on conversations. */
export const CONVERSATION_OPERATIONS = {
  rememberMessages: defineOperation({
    id: 'rememberMessages',
    method: 'POST',
    path: '/api/v2/agents/{agent_id}/remember/messages',
    tag: 'Memories',
    summary: 'Store up to 200 messages of a conversation',
    description:
      'Each message becomes a memory of the type event, in order. Its content begins with the name of who said it, or with the role: `Ada: I moved to Paris.` Its source is the role, and it happened at `created_at`. Each message is validated separately, and `results` has one entry per message, in order.',
    security: sessionStatement('memories:write'),
    request: CONVERSATION,
    items: { messages: MESSAGE },
    bodyLimit: BATCH_BODY_LIMIT,
    bodyExample: {
      messages: [
        { role: 'user', name: 'Ada', content: 'I moved to Paris last month.', created_at: '2025-03-31T16:31:04Z' },
        { role: 'assistant', content: ' ' },
      ],
    },
    isIdempotent: true,
    response: { status: 200, description: 'The result for each message.', schema: BATCH_RESULT, example: batchExample },
  }),
} as const
