import { sessionStatement } from '../auth/security'
import { recalledByTimeExample, recalledExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { RECALL, RECALL_AS_OF, RECALL_CHANGED, RECALL_RECENT } from './input'
import { RECALLED, RECALLED_BY_TIME } from './schemas'

const ONE = '/api/v2/agents/{agent_id}'

/** The operations of the API that recall memories. Each can be called with GET too. */
export const RECALL_OPERATIONS = {
  recall: defineOperation({
    id: 'recall',
    method: 'POST',
    path: `${ONE}/recall`,
    tag: 'Memories',
    summary: 'Recall memories',
    description: 'The memories that match the query best, best match first.',
    security: sessionStatement('memories:read'),
    request: RECALL,
    bodyExample: { query: 'how does Ada want to be reached', limit: 5 },
    response: { status: 200, description: 'Results.', schema: RECALLED, example: recalledExample },
  }),
  recallRecent: defineOperation({
    id: 'recallRecent',
    method: 'POST',
    path: `${ONE}/recall/recent`,
    tag: 'Memories',
    summary: 'Recall the latest memories',
    description: 'Newest first, in pages.',
    security: sessionStatement('memories:read'),
    request: RECALL_RECENT,
    bodyExample: { limit: 10 },
    response: { status: 200, description: 'Results.', schema: RECALLED_BY_TIME, example: recalledByTimeExample('recent') },
  }),
  recallAsOf: defineOperation({
    id: 'recallAsOf',
    method: 'POST',
    path: `${ONE}/recall/as-of`,
    tag: 'Memories',
    summary: 'Recall what was known at a time',
    description:
      'What was known at `as_of`, in the words of then, newest first, in pages. Memories that were changed, superseded or deleted later are included, unless they were purged.',
    security: sessionStatement('memories:read'),
    request: RECALL_AS_OF,
    bodyExample: { as_of: '2025-03-31T22:30:00Z' },
    response: { status: 200, description: 'Results.', schema: RECALLED_BY_TIME, example: recalledByTimeExample('as_of') },
  }),
  recallChangedSince: defineOperation({
    id: 'recallChangedSince',
    method: 'POST',
    path: `${ONE}/recall/changed-since`,
    tag: 'Memories',
    summary: 'Recall what changed since a time',
    description: 'Memories stored or changed since `since`, latest change first, in pages.',
    security: sessionStatement('memories:read'),
    request: RECALL_CHANGED,
    bodyExample: { since: '2025-03-31T00:00:00Z' },
    response: { status: 200, description: 'Results.', schema: RECALLED_BY_TIME, example: recalledByTimeExample('changed_since') },
  }),
} as const
