import { z } from 'zod'
import { ACTIVITY_STATUSES, AGENT_PATTERNS } from '../../db/constants'
import { clearable, cursor, limit, text } from '../input/fields'
import { changes, parameters } from '../input/parameters'

const METADATA_BYTES = 5_000

export const AGENT_NAME_RULE = 'must be 1 to 64 letters, digits, hyphens or underscores'

/** The public id of an agent, as a field of a request or a form. */
export const AGENT_NAME = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}(?![\s\S])/, AGENT_NAME_RULE)
  .meta({ description: 'The public id of the agent.', example: 'customer-support' })

const description = text(2000)

const metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= METADATA_BYTES, `may be at most ${METADATA_BYTES / 1000} kB of JSON`)
  .refine((value) => isStorable(JSON.stringify(value)), 'must be well-formed Unicode without null characters')

export const NEW_AGENT = parameters({
  agent_id: AGENT_NAME,
  pattern: z.enum(AGENT_PATTERNS).default('support'),
  description: description.default(''),
  metadata: metadata.default({}),
})

export const AGENT_CHANGES = changes({
  description: clearable(description, ''),
  pattern: z.enum(AGENT_PATTERNS).optional(),
  metadata: clearable(metadata, {}),
  legal_hold: z.boolean().optional().meta({
    description:
      'While it is true, nothing removes memories of the agent for good: no purge, erasure, retention or deletion of the agent. Requires the scope memories:admin too.',
  }),
})

export const AGENT_LIST = parameters({
  q: text(200).optional().meta({ description: 'Part of the id or description.' }),
  status: z.enum(ACTIVITY_STATUSES).optional(),
  limit: limit(50),
  cursor,
})

export function isAgentName(name: string): boolean {
  return AGENT_NAME.safeParse(name).success
}

/** jsonb refuses null characters and lone surrogates, which JSON escapes. */
const isStorable = (json: string) => !/\\u0000|\\ud[89a-f]/i.test(json.replace(/\\\\/g, ''))
