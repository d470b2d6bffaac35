import { apiKey } from '../auth/security'
import { memoryExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { MEMORY_SEARCH } from './input'
import { FOUND_MEMORIES } from './schemas'

/** The operations of the API on the memories of several agents. */
export const MEMORY_SEARCH_OPERATIONS = {
  searchMemories: defineOperation({
    id: 'searchMemories',
    method: 'GET',
    path: '/api/v2/memories',
    tag: 'Memories',
    summary: 'Search memories of all agents',
    description:
      'In all agents that the key reaches: best match first with `q`, at most 1,000; else newest first. Needs no session, and is not counted as a retrieval.',
    security: apiKey('memories:read'),
    request: MEMORY_SEARCH,
    response: {
      status: 200,
      description: 'A page of memories.',
      schema: FOUND_MEMORIES,
      example: {
        memories: [{ ...memoryExample, score: 4.2 }],
        count: 1,
        next_cursor: null,
        matches: { count: 1, is_complete: true, agents: [{ agent_id: 'customer-support', count: 1 }] },
      },
    },
  }),
} as const
