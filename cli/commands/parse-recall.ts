import { writeCommaList } from '../../lib/input/comma-list'
import { CommandError } from '../errors'
import type { MemoryStatus, MemoryType } from '../memory-types'

/** The options of `recall` that say what to find. */
export interface RecallOptions {
  recent?: boolean
  asOf?: string
  changedSince?: string
  explain?: boolean
  limit: number
  type?: string[]
  tag?: string[]
  tags?: string[]
  minConfidence?: number
  createdAfter?: string
  createdBefore?: string
  status?: string[]
}

/** What to recall: by a query, the latest, as known at a time, or changed since a time. */
export type RecallRequest =
  | { by: 'query'; query: string; filters: Filters & { explain?: true } }
  | { by: 'recent'; filters: Filters }
  | { by: 'as-of'; time: string; filters: Filters }
  | { by: 'changed-since'; time: string; filters: Filters }

/**
 * Returns the request for a query and options.
 * @throws usage unless exactly one of query, `--recent`, `--as-of` and `--changed-since` is given.
 */
export function parseRecall(query: string, { recent, asOf, changedSince, explain, ...options }: RecallOptions): RecallRequest {
  const filters = parseFilters(options)
  const requests: RecallRequest[] = [
    ...(query !== '' ? [{ by: 'query' as const, query, filters: { ...filters, ...(explain && { explain: true as const }) } }] : []),
    ...(recent ? [{ by: 'recent' as const, filters }] : []),
    ...(asOf !== undefined ? [{ by: 'as-of' as const, time: asOf, filters }] : []),
    ...(changedSince !== undefined ? [{ by: 'changed-since' as const, time: changedSince, filters }] : []),
  ]
  const [request] = requests
  if (request && requests.length === 1) return request
  throw new CommandError(
    'usage',
    request ? 'These options exclude each other.' : 'No query.',
    'Enter a query, or use --recent, --as-of or --changed-since.',
  )
}

type Filters = ReturnType<typeof parseFilters>

function parseFilters({ limit, type, tag, tags, minConfidence, createdAfter, createdBefore, status }: RecallOptions) {
  return {
    limit,
    ...(type && { type: type as MemoryType[] }),
    ...((tag || tags) && { tags: [...(tag ?? []), ...(tags ?? [])].map((each) => writeCommaList([each])) }),
    ...(minConfidence !== undefined && { min_confidence: minConfidence }),
    ...(createdAfter && { created_after: createdAfter }),
    ...(createdBefore && { created_before: createdBefore }),
    ...(status && { status: status as (MemoryStatus | 'all')[] }),
  }
}
