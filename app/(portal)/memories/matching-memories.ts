import { writeCommaList } from '@/lib/input/comma-list'
import type { MemoryFacets } from '@/lib/memory-search/facets'
import { rfc3339 } from '@/lib/time'
import { filtersIn, type MemoryFilterSearch } from './search'

/** The memories that match a list's filters: how many (bounded), and the fields of a form that changes them. */
export interface MatchingMemories {
  count: number
  fields: Record<string, string>
}

/** Describes the memories that match a list's filters and existed when they were counted. */
export function describeMatching(search: MemoryFilterSearch, { count, isComplete, now }: MemoryFacets): MatchingMemories {
  const fields = filtersIn(search).map((name) => [name, asField(search[name])] as const)
  return { count: isComplete ? count : count + 1, fields: { ...Object.fromEntries(fields), seen_at: rfc3339(now) } }
}

function asField(value: MemoryFilterSearch[keyof MemoryFilterSearch]): string {
  if (value instanceof Date) return rfc3339(value)
  return Array.isArray(value) ? writeCommaList(value) : String(value)
}
