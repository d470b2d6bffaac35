import { z } from 'zod'
import { AGENT_NAME } from '../agents/input'
import { apiKey } from '../auth/security'
import { memoryExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { timestamp } from '../http/timestamp'
import { nonBlank, TAG_LENGTH, text } from '../input/fields'
import { criteria, parameters } from '../input/parameters'
import { MEMORY_APPROVAL } from './input'
import { MEMORY } from './schemas'

const PATH = '/api/v2/memories/erase'

const ERASURE_FIELDS = {
  text: nonBlank(1000).optional().meta({ description: 'Part of the title, content, source or reason, or of a tag, in whatever case.' }),
  tag: nonBlank(TAG_LENGTH).optional().meta({ description: 'A whole tag.' }),
  source: nonBlank(100).optional().meta({ description: 'The whole source.' }),
  agent_id: AGENT_NAME.optional().meta({ description: 'Only memories of this agent.' }),
  dry_run: z.boolean().default(true).meta({ description: 'Only report what would be erased. True unless `false` is sent.' }),
  confirm: z.int().gte(0, 'must be at least 0').optional().meta({
    description:
      'With `dry_run=false`: the number of memories that match, as the dry run reported it. If it is another now, nothing is erased.',
  }),
}

/** What is erased, and whether it is a dry run. */
const ERASURE_INPUT = criteria(ERASURE_FIELDS)

/** The same as a form sends it, in which a person may leave fields empty. */
export const ERASURE_FORM = parameters(ERASURE_FIELDS)

/** The receipt of an erasure. */
export const RECEIPT_INPUT = parameters({ receipt: text(200_000) })

const AGENT_MATCHES = z
  .object({ agent_id: z.string(), memories: z.int(), versions: z.int(), legal_hold: z.boolean() })
  .meta({ id: 'ErasureOfAgent' })

export const ERASURE = z
  .object({
    dry_run: z.boolean(),
    matched: z.int().meta({ description: 'How many memories match; in a call that erases, before it did.' }),
    versions: z.int().meta({ description: 'How many versions these have, the present ones included.' }),
    agents: z.array(AGENT_MATCHES).meta({ description: 'The same by agent.' }),
    erased: z.int(),
    remaining: z.int().meta({ description: 'How many still match. Call again to erase them, with this number in `confirm`.' }),
    memory_ids: z.array(z.string()).meta({ description: 'The memories that were erased; in a dry run the first 1,000 that match.' }),
    receipt: z.string().nullable().meta({
      description:
        'A JWT, signed by this server, with team, time, author, numbers, ids and the SHA-256 of the criteria, and no text. Null in a dry run.',
    }),
  })
  .meta({ id: 'Erasure' })

export const RECEIPT_CHECK = z
  .object({
    valid: z.boolean(),
    erased_at: timestamp.nullable(),
    by: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    criteria_sha256: z.string().nullable().meta({
      description: 'Hexadecimal SHA-256 of {"text":…,"tag":…,"source":…,"agent_id":…} as JSON without blanks, null for what was not sent.',
    }),
    memories: z.int().nullable(),
    versions: z.int().nullable(),
    remaining: z.int().nullable(),
    memory_ids: z.array(z.string()),
  })
  .meta({ id: 'ErasureReceiptCheck' })

const dryRunExample = {
  dry_run: true,
  matched: 2,
  versions: 5,
  agents: [{ agent_id: 'customer-support', memories: 2, versions: 5, legal_hold: false }],
  erased: 0,
  remaining: 2,
  memory_ids: ['mem_0mhyw2kq3Vb81mPq9sXw2LtRa', 'mem_0mhyw2kq4Qz52nRt7uYv3MuSb'],
  receipt: null,
}

const checkExample = {
  valid: true,
  erased_at: '2025-03-31T22:30:00Z',
  by: { kind: 'key', id: 'k2Vb81mPq9', name: 'Compliance' },
  criteria_sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  memories: 2,
  versions: 5,
  remaining: 0,
  memory_ids: ['mem_0mhyw2kq3Vb81mPq9sXw2LtRa', 'mem_0mhyw2kq4Qz52nRt7uYv3MuSb'],
}

/** The operations of the API on memories that only admins may use. */
export const MEMORY_ADMIN_OPERATIONS = {
  eraseMemories: defineOperation({
    id: 'eraseMemories',
    method: 'POST',
    path: PATH,
    tag: 'Memories',
    summary: 'Erase memories everywhere',
    description:
      'Finds memories by text, tag, source or agent, in all statuses and versions, and reports them. Unknown names and empty values are refused. With `dry_run=false` and `confirm` they are purged at once, up to 1,000 per call, and the response has a signed receipt.',
    security: apiKey('memories:admin'),
    request: ERASURE_INPUT,
    bodyExample: { text: 'Ada Lovelace', dry_run: true },
    isIdempotent: true,
    response: { status: 200, description: 'What was erased, or would be.', schema: ERASURE, example: dryRunExample },
    errors: ['agent_not_found', 'erasure_not_confirmed', 'legal_hold'],
  }),
  verifyErasure: defineOperation({
    id: 'verifyErasure',
    method: 'POST',
    path: `${PATH}/verify`,
    tag: 'Memories',
    summary: 'Verify the receipt of an erasure',
    description: 'Returns whether this server signed the receipt for your team, and what it confirms.',
    security: apiKey('memories:admin'),
    request: RECEIPT_INPUT,
    bodyExample: { receipt: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImVyYXN1cmUtcmVjZWlwdCtqd3QifQ.e30.c2lnbmF0dXJl' },
    response: { status: 200, description: 'Whether it is valid.', schema: RECEIPT_CHECK, example: checkExample },
  }),
  approveMemory: defineOperation({
    id: 'approveMemory',
    method: 'POST',
    path: '/api/v2/agents/{agent_id}/memories/{memory_id}/approve',
    tag: 'Memories',
    summary: 'Approve a memory',
    description:
      'A memory that is quarantined or unreviewed becomes trusted, as a new version: from then on it is recalled. A trusted one stays as it is.',
    security: apiKey('memories:admin'),
    request: MEMORY_APPROVAL,
    bodyExample: { reason: 'Checked with Ada.' },
    isIdempotent: true,
    isConditional: true,
    response: { status: 200, description: 'The approved memory.', schema: MEMORY, example: memoryExample, isVersioned: true },
    errors: ['agent_not_found', 'memory_not_found', 'secret_in_memory'],
  }),
} as const
