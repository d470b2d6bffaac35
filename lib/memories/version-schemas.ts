import { z } from 'zod'
import { timestamp } from '../http/timestamp'
import { MEMORY_STATUSES, TRUST_LEVELS } from './rules'
import { commonFields } from './schemas'

const AUTHOR = z
  .object({
    kind: z.enum(['key', 'person', 'system']),
    id: z.string(),
    name: z.string().meta({ description: 'The name that it has now.' }),
  })
  .meta({ id: 'VersionAuthor' })

const VERSION = z
  .object({
    version: z.int(),
    ...commonFields,
    content: z.string(),
    status: z.enum(MEMORY_STATUSES),
    superseded_by: z.string().nullable(),
    expires_at: timestamp.nullable(),
    trust: z.enum(TRUST_LEVELS),
    known_from: timestamp.meta({ description: 'When this version was written.' }),
    known_until: timestamp.nullable().meta({ description: 'Null for the present version.' }),
    author: AUTHOR.nullable().meta({ description: 'The key or person that wrote it; null if that was not recorded.' }),
    client: z.string().meta({ description: 'The program that sent it, from `X-Memanto-Client` or `User-Agent`; empty if unknown.' }),
    session_id: z.string().nullable().meta({ description: 'The session in which it was written; null outside a session.' }),
    reason: z.string().nullable(),
  })
  .meta({ id: 'MemoryVersion' })

export const MEMORY_VERSIONS = z
  .object({ memory_id: z.string(), agent_id: z.string(), versions: z.array(VERSION), count: z.int(), next_cursor: z.string().nullable() })
  .meta({ id: 'MemoryVersions' })
