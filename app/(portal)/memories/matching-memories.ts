import { COUNTED_UP_TO } from '@/lib/bounded-count'
import type { MemoryFacets } from '@/lib/memory-search/facets'
import { rfc3339 } from '@/lib/time'
import { fieldsOf, type MemoryFilterSearch } from './search'

/** The memories that match a list's filters: how many (bounded), and the fields of a form that changes them. */
export interface MatchingMemories {
  count: number
  fields: Record<string, string>
}

/** Describes the memories that match a list's filters and existed when they were counted. */
export function describeMatching(search: MemoryFilterSearch, { count, isComplete, now }: MemoryFacets): MatchingMemories {
  return { count: isComplete || count < COUNTED_UP_TO ? count : count + 1, fields: { ...fieldsOf(search), seen_at: rfc3339(now) } }
}
