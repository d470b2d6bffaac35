import type { RecallFilters } from '../../db/recall-search'
import type { IndexedMemory } from './agent-index'

/** Tells which memories match filters; undefined if all do. */
export function isWanted(filters: Omit<RecallFilters, 'limit'>): ((memory: IndexedMemory) => boolean) | undefined {
  const { types, tags, minConfidence, createdAfter, createdBefore } = filters
  const conditions: ((memory: IndexedMemory) => boolean)[] = []
  if (types !== null) conditions.push(({ type }) => types.includes(type))
  if (tags !== null) conditions.push((memory) => tags.every((tag) => memory.tags.includes(tag)))
  if (minConfidence !== null) conditions.push(({ confidence }) => confidence >= minConfidence)
  if (createdAfter !== null) conditions.push(({ createdAt }) => createdAt >= createdAfter.getTime())
  if (createdBefore !== null) conditions.push(({ createdAt }) => createdAt <= createdBefore.getTime())
  return conditions.length === 0 ? undefined : (memory) => conditions.every((isMet) => isMet(memory))
}
