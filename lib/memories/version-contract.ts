import { either } from '../auth/security'
import { memoryExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { MEMORY_HISTORY, MEMORY_RESTORATION, MEMORY_SUPERSESSION } from './input'
import { MEMORY } from './schemas'
import { memoryVersionsExample } from './version-examples'
import { MEMORY_VERSIONS } from './version-schemas'

const MEMORY_PATH = '/api/v2/agents/{agent_id}/memories/{memory_id}'

/** The operations of the API on versions of memories. */
export const MEMORY_VERSION_OPERATIONS = {
  getMemoryHistory: defineOperation({
    id: 'getMemoryHistory',
    method: 'GET',
    path: `${MEMORY_PATH}/history`,
    tag: 'Memories',
    summary: 'List the versions of a memory',
    description:
      'Latest first, in pages: what the memory said, who wrote it, when and why. A deleted memory has its history until it is purged.',
    security: either('memories:read', 'memories:read'),
    request: MEMORY_HISTORY,
    response: { status: 200, description: 'A page of versions.', schema: MEMORY_VERSIONS, example: memoryVersionsExample },
    errors: ['agent_not_found', 'memory_not_found'],
  }),
  restoreMemory: defineOperation({
    id: 'restoreMemory',
    method: 'POST',
    path: `${MEMORY_PATH}/restore`,
    tag: 'Memories',
    summary: 'Restore a memory',
    description:
      'Makes a deleted, superseded or expired memory active again, or gives a memory the text and fields of an earlier version; as a new version.',
    security: either('memories:write', 'memories:write'),
    request: MEMORY_RESTORATION,
    bodyExample: { to_version: 1, reason: 'The change was wrong.' },
    isIdempotent: true,
    isConditional: true,
    response: { status: 200, description: 'The restored memory.', schema: MEMORY, example: memoryExample, isVersioned: true },
    errors: ['agent_not_found', 'memory_not_found', 'secret_in_memory'],
  }),
  supersedeMemory: defineOperation({
    id: 'supersedeMemory',
    method: 'POST',
    path: `${MEMORY_PATH}/supersede`,
    tag: 'Memories',
    summary: 'Mark a memory as superseded',
    description:
      'It is no longer recalled, but keeps its history and can be restored. `superseded_by` names the memory that took its place.',
    security: either('memories:write', 'memories:write'),
    request: MEMORY_SUPERSESSION,
    bodyExample: { reason: 'Ada changed her mind.' },
    isIdempotent: true,
    isConditional: true,
    response: { status: 200, description: 'The superseded memory.', schema: MEMORY, example: memoryExample, isVersioned: true },
    errors: ['agent_not_found', 'memory_not_found', 'secret_in_memory'],
  }),
} as const
