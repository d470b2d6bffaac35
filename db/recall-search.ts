import { CompiledQuery } from 'kysely'
import { CALL_SESSION_COLUMNS, type CallRow, type CallSession, callSessionOf } from './call-session'
import type { MemoryStatus } from './constants'
import { addToCounters, addToTimeline, eventMemoryIds, isOfStatus, NOW } from './fragments'
import type { Db, Memory } from './schema'
import { CLIENT_ADDRESS } from './session-authorization'

/** Which memories are found, and how many; null for any. */
export interface RecallFilters {
  types: string[] | null
  /** A memory must have all of these. */
  tags: string[] | null
  minConfidence: number | null
  createdAfter: Date | null
  createdBefore: Date | null
  /** Memories that have one of these statuses. Quarantined memories are found by none. */
  statuses: readonly MemoryStatus[]
  limit: number
}

/** A memory with its score, which is comparable only within one result; null when memories are not ranked. */
type RankedMemory = Memory & { score: number | null }

/** What a recall returns. */
export interface Recalled {
  session: CallSession
  memories: RankedMemory[]
}

/** What recalls find: memories that are not quarantined. */
const NOT_QUARANTINED = "<> 'quarantined'"

/** True for a memory that has one of these statuses, which are SQL of an array, and is not quarantined unless `trust`, which is the end of a comparison in SQL, says else. */
export const hasStatus = (m: string, statuses: string, now = NOW, trust = NOT_QUARANTINED) =>
  `(${m}.trust ${trust} and ${isOfStatus(m, statuses, now)})`

/** SQL of the parameters of a search, numbered from `first` on in the order of `searchValues`: what is searched for, the filters and the limit. */
export const searchParametersFrom = (first: number) => {
  const hasFields = (memory: string) => `(cardinality($${first + 1}::text[]) = 0 or ${memory}.type = any ($${first + 1}))
    and (cardinality($${first + 2}::text[]) = 0 or ${memory}.tags @> $${first + 2})
    and ($${first + 3}::float8 = 0 or ${memory}.confidence >= $${first + 3})
    and ($${first + 4}::timestamptz = '-infinity' or ${memory}.created_at >= $${first + 4})
    and ($${first + 5}::timestamptz = 'infinity' or ${memory}.created_at <= $${first + 5})`
  return {
    at: `$${first}::timestamptz`,
    statuses: `$${first + 6}::text[]`,
    limit: `$${first + 7}::integer`,
    /** The nth parameter after those of the search, and after those of the filters where there is no limit. */
    next: (nth: number) => `$${first + 7 + nth}`,
    afterFilters: (nth: number) => `$${first + 6 + nth}`,
    /** True for a memory that matches all filters but the one by status. */
    hasFields,
    /** True when there is a filter other than the one by status. */
    isFiltered: `(cardinality($${first + 1}::text[]) + cardinality($${first + 2}::text[]) > 0 or $${first + 3}::float8 <> 0
    or $${first + 4}::timestamptz <> '-infinity' or $${first + 5}::timestamptz <> 'infinity')`,
    /** `now` is the time at which a memory has one of the statuses; `trust` is as for `hasStatus`. */
    matchesFilters: (memory: string, now = NOW, trust = NOT_QUARANTINED) =>
      `${hasFields(memory)}
    and ${hasStatus(memory, `$${first + 6}::text[]`, now, trust)}`,
  }
}

/**
 * Returns the values of the parameters of `searchParametersFrom`, none of them null. `subject` is the agent or the time that is searched for; null is
 * sent as `infinity`.
 */
export const searchValues = (subject: string | Date | null, filters: RecallFilters): unknown[] => [
  ...filterValues(subject, filters),
  filters.limit,
]

/** Returns the values of these parameters without the limit. */
export const filterValues = (subject: string | Date | null, filters: Omit<RecallFilters, 'limit'>): unknown[] => {
  const { types, tags, minConfidence, createdAfter, createdBefore, statuses } = filters
  return [
    subject ?? 'infinity',
    types ?? [],
    tags ?? [],
    minConfidence ?? 0,
    createdAfter ?? '-infinity',
    createdBefore ?? 'infinity',
    statuses,
  ]
}

/** The parameters of a search in a statement that begins with `sessionAuthorization`. */
export const CALL_PARAMETERS = searchParametersFrom(11)
const EVENT = { amount: '(select count(*) from chosen)', memoryIds: eventMemoryIds('chosen', 'position'), address: CLIENT_ADDRESS }

/** Counts the chosen memories, adds an event without the query to the timeline, and returns the session with the memories, also when there are none. */
export const COUNT_CHOSEN = `
used as (${addToCounters({ retrieved: '(select count(*) from chosen)', recalls: '1' })}),
event as (${addToTimeline('recalled', EVENT)})
select ${CALL_SESSION_COLUMNS}, chosen.* from verdict v left join chosen on true order by chosen.position`

type FoundMemory = RankedMemory & { has_more?: boolean }

/** Runs a statement that chooses and counts memories. Undefined when there is no such session; no memories when the call is not authorized. */
export async function readRecalled(
  db: Db,
  statement: string,
  values: unknown[],
): Promise<{ session: CallSession; memories: FoundMemory[] } | undefined> {
  const { rows } = await db.executeQuery<FoundMemory & CallRow>(CompiledQuery.raw(statement, values))
  const session = callSessionOf(rows[0])
  return session && { session, memories: rows[0]?.id == null ? [] : rows }
}
