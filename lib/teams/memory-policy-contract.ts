import { z } from 'zod'
import { MEMORY_TYPES, type MemoryType, REDACTION_POLICIES } from '../../db/constants'
import { apiKey } from '../auth/security'
import { defineOperation } from '../http/operation'
import { text } from '../input/fields'
import { changes, parameters } from '../input/parameters'

const PATH = '/api/v2/memory-policy'

const redaction = z.enum(REDACTION_POLICIES).meta({
  description:
    'What happens with secrets, card numbers, bank accounts and national ids in memories. off: nothing; warn: the response names kind and position; redact: `[redacted: KIND]` is stored instead; refuse: the memory is not stored. API keys and session tokens of Memanto are always refused.',
})

const days = z.int('must be a whole number').gte(1, 'must be at least 1').lte(36_500, 'may be at most 36500')

/** Days by type of memory; null stands for ever. */
const retentionChanges = z.partialRecord(z.enum(MEMORY_TYPES), days.nullable()).meta({
  description:
    'For how many days memories of a type are kept after their last change; null: for ever. Types that are left out stay as they are. Older ones expire, and are purged after the grace period.',
})
const retention = z
  .partialRecord(z.enum(MEMORY_TYPES), days)
  .meta({ description: 'For how many days memories of a type are kept after their last change; a type that is missing is kept for ever.' })
const deletionGraceDays = z
  .int('must be a whole number')
  .gte(0, 'must be at least 0')
  .lte(365, 'may be at most 365')
  .meta({ description: 'For how many days a deleted memory can be restored, before it is purged; 0: it is purged at once.' })

const MEMORY_POLICY_CHANGES = changes({
  redaction: redaction.optional(),
  retention: retentionChanges.optional(),
  deletion_grace_days: deletionGraceDays.optional(),
  dry_run: z.boolean().optional().meta({ description: 'Change nothing, and report what the rules would do.' }),
})

/** A field for each type, which is named like it; an empty one stands for ever. */
const retentionFields = Object.fromEntries(MEMORY_TYPES.map((type) => [type, days.optional()])) as Record<
  MemoryType,
  z.ZodOptional<typeof days>
>

/** The form of all rules, with those that it showed at first, and what it says that would expire at once. */
export const MEMORY_POLICY_FORM = parameters({
  redaction,
  deletion_grace_days: deletionGraceDays,
  ...retentionFields,
  dry_run: z.boolean().default(false),
  seen: text(2000),
  expected: z.partialRecord(z.enum(MEMORY_TYPES), z.int()).default({}),
})

const rules = { redaction, retention, deletion_grace_days: deletionGraceDays }

export const MEMORY_POLICY = z.object(rules).meta({ id: 'MemoryPolicy' })

export const CHANGED_MEMORY_POLICY = z
  .object({
    ...rules,
    dry_run: z.boolean().optional().meta({ description: 'True: nothing was changed.' }),
    would_expire: z
      .partialRecord(z.enum(MEMORY_TYPES), z.int())
      .optional()
      .meta({ description: 'With `dry_run`: how many memories of each type would expire at once.' }),
  })
  .meta({ id: 'ChangedMemoryPolicy' })

const example = { redaction: 'warn', retention: {}, deletion_grace_days: 7 }

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
    description:
      'Omitted rules stay unchanged. `redaction` holds for what is stored from then on, `retention` and `deletion_grace_days` for all memories.',
    security: apiKey('memories:admin'),
    request: MEMORY_POLICY_CHANGES,
    bodyExample: { redaction: 'refuse', retention: { event: 90 } },
    isIdempotent: true,
    response: {
      status: 200,
      description: 'The rules after the change.',
      schema: CHANGED_MEMORY_POLICY,
      example: { ...example, redaction: 'refuse', retention: { event: 90 } },
    },
    errors: ['agent_not_allowed'],
  }),
} as const
