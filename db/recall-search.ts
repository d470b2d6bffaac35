import { CompiledQuery } from 'kysely'
import { addToCounters, addToTimeline } from './fragments'
import type { Db, Memory } from './schema'
import { CALL_SESSION_COLUMNS, type CallRow, type CallSession, callSessionOf } from './session-authorization'

export interface RecallFilters {
  types: string[] | null
  /** All of these must be on a memory. */
  tags: string[] | null
  minConfidence: number | null
  createdAfter: Date | null
  createdBefore: Date | null
  limit: number
}

/** The score tells memories of one answer apart, no more; null where they are not ranked. */
export type RankedMemory = Memory & { score: number | null }

export interface Recalled {
  session: CallSession
  memories: RankedMemory[]
}

/** The parameters of a search stand together, from a number on: what is searched for, the filters, and how many. */
export const searchParametersFrom = (first: number) => ({
  query: `$${first}::text`,
  at: `$${first}::timestamptz`,
  limit: `$${first + 6}::integer`,
  next: (nth: number) => `$${first + 6 + nth}`,
  matchesFilters: (memory: string) => `($${first + 1}::text[] is null or ${memory}.type = any ($${first + 1}))
    and ($${first + 2}::text[] is null or ${memory}.tags @> $${first + 2})
    and ($${first + 3}::float8 is null or ${memory}.confidence >= $${first + 3})
    and ($${first + 4}::timestamptz is null or ${memory}.created_at >= $${first + 4})
    and ($${first + 5}::timestamptz is null or ${memory}.created_at <= $${first + 5})`,
})

export const searchValues = (subject: string | Date | null, filters: RecallFilters): unknown[] => {
  const { types, tags, minConfidence, createdAfter, createdBefore, limit } = filters
  return [typeof subject === 'string' ? searchable(subject) : subject, types, tags, minConfidence, createdAfter, createdBefore, limit]
}

/** Postgres takes no null characters and no halves of surrogate pairs; as blanks they change no search. */
const searchable = (query: string) => query.toWellFormed().replaceAll('\0', ' ')

export const CALL_PARAMETERS = searchParametersFrom(10)
const ADDRESS = `${CALL_PARAMETERS.next(1)}::text`

export const COLUMNS = `m.team_id, m.id, m.agent_row_id, m.session_id, m.seq, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance,
  m.created_at, m.updated_at`

export const CHOOSE_RANKED = `
chosen as materialized (
  select ${COLUMNS}, r.score, row_number() over (order by r.score desc, r.seq desc) as place
  from ranked r cross join lateral (select * from memories where team_id = $1::uuid and id = r.id limit 1) m
)`

/** Counts what was chosen and adds it to the timeline, never with the query; the session is returned with an empty answer too. */
export const COUNT_CHOSEN = `
used as (${addToCounters({ retrieved: '(select count(*) from chosen)', recalls: '1' })}),
event as (${addToTimeline('recalled', '(select count(*) from chosen)', ADDRESS)})
select ${CALL_SESSION_COLUMNS}, chosen.* from verdict v left join chosen on true order by chosen.place`

type FoundMemory = RankedMemory & { has_more?: boolean }

/** Runs a statement that chooses and counts memories; without a session undefined, and no memories when the call is not authorized. */
export async function readRecalled(
  db: Db,
  statement: string,
  values: unknown[],
): Promise<{ session: CallSession; memories: FoundMemory[] } | undefined> {
  const { rows } = await db.executeQuery<FoundMemory & CallRow>(CompiledQuery.raw(statement, values))
  const session = callSessionOf(rows[0])
  return session && { session, memories: rows[0]?.id == null ? [] : rows }
}
