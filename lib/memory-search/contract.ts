import { apiKey } from '../auth/security'
import { memoryExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { BULK_CHANGE, MEMORY_SEARCH } from './input'
import { CHANGED_MEMORIES, FOUND_MEMORIES } from './schemas'

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
  changeMemories: defineOperation({
    id: 'changeMemories',
    method: 'POST',
    path: '/api/v2/memories/bulk',
    tag: 'Memories',
    summary: 'Change up to 1,000 memories',
    description:
      'Those with the ids, or those that a search finds. Each gets a new version with the reason. A hundred are changed together; after an error, send the request again with the same Idempotency-Key, and it continues where it stopped.',
    security: apiKey('memories:write'),
    furtherScopes: [
      { scope: 'memories:read', when: 'with `filter`' },
      { scope: 'memories:admin', when: 'with `act=approve`' },
    ],
    request: BULK_CHANGE,
    bodyExample: { act: 'add_tags', tags: ['reviewed'], filter: { agent_id: ['customer-support'], source: ['crm'] }, dry_run: true },
    isIdempotent: true,
    response: {
      status: 200,
      description: 'What became of each memory.',
      schema: CHANGED_MEMORIES,
      example: {
        act: 'add_tags',
        dry_run: true,
        changed: 1,
        unchanged: 0,
        not_found: 0,
        failed: 0,
        has_more: false,
        results: [{ memory_id: memoryExample.memory_id, outcome: 'changed' }],
      },
    },
    errors: ['secret_in_memory'],
  }),
} as const
