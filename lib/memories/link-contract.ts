import { apiKey } from '../auth/security'
import { memoryExample, sessionInfoExample, useExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { SESSION_MEMORIES } from './input'
import { SESSION_MEMORY_PAGE } from './schemas'

const { session_id, agent_id } = sessionInfoExample
const MEMORIES = [{ ...memoryExample, ...useExample, in_session: null }]
const PAGE_EXAMPLE = { session_id, agent_id, kind: 'stored', memories: MEMORIES, count: 1, next_cursor: null }

/** The operations of the API on links between sessions and memories. */
export const LINK_OPERATIONS = {
  listSessionMemories: defineOperation({
    id: 'listSessionMemories',
    method: 'GET',
    path: '/api/v2/sessions/{session_id}/memories',
    tag: 'Sessions',
    summary: 'List the memories that a session stored or recalled',
    description:
      'What the session stored, in order, or what it recalled, in the order of the first recall of each. Deleted memories are left out; the events of the session still name them. What was recalled is known as long as your team keeps events.',
    security: apiKey('memories:read'),
    furtherScopes: [{ scope: 'sessions:read' }],
    request: SESSION_MEMORIES,
    response: { status: 200, description: 'A page of memories.', schema: SESSION_MEMORY_PAGE, example: PAGE_EXAMPLE },
    errors: ['session_not_found'],
  }),
} as const
