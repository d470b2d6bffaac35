import { z } from 'zod'
import { clearable, cursor, limit, nonBlank, tagList, text, time } from '../input/fields'
import { changes, parameters } from '../input/parameters'
import { MEMORY_TYPES, PROVENANCES, SESSION_MEMORY_KINDS } from './rules'

const content = nonBlank(10_000).meta({ example: 'Ada prefers e-mail over the phone.' })
const title = text(500)
const type = z.enum(MEMORY_TYPES)
const confidence = z.number().gte(0, 'must be at least 0').lte(1, 'must be at most 1')
const source = nonBlank(100)
const provenance = z.enum(PROVENANCES)
const occurredAt = time('start').meta({ description: 'When what the memory tells happened, if that is not now.' })

export const NEW_MEMORY = parameters(
  {
    content,
    type: type.default('fact'),
    title: title.optional(),
    confidence: confidence.default(0.8),
    tags: tagList.default([]),
    source: source.default('agent'),
    provenance: provenance.default('explicit_statement'),
    occurred_at: occurredAt.optional(),
  },
  { type: ['memory_type'] },
)

export const BATCH = parameters({
  memories: z.array(z.unknown()).min(1, 'must contain at least 1 memory').max(100, 'may contain at most 100 memories'),
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
  },
  { type: ['memory_type'] },
)

const FILTERS = {
  limit: limit(10),
  type: z.array(type).optional().meta({ description: 'Only memories of these types.' }),
  tags: tagList
    .optional()
    .meta({ description: 'Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes.' }),
  min_confidence: confidence.optional(),
  created_after: time('start').optional(),
  created_before: time('end').optional(),
}

/** Any text is a query; what Postgres cannot take is replaced where it is asked. */
const query = z
  .string()
  .normalize('NFC')
  .max(1000, 'may be at most 1000 characters long')
  .refine((value) => value.trim() !== '', 'must not be blank')
  .meta({ description: 'What to look for, in words.', example: 'how does Ada want to be reached' })
const ignoredSimilarity = z.number().optional().meta({ description: 'Ignored. Accepted for older clients.' })
const TYPE_ALIASES = { type: ['memory_types', 'types', 'memory_type'] }

const explain = z.boolean().optional().meta({ description: 'Return for each memory the reasons for its score.' })

export const RECALL = parameters({ query, explain, ...FILTERS, min_similarity: ignoredSimilarity }, TYPE_ALIASES)
export const RECALL_RECENT = parameters({ ...FILTERS, cursor }, TYPE_ALIASES)
export const RECALL_AS_OF = parameters({ as_of: time('end'), ...FILTERS, cursor }, TYPE_ALIASES)
export const RECALL_CHANGED = parameters({ since: time('start'), ...FILTERS, cursor }, TYPE_ALIASES)
export const MEMORY_LIST = parameters({ query: query.optional(), ...FILTERS, limit: limit(50), cursor }, TYPE_ALIASES)

export const SESSION_MEMORIES = parameters({
  kind: z
    .enum(SESSION_MEMORY_KINDS)
    .default('stored')
    .meta({ description: 'Memories that the session stored, or those that it recalled.' }),
  limit: limit(50),
  cursor,
})
