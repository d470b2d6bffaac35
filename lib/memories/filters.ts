import type { RecallFilters } from '../../db/recall-search'

/** What every recall may be narrowed by, as it is read from a request. */
export interface FilterInput {
  limit: number
  type?: string[] | undefined
  tags?: string[] | undefined
  min_confidence?: number | undefined
  created_after?: Date | undefined
  created_before?: Date | undefined
}

export function filtersOf({ limit, type, tags, min_confidence, created_after, created_before }: FilterInput): RecallFilters {
  return {
    limit,
    types: type?.length ? type : null,
    tags: tags?.length ? tags : null,
    minConfidence: min_confidence ?? null,
    createdAfter: created_after ?? null,
    createdBefore: created_before ?? null,
  }
}
