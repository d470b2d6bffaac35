import { CompiledQuery } from 'kysely'
import type { LiveSession } from './memories'
import type { Db, Memory } from './schema'
import { countIn, RANDOM_SLOT } from './session-gate'

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
  session: LiveSession
  memories: RankedMemory[]
}

/** The parameters of a search stand together, from a number on: what is asked, the filters, and how many. */
export const placesFrom = (first: number) => ({
  query: `$${first}::text`,
  at: `$${first}::timestamptz`,
  limit: `$${first + 6}::integer`,
  next: (nth: number) => `$${first + 6 + nth}`,
  passes: (memory: string) => `($${first + 1}::text[] is null or ${memory}.type = any ($${first + 1}))
    and ($${first + 2}::text[] is null or ${memory}.tags @> $${first + 2})
    and ($${first + 3}::float8 is null or ${memory}.confidence >= $${first + 3})
    and ($${first + 4}::timestamptz is null or ${memory}.created_at >= $${first + 4})
    and ($${first + 5}::timestamptz is null or ${memory}.created_at <= $${first + 5})`,
})

export const searchValues = (asked: string | Date | null, filters: RecallFilters): unknown[] => {
  const { types, tags, minConfidence, createdAfter, createdBefore, limit } = filters
  return [typeof asked === 'string' ? searchable(asked) : asked, types, tags, minConfidence, createdAfter, createdBefore, limit]
}

/** Postgres takes no null characters and no halves of surrogate pairs; as blanks they change no search. */
const searchable = (query: string) => query.toWellFormed().replaceAll('\0', ' ')

export const GATED = placesFrom(10)
const ADDRESS = `${GATED.next(1)}::text`

export const COLUMNS = `m.team_id, m.id, m.agent_id, m.session_id, m.seq, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance,
  m.created_at, m.updated_at`

export const RANKED = `
chosen as materialized (
  select ${COLUMNS}, r.score, row_number() over (order by r.score desc, r.seq desc) as place
  from ranked r cross join lateral (select * from memories where team_id = (select team_id from place) and id = r.id limit 1) m
)`

/** Counts what was chosen and puts it on the timeline, never with what was asked; the session comes with an empty answer too. */
export const COUNTED = `
used as (${countIn(RANDOM_SLOT, { retrieved: '(select count(*) from chosen)', recalls: '1' })}),
event as (
  insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id, address)
  select team_id, id, now, 'recalled', (select count(*) from chosen), case when $4 is null then 'person' else 'key' end, coalesce($4, $5::text), ${ADDRESS}
  from live
)
select l.id as live_id, l.team_id as live_team_id, l.agent_id as live_agent_id, l.started_at, l.expires_at, l.renew_on_use, l.requests_per_minute, l.now, chosen.*
from live l left join chosen on true order by chosen.place`

type LiveColumns = Omit<LiveSession, 'id' | 'team_id' | 'agent_id'> & {
  live_id: string
  live_team_id: string
  live_agent_id: string
  place: number
}

type FoundMemory = RankedMemory & { has_more?: boolean }

/** Runs a statement that chooses and counts memories; undefined when the gate refuses. */
export async function readRecalled(
  db: Db,
  statement: string,
  values: unknown[],
): Promise<{ session: LiveSession; memories: FoundMemory[] } | undefined> {
  const { rows } = await db.executeQuery<FoundMemory & LiveColumns>(CompiledQuery.raw(statement, values))
  const [first] = rows
  if (first === undefined) return undefined
  const {
    live_id: id,
    live_team_id: team_id,
    live_agent_id: agent_id,
    started_at,
    expires_at,
    renew_on_use,
    requests_per_minute,
    now,
  } = first
  const session = { id, team_id, agent_id, started_at, expires_at, renew_on_use, requests_per_minute, now }
  return { session, memories: first.id === null ? [] : rows }
}
