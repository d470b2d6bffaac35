import { z } from 'zod'
import { REDACTION_POLICIES } from '../../db/constants'
import { apiKey } from '../auth/security'
import { defineOperation } from '../http/operation'
import { changes } from '../input/parameters'

const PATH = '/api/v2/memory-policy'

const redaction = z.enum(REDACTION_POLICIES).meta({
  description:
    'What happens with secrets, card numbers, bank accounts and national ids in memories. off: nothing; warn: the response names kind and position; redact: `[redacted: KIND]` is stored instead; refuse: the memory is not stored. API keys and session tokens of Memanto are always refused.',
})

const MEMORY_POLICY_CHANGES = changes({ redaction: redaction.optional() })

export const MEMORY_POLICY = z.object({ redaction }).meta({ id: 'MemoryPolicy' })

const example = { redaction: 'warn' }

/** The operations of the API on the rules of a team for its memories. */
export const POLICY_OPERATIONS = {
  getMemoryPolicy: defineOperation({
    id: 'getMemoryPolicy',
    method: 'GET',
    path: PATH,
    tag: 'Memories',
    summary: 'Get the team’s rules for memories',
    security: apiKey('memories:read'),
    response: { status: 200, description: 'The rules.', schema: MEMORY_POLICY, example },
  }),
  changeMemoryPolicy: defineOperation({
    id: 'changeMemoryPolicy',
    method: 'PATCH',
    path: PATH,
    tag: 'Memories',
    summary: 'Change the team’s rules for memories',
    description: 'Omitted rules stay unchanged. The rules hold for what is stored from then on.',
    security: apiKey('memories:admin'),
    request: MEMORY_POLICY_CHANGES,
    bodyExample: { redaction: 'refuse' },
    isIdempotent: true,
    response: { status: 200, description: 'The rules after the change.', schema: MEMORY_POLICY, example: { redaction: 'refuse' } },
    errors: ['agent_not_allowed'],
  }),
} as const
