import { MEMORY_STATUSES, type MemoryStatus } from '../../db/constants'
import type { RecallFilters } from '../../db/recall-search'

/** Filters of every recall and list of memories. */
export interface FilterInput {
  limit: number
  type?: string[] | undefined
  tags?: string[] | undefined
  minConfidence?: number | undefined
  createdAfter?: Date | undefined
  createdBefore?: Date | undefined
  /** Active memories if absent; `all` stands for every status. */
  status?: (MemoryStatus | 'all')[] | undefined
}

/** The filters as the statements take them. */
export function filtersOf({ limit, type, tags, minConfidence, createdAfter, createdBefore, status }: FilterInput): RecallFilters {
  return {
    limit,
    types: type?.length ? type : null,
    tags: tags?.length ? tags : null,
    minConfidence: minConfidence ?? null,
    createdAfter: createdAfter ?? null,
    createdBefore: createdBefore ?? null,
    statuses: statusesOf(status),
  }
}

function statusesOf(status: FilterInput['status']): readonly MemoryStatus[] {
  if (!status?.length) return ['active']
  return MEMORY_STATUSES.filter((known) => status.includes('all') || status.includes(known))
}
