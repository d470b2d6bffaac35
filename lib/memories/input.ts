import { z } from 'zod'
import { clearable, cursor, limit, nonBlank, tagList, text, time, trimmedText } from '../input/fields'
import { changes, parameters } from '../input/parameters'
import { MEMORY_STATUSES, MEMORY_TYPES, PROVENANCES, SESSION_MEMORY_KINDS, TRUST_LEVELS } from './rules'

/** The most characters of the content of a memory. */
export const CONTENT_LENGTH = 10_000

const content = nonBlank(CONTENT_LENGTH).meta({ example: 'Ada prefers e-mail over the phone.' })
/** The most characters of the title of a memory. */
export const TITLE_LENGTH = 500

const title = text(TITLE_LENGTH)
export const type = z.enum(MEMORY_TYPES)
export const confidence = z.number().gte(0, 'must be at least 0').lte(1, 'must be at most 1')
const source = nonBlank(100)
const provenance = z.enum(PROVENANCES)
const occurredAt = time('start', 'When what the memory describes happened, if that is not now.')

const expiresAt = time('end', 'From when on it is no longer recalled.')
const MOST_HOURS = 24 * 366 * 100
const ttlHours = z
  .number()
  .gt(0, 'must be more than 0')
  .lte(MOST_HOURS, `may be at most ${MOST_HOURS}`)
  .meta({ description: 'Hours after which it is no longer recalled. Not together with `expires_at`.' })
export const memoryId = z.string().regex(/^mem_[A-Za-z0-9_-]{1,64}$/, 'must be the id of a memory')

const NEW_FIELDS = {
  content,
  type: type.default('fact'),
  title: title.optional(),
  confidence: confidence.default(0.8),
  tags: tagList.default([]),
  source: source.default('agent'),
  provenance: provenance.default('explicit_statement'),
  occurred_at: occurredAt.optional(),
  expires_at: expiresAt.optional(),
  ttl_hours: ttlHours.optional(),
}

/** A memory of a batch. */
export const BATCH_MEMORY = parameters(NEW_FIELDS, { type: ['memory_type'] })

export const NEW_MEMORY = parameters(
  {
    ...NEW_FIELDS,
    supersedes: z
      .array(memoryId)
      .max(20, 'may be at most 20')
      .default([])
      .meta({ description: 'Memories whose place it takes: they are no longer recalled.' }),
    check_similar: z.boolean().optional().meta({
      description:
        'Return memories that are like the new one, so that it can be decided whether it supersedes them. Requires the scope memories:read too.',
    }),
  },
  { type: ['memory_type'] },
)

export const BATCH = parameters({
  memories: z.array(z.unknown()).min(1, 'must contain at least 1 memory').max(100, 'may contain at most 100 memories'),
})

export const reason = trimmedText(500).meta({ description: 'Why; kept with the version.' })
const version = z.int().gte(1, 'must be at least 1').optional().meta({
  description: 'The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same.',
})

export const MEMORY_CHANGES = changes(
  {
    content: content.optional(),
    type: type.optional(),
    title: title.nullable().optional(),
    confidence: confidence.optional(),
    tags: clearable(tagList, []),
    source: source.optional(),
    provenance: provenance.optional(),
    occurred_at: occurredAt.nullable().optional(),
    expires_at: expiresAt.nullable().optional(),
    ttl_hours: ttlHours.optional(),
    reason: reason.optional(),
    version,
  },
  { type: ['memory_type'] },
)

export const MEMORY_DELETION = parameters({
  purge: z.boolean().default(false).meta({ description: 'Remove it at once, so that it cannot be restored.' }),
  reason: reason.optional(),
  version,
})

export const MEMORY_RESTORATION = parameters({
  to_version: z
    .int()
    .gte(1, 'must be at least 1')
    .optional()
    .meta({ description: 'The version whose text and fields it gets back; absent: it keeps the present ones, and becomes active again.' }),
  reason: reason.optional(),
  version,
})

export const MEMORY_SUPERSESSION = parameters({
  superseded_by: memoryId.optional().meta({ description: 'The memory that takes its place.' }),
  reason: reason.optional(),
  version,
})

export const MEMORY_APPROVAL = parameters({ reason: reason.optional(), version })

export const MEMORY_HISTORY = parameters({ limit: limit(50), cursor })

const FILTERS = {
  limit: limit(10),
  type: z.array(type).optional().meta({ description: 'Only memories of these types.' }),
  tags: tagList
    .optional()
    .meta({ description: 'Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes.' }),
  min_confidence: confidence.optional(),
  created_after: time('start').optional(),
  created_before: time('end').optional(),
  status: z
    .array(z.enum([...MEMORY_STATUSES, 'all']))
    .optional()
    .meta({ description: 'Only memories of these statuses; `active` if absent.' }),
}

/** Any text is a query; what Postgres cannot take is replaced where it is asked. */
export const query = z
  .string()
  .normalize('NFC')
  .max(1000, 'may be at most 1000 characters long')
  .refine((value) => value.trim() !== '', 'must not be blank')
  .meta({ description: 'What to look for, in words.', example: 'how does Ada want to be reached' })
const ignoredSimilarity = z.number().optional().meta({ description: 'Ignored. Accepted for older clients.' })
export const TYPE_ALIASES = { type: ['memory_types', 'types', 'memory_type'] }

const explain = z.boolean().optional().meta({ description: 'Return for each memory the reasons for its score.' })

export const RECALL = parameters({ query, explain, ...FILTERS, min_similarity: ignoredSimilarity }, TYPE_ALIASES)
export const RECALL_RECENT = parameters({ ...FILTERS, cursor }, TYPE_ALIASES)
export const RECALL_AS_OF = parameters({ as_of: time('end'), ...FILTERS, cursor }, TYPE_ALIASES)
export const RECALL_CHANGED = parameters({ since: time('start'), ...FILTERS, cursor }, TYPE_ALIASES)
const trust = z
  .array(z.enum(TRUST_LEVELS))
  .optional()
  .meta({ description: 'Only memories with this trust; `trusted` and `unreviewed` if absent. Not together with `query`.' })
export const MEMORY_LIST = parameters({ query: query.optional(), ...FILTERS, trust, limit: limit(50), cursor }, TYPE_ALIASES)

export const SESSION_MEMORIES = parameters({
  kind: z
    .enum(SESSION_MEMORY_KINDS)
    .default('stored')
    .meta({ description: 'Memories that the session stored, or those that it recalled.' }),
  limit: limit(50),
  cursor,
})
