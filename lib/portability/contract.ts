import { apiKey } from '../auth/security'
import { defineOperation } from '../http/operation'
import { exportExample, importExample, importedIdsExample, importFileExample } from './examples'
import { EXPORT, IMPORT } from './input'
import { JSONL, MARKDOWN } from './media-types'
import { FILE_TEXT, IMPORT_RESULT } from './schemas'

/** The largest file that one import takes, in bytes. */
export const IMPORT_LIMIT = 100_000_000

const exported = {
  status: 200,
  description: 'The file, sent as it is made.',
  schema: FILE_TEXT,
  example: exportExample,
  streamedAs: [JSONL, MARKDOWN],
} as const

/** The operations of the API that move memories out and in as files. */
export const PORTABILITY_OPERATIONS = {
  exportAgent: defineOperation({
    id: 'exportAgent',
    method: 'GET',
    path: '/api/v2/agents/{agent_id}/export',
    tag: 'Memories',
    summary: 'Export an agent’s memories',
    description:
      'A header, the agent, and its memories in the order in which they were stored. The last line of JSONL is `{"record": "end"}`; without it the file is incomplete.',
    security: apiKey('memories:read'),
    request: EXPORT,
    response: exported,
    errors: ['agent_not_found'],
  }),
  exportTeam: defineOperation({
    id: 'exportTeam',
    method: 'GET',
    path: '/api/v2/export',
    tag: 'Memories',
    summary: 'Export the memories of all agents',
    description: 'All agents that the key reaches, then the memories of each.',
    security: apiKey('memories:read'),
    request: EXPORT,
    response: exported,
  }),
  importMemories: defineOperation({
    id: 'importMemories',
    method: 'POST',
    path: '/api/v2/agents/{agent_id}/import',
    tag: 'Memories',
    summary: 'Import memories from a file',
    description:
      'Reads exports of Memanto, and the files of mem0, Letta, Hindsight, MCP’s memory server and Memanto’s Python version, which it recognizes by their shape. ' +
      'The file is stored in batches while it arrives. With an Idempotency-Key, a request that failed can be sent again and continues where it stopped.',
    security: apiKey('memories:write'),
    request: IMPORT,
    streamedBody: {
      mediaTypes: [JSONL, 'application/json', 'application/jsonl', 'text/plain', MARKDOWN],
      description: 'The file: one JSON object per line, a JSON document with a list of memories, or Markdown.',
      limit: IMPORT_LIMIT,
      example: importFileExample,
    },
    isIdempotent: true,
    response: { status: 200, description: 'What was stored, and what was not.', schema: IMPORT_RESULT, example: importExample },
    errors: ['agent_not_found', 'import_in_progress'],
  }),
  listImportedIds: defineOperation({
    id: 'listImportedIds',
    method: 'GET',
    path: '/api/v2/agents/{agent_id}/imports/{import_id}/ids',
    tag: 'Memories',
    summary: 'List the new ids of imported memories',
    description: 'One line for each memory that has another id than in the file. Kept for 7 days.',
    security: apiKey('memories:read'),
    response: {
      status: 200,
      description: 'The ids, sent as they are read.',
      schema: FILE_TEXT,
      example: importedIdsExample,
      streamedAs: [JSONL],
    },
    errors: ['agent_not_found', 'import_not_found'],
  }),
} as const
