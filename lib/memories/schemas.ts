import { z } from 'zod'
import { timestamp } from '../http/timestamp'
import { FINDINGS } from '../redaction/schemas'
import { MEMORY_STATUSES, MEMORY_TYPES, PROVENANCES, SESSION_MEMORY_KINDS, TRUST_LEVELS } from './rules'

/** The fields of a memory that responses have which do not repeat its text. */
export const commonFields = {
  type: z.enum(MEMORY_TYPES),
  title: z.string().nullable(),
  confidence: z.number(),
  tags: z.array(z.string()),
  source: z.string(),
  provenance: z.enum(PROVENANCES),
  occurred_at: timestamp.meta({ description: 'When what the memory describes happened; `created_at` if no time was given.' }),
  created_at: timestamp,
}

const memory = {
  id: z.string(),
  memory_id: z.string().meta({ description: 'Alias of `id`.' }),
  agent_id: z.string(),
  session_id: z.string(),
  ...commonFields,
  content: z.string(),
  text: z.string().meta({ description: 'Alias of `content`.' }),
  updated_at: timestamp,
  version: z.int().meta({ description: '1 when it was stored, one more after each change. The `ETag` of a response with one memory.' }),
  status: z.enum(MEMORY_STATUSES).meta({ description: 'Recalls return active memories, unless they ask for others.' }),
  superseded_by: z.string().nullable().meta({ description: 'The memory that took its place.' }),
  expires_at: timestamp.nullable().meta({ description: 'From when on it is no longer recalled; null: never.' }),
  trust: z.enum(TRUST_LEVELS).meta({ description: 'Quarantined memories are not recalled until somebody approves them.' }),
}

/** The field of a response that names what was found in the texts that it stored. */
export const found = {
  findings: FINDINGS.optional().meta({
    description: 'Secrets and personal numbers that were found in the stored texts. Absent when nothing was found.',
  }),
}

export const MEMORY = z.object({ ...memory, ...found }).meta({ id: 'Memory' })

const use = {
  recalled_count: z.int().meta({ description: 'How many recalls returned it; at most a minute old.' }),
  last_recalled_at: timestamp.nullable().meta({ description: 'Null if no recall returned it.' }),
}

export const MEMORY_DETAIL = z.object({ ...memory, ...use }).meta({ id: 'MemoryDetail' })

const REASONS = z
  .object({
    words: z.array(
      z.object({
        word: z.string().meta({ description: 'A word of the query.' }),
        term: z.string().meta({ description: 'The term of the memory under which it was found: its stem, a similar word or a part.' }),
        match: z.enum(['exact', 'similar', 'part']),
        distance: z
          .int()
          .meta({ description: '0: in this memory; -1: in the memory before it in its session, 2: in the second one after it.' }),
        score: z.number(),
      }),
    ),
    name: z.object({
      words: z.array(z.string()).meta({ description: 'The names of the query with which the memory begins.' }),
      score: z.number(),
    }),
    date: z.object({ is_near: z.boolean().meta({ description: 'Whether it is of a time that the query names.' }), score: z.number() }),
    session: z.object({ score: z.number().meta({ description: 'What the best memories of the same session add.' }) }),
  })
  .meta({ id: 'Reasons' })

export const RANKED_MEMORY = z
  .object({
    ...memory,
    score: z
      .number()
      .nullable()
      .meta({ description: 'Higher is better; comparable only within one response. Null if the results are not ranked.' }),
    reasons: REASONS.optional().meta({
      description: 'Why it has this score, which is the sum of the scores here. With `explain` only.',
    }),
  })
  .meta({ id: 'RankedMemory' })

export const STORED_MEMORY = z
  .object({
    memory_id: z.string(),
    id: z.string(),
    agent_id: z.string(),
    session_id: z.string(),
    namespace: z.string(),
    status: z.literal('stored'),
    ...commonFields,
    expires_at: timestamp.nullable(),
    supersedes: z.array(z.string()).meta({ description: 'The memories whose place it took.' }),
    similar: z
      .array(z.object({ memory_id: z.string(), score: z.number().nullable(), content: z.string() }))
      .optional()
      .meta({ description: 'Memories that are like it, the most similar first. With `check_similar` only.' }),
    ...found,
  })
  .meta({ id: 'StoredMemory' })

const field = z.object({ field: z.string(), message: z.string() })

/** A text that may be null, because openapi-fetch drops properties that can only be null. */
const nullId = z.string().nullable().meta({ description: 'Null: nothing was stored.' })

const batchResult = z
  .union([
    z.object({ index: z.int(), status: z.literal('stored'), memory_id: z.string(), id: z.string(), ...found }),
    z.object({
      index: z.int(),
      status: z.literal('failed'),
      memory_id: nullId,
      id: nullId,
      error: z.string(),
      errors: z.array(field),
      ...found,
    }),
  ])
  .meta({ id: 'BatchResult' })

export const BATCH_RESULT = z
  .object({
    agent_id: z.string(),
    session_id: z.string(),
    namespace: z.string(),
    total_submitted: z.int(),
    successful: z.int(),
    failed: z.int(),
    results: z.array(batchResult),
  })
  .meta({ id: 'BatchOutcome' })

const recallFields = { agent_id: z.string(), session_id: z.string(), memories: z.array(RANKED_MEMORY), count: z.int() }

const isComplete = z
  .boolean()
  .meta({ description: 'False when memories that match the query may be missing, because the search reached one of its limits.' })

export const RECALLED = z.object({ ...recallFields, query: z.string(), is_complete: isComplete }).meta({ id: 'Recalled' })

export const RECALLED_BY_TIME = z
  .object({
    ...recallFields,
    temporal_mode: z.enum(['recent', 'as_of', 'changed_since']),
    as_of_date: timestamp.optional().meta({ description: 'The parsed time of recall/as-of.' }),
    since_date: timestamp.optional().meta({ description: 'The parsed time of recall/changed-since.' }),
    next_cursor: z.string().nullable().meta({ description: 'Send it as `cursor` for the next page; null on the last.' }),
  })
  .meta({ id: 'RecalledByTime' })

export const MEMORY_PAGE = z
  .object({
    memories: z.array(RANKED_MEMORY.extend(use).meta({ id: 'ListedMemory' })),
    count: z.int(),
    next_cursor: z.string().nullable(),
    is_complete: isComplete,
  })
  .meta({ id: 'MemoryPage' })

const inSession = z
  .object({ recalls: z.int(), first_recalled_at: timestamp, last_recalled_at: timestamp })
  .nullable()
  .meta({ description: 'How often recalls of this session returned it; null for what the session stored.' })

export const SESSION_MEMORY_PAGE = z
  .object({
    session_id: z.string(),
    agent_id: z.string(),
    kind: z.enum(SESSION_MEMORY_KINDS),
    memories: z.array(z.object({ ...memory, ...use, in_session: inSession }).meta({ id: 'SessionMemory' })),
    count: z.int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'SessionMemoryPage' })

export const DELETED_MEMORY = z
  .object({
    ...memory,
    namespace: z.string(),
    status: z.literal('deleted'),
    message: z.string(),
    restorable_until: timestamp
      .nullable()
      .meta({ description: 'Until when it can be restored; longer while its agent is on legal hold. null: it was purged.' }),
    ...found,
  })
  .meta({ id: 'DeletedMemory' })
