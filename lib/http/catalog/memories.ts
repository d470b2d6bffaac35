import { BATCH, MEMORY_CHANGES, MEMORY_LIST, NEW_MEMORY, RECALL, RECALL_AS_OF, RECALL_CHANGED, RECALL_RECENT } from '../../memories/input'
import { BATCH_RESULT, DELETED_MEMORY, MEMORY, MEMORY_PAGE, RECALLED, RECALLED_BY_TIME, STORED_MEMORY } from '../../memories/shapes'
import { BATCH_BODY_LIMIT } from '../body'
import type { Endpoint } from './entry'
import { batchExample, memoryExample, newMemoryExample, recalledByTimeExample, recalledExample, storedExample } from './examples'

const ONE = '/api/v2/agents/{agent_id}'
const MEMORY_PATH = `${ONE}/memories/{memory_id}`

const RECALLS: Endpoint[] = [
  {
    operationId: 'recall',
    method: 'POST',
    path: `${ONE}/recall`,
    tag: 'Memories',
    summary: 'Recall memories',
    description: 'The memories that answer the query best, best first.',
    who: { kind: 'token', scope: 'memories:read' },
    takes: RECALL,
    bodyExample: { query: 'how does Ada want to be reached', limit: 5 },
    gives: { status: 200, says: 'What was found.', shape: RECALLED, example: recalledExample },
  },
  {
    operationId: 'recallRecent',
    method: 'POST',
    path: `${ONE}/recall/recent`,
    tag: 'Memories',
    summary: 'Recall the latest memories',
    description: 'Newest first.',
    who: { kind: 'token', scope: 'memories:read' },
    takes: RECALL_RECENT,
    bodyExample: { limit: 10 },
    gives: { status: 200, says: 'What was found.', shape: RECALLED_BY_TIME, example: recalledByTimeExample('recent') },
  },
  {
    operationId: 'recallAsOf',
    method: 'POST',
    path: `${ONE}/recall/as-of`,
    tag: 'Memories',
    summary: 'Recall what was known at a time',
    description: 'Memories that had been stored by `as_of`, newest first.',
    who: { kind: 'token', scope: 'memories:read' },
    takes: RECALL_AS_OF,
    bodyExample: { as_of: '2025-03-31T22:30:00Z' },
    gives: { status: 200, says: 'What was found.', shape: RECALLED_BY_TIME, example: recalledByTimeExample('as_of') },
  },
  {
    operationId: 'recallChangedSince',
    method: 'POST',
    path: `${ONE}/recall/changed-since`,
    tag: 'Memories',
    summary: 'Recall what changed since a time',
    description: 'Memories that were stored or changed since `since`, latest change first.',
    who: { kind: 'token', scope: 'memories:read' },
    takes: RECALL_CHANGED,
    bodyExample: { since: '2025-03-31T00:00:00Z' },
    gives: { status: 200, says: 'What was found.', shape: RECALLED_BY_TIME, example: recalledByTimeExample('changed_since') },
  },
]

/** Every recall can be asked for by GET as well. */
const asGet = (endpoint: Endpoint): Endpoint => ({
  ...endpoint,
  operationId: `${endpoint.operationId}ByGet`,
  method: 'GET',
  summary: `${endpoint.summary} (by GET)`,
})

export const MEMORY_ENDPOINTS: Endpoint[] = [
  {
    operationId: 'remember',
    method: 'POST',
    path: `${ONE}/remember`,
    tag: 'Memories',
    summary: 'Store a memory',
    who: { kind: 'token', scope: 'memories:write' },
    takes: NEW_MEMORY,
    bodyExample: newMemoryExample,
    writes: true,
    gives: { status: 200, says: 'The memory is stored.', shape: STORED_MEMORY, example: storedExample },
  },
  {
    operationId: 'rememberBatch',
    method: 'POST',
    path: `${ONE}/batch-remember`,
    tag: 'Memories',
    summary: 'Store up to 100 memories',
    description:
      'Each memory is judged by itself: a bad one does not keep the others from being stored. `results` has one entry for each, in order.',
    who: { kind: 'token', scope: 'memories:write' },
    takes: BATCH,
    items: { memories: NEW_MEMORY },
    bodyLimit: BATCH_BODY_LIMIT,
    bodyExample: { memories: [newMemoryExample, { content: ' ' }] },
    writes: true,
    gives: { status: 200, says: 'What became of each memory.', shape: BATCH_RESULT, example: batchExample },
  },
  ...RECALLS.flatMap((endpoint) => [endpoint, asGet(endpoint)]),
  {
    operationId: 'answer',
    method: 'POST',
    path: `${ONE}/answer`,
    tag: 'Memories',
    summary: 'Answer a question from memory',
    description:
      'No server of this version has a language model to answer with: it is always refused. Use recall, and answer from what it finds.',
    who: { kind: 'token', scope: 'memories:read' },
    gives: null,
    fails: ['answer_not_configured'],
  },
  {
    operationId: 'listMemories',
    method: 'GET',
    path: `${ONE}/memories`,
    tag: 'Memories',
    summary: 'List or search an agent’s memories',
    description: 'Newest first; with `query` best first. Needs no session and counts in none.',
    who: { kind: 'key', scope: 'memories:read' },
    takes: MEMORY_LIST,
    gives: {
      status: 200,
      says: 'A page of memories.',
      shape: MEMORY_PAGE,
      example: { memories: [{ ...memoryExample, score: null }], count: 1, next_cursor: null },
    },
    fails: ['agent_not_found'],
  },
  {
    operationId: 'getMemory',
    method: 'GET',
    path: MEMORY_PATH,
    tag: 'Memories',
    summary: 'Read a memory',
    who: { kind: 'token or key', scope: 'memories:read', tokenScope: 'memories:read' },
    gives: { status: 200, says: 'The memory.', shape: MEMORY, example: memoryExample },
    fails: ['agent_not_found', 'memory_not_found'],
  },
  {
    operationId: 'changeMemory',
    method: 'PATCH',
    path: MEMORY_PATH,
    tag: 'Memories',
    summary: 'Change a memory',
    description: 'What is left out stays as it is.',
    who: { kind: 'token or key', scope: 'memories:write', tokenScope: 'memories:write' },
    takes: MEMORY_CHANGES,
    bodyExample: { content: 'Ada prefers the phone over e-mail.' },
    writes: true,
    gives: { status: 200, says: 'The memory as it is now.', shape: MEMORY, example: memoryExample },
    fails: ['agent_not_found', 'memory_not_found'],
  },
  {
    operationId: 'deleteMemory',
    method: 'DELETE',
    path: MEMORY_PATH,
    tag: 'Memories',
    summary: 'Delete a memory',
    who: { kind: 'token or key', scope: 'memories:write', tokenScope: 'memories:write' },
    writes: true,
    gives: {
      status: 200,
      says: 'The memory is gone.',
      shape: DELETED_MEMORY,
      example: { message: 'The memory was deleted.', memory_id: memoryExample.id, agent_id: memoryExample.agent_id },
    },
    fails: ['agent_not_found', 'memory_not_found'],
  },
]
