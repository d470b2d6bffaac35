import { apiKey, either, sessionStatement, sessionToken } from '../auth/security'
import { BATCH_BODY_LIMIT } from '../http/body'
import { batchExample, deletedMemoryExample, memoryExample, newMemoryExample, storedExample, useExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { BATCH, BATCH_MEMORY, MEMORY_CHANGES, MEMORY_DELETION, MEMORY_LIST, NEW_MEMORY } from './input'
import { BATCH_RESULT, DELETED_MEMORY, MEMORY, MEMORY_DETAIL, MEMORY_PAGE, STORED_MEMORY } from './schemas'

const ONE = '/api/v2/agents/{agent_id}'
const MEMORY_PATH = `${ONE}/memories/{memory_id}`

/** The operations of the API on memories. */
export const MEMORY_OPERATIONS = {
  remember: defineOperation({
    id: 'remember',
    method: 'POST',
    path: `${ONE}/remember`,
    tag: 'Memories',
    summary: 'Store a memory',
    description:
      '`supersedes` names memories whose place it takes; they are no longer recalled. If one of them does not exist, nothing is stored.',
    security: sessionStatement('memories:write'),
    furtherScopes: [{ scope: 'memories:read', when: 'with `check_similar`' }],
    request: NEW_MEMORY,
    bodyExample: newMemoryExample,
    isIdempotent: true,
    response: { status: 200, description: 'The memory was stored.', schema: STORED_MEMORY, example: storedExample },
    errors: ['memory_not_found', 'secret_in_memory'],
  }),
  rememberBatch: defineOperation({
    id: 'rememberBatch',
    method: 'POST',
    path: `${ONE}/batch-remember`,
    tag: 'Memories',
    summary: 'Store up to 100 memories',
    description:
      'Each memory is validated separately: an invalid one does not prevent the others from being stored. `results` has one entry per memory, in order.',
    security: sessionStatement('memories:write'),
    request: BATCH,
    items: { memories: BATCH_MEMORY },
    bodyLimit: BATCH_BODY_LIMIT,
    bodyExample: { memories: [newMemoryExample, { content: ' ' }] },
    isIdempotent: true,
    response: { status: 200, description: 'The result for each memory.', schema: BATCH_RESULT, example: batchExample },
  }),
  answer: defineOperation({
    id: 'answer',
    method: 'POST',
    path: `${ONE}/answer`,
    tag: 'Memories',
    summary: 'Answer a question from memory',
    description: 'Not implemented: always 501. Use recall, and answer from the memories it returns.',
    security: sessionToken('memories:read'),
    response: null,
    errors: ['answer_not_configured'],
  }),
  listMemories: defineOperation({
    id: 'listMemories',
    method: 'GET',
    path: `${ONE}/memories`,
    tag: 'Memories',
    summary: 'List or search an agent’s memories',
    description: 'Newest first; with `query` best match first. Needs no session, and is not counted as a retrieval.',
    security: apiKey('memories:read'),
    request: MEMORY_LIST,
    response: {
      status: 200,
      description: 'A page of memories.',
      schema: MEMORY_PAGE,
      example: { memories: [{ ...memoryExample, score: null, ...useExample }], count: 1, next_cursor: null, is_complete: true },
    },
    errors: ['agent_not_found'],
  }),
  getMemory: defineOperation({
    id: 'getMemory',
    method: 'GET',
    path: MEMORY_PATH,
    tag: 'Memories',
    summary: 'Get a memory',
    security: either('memories:read', 'memories:read'),
    response: {
      status: 200,
      description: 'The memory.',
      schema: MEMORY_DETAIL,
      example: { ...memoryExample, ...useExample },
      isVersioned: true,
    },
    errors: ['agent_not_found', 'memory_not_found'],
  }),
  changeMemory: defineOperation({
    id: 'changeMemory',
    method: 'PATCH',
    path: MEMORY_PATH,
    tag: 'Memories',
    summary: 'Change a memory',
    description:
      'Omitted fields stay unchanged. Null or an empty string clears `title`, `tags`, `occurred_at` and `expires_at`. The version before the change is kept.',
    security: either('memories:write', 'memories:write'),
    request: MEMORY_CHANGES,
    bodyExample: { content: 'Ada prefers the phone over e-mail.' },
    isIdempotent: true,
    isConditional: true,
    response: { status: 200, description: 'The updated memory.', schema: MEMORY, example: memoryExample, isVersioned: true },
    errors: ['agent_not_found', 'memory_not_found', 'secret_in_memory'],
  }),
  deleteMemory: defineOperation({
    id: 'deleteMemory',
    method: 'DELETE',
    path: MEMORY_PATH,
    tag: 'Memories',
    summary: 'Delete a memory',
    description:
      'It can be restored during the grace period of the team, 7 days by default. With `purge` it is removed at once, with all versions.',
    security: either('memories:write', 'memories:write'),
    request: MEMORY_DELETION,
    isIdempotent: true,
    isConditional: true,
    response: {
      status: 200,
      description: 'The deleted memory.',
      schema: DELETED_MEMORY,
      example: deletedMemoryExample,
      isVersioned: true,
    },
    errors: ['agent_not_found', 'memory_not_found', 'secret_in_memory', 'legal_hold'],
  }),
} as const
