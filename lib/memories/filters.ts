import type { RecallFilters } from '../../db/recall-search'

/** Filters of every recall and list of memories. */
export interface FilterInput {
  limit: number
  type?: string[] | undefined
  tags?: string[] | undefined
  minConfidence?: number | undefined
  createdAfter?: Date | undefined
  createdBefore?: Date | undefined
}

/** The filters as the statements take them. */
export function filtersOf({ limit, type, tags, minConfidence, createdAfter, createdBefore }: FilterInput): RecallFilters {
  return {
    limit,
    types: type?.length ? type : null,
    tags: tags?.length ? tags : null,
    minConfidence: minConfidence ?? null,
    createdAfter: createdAfter ?? null,
    createdBefore: createdBefore ?? null,
  }
}
