import { CompiledQuery } from 'kysely'
import { hotStatement } from './client'
import type { LiveSession } from './memories'
import { ranking } from './recall-ranking'
import type { Db, Memory } from './schema'
import { countIn, GATE, type GateParameters, gateValues, RANDOM_SLOT } from './session-gate'

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
const placesFrom = (first: number) => ({
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

const searchValues = (asked: string | Date | null, filters: RecallFilters): unknown[] => {
  const { types, tags, minConfidence, createdAfter, createdBefore, limit } = filters
  return [typeof asked === 'string' ? searchable(asked) : asked, types, tags, minConfidence, createdAfter, createdBefore, limit]
}

/** Postgres takes no null characters and no halves of surrogate pairs; as blanks they change no search. */
const searchable = (query: string) => query.toWellFormed().replaceAll('\0', ' ')

const GATED = placesFrom(10)
const ADDRESS = `${GATED.next(1)}::text`

const COLUMNS = `m.team_id, m.id, m.agent_id, m.session_id, m.seq, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance,
  m.created_at, m.updated_at`

const RANKED = `
chosen as materialized (
  select ${COLUMNS}, r.score, row_number() over (order by r.score desc, r.seq desc) as place
  from ranked r cross join lateral (select * from memories where team_id = (select team_id from place) and id = r.id limit 1) m
)`

/** Counts what was chosen and puts it on the timeline, never with what was asked; the session comes with an empty answer too. */
const COUNTED = `
used as (${countIn(RANDOM_SLOT, { retrieved: '(select count(*) from chosen)', recalls: '1' })}),
event as (
  insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id, address)
  select team_id, id, now, 'recalled', (select count(*) from chosen), case when $4 is null then 'person' else 'key' end, coalesce($4, $5::text), ${ADDRESS}
  from live
)
select l.id as live_id, l.team_id as live_team_id, l.agent_id as live_agent_id, l.started_at, l.expires_at, l.renew_on_use, l.requests_per_minute, l.now, chosen.*
from live l left join chosen on true order by chosen.place`

const RECALL = hotStatement(
  'recall',
  `with ${GATE}, place as (select team_id, agent_id from live), ${ranking(GATED)}, ${RANKED}, ${COUNTED}`,
)

/** The memories that answer a query, best first, counted; undefined when the gate refuses. One round trip. */
export async function recallMemories(
  db: Db,
  gate: GateParameters,
  search: RecallFilters & { query: string; address: string | null },
): Promise<Recalled | undefined> {
  return recalled(db, RECALL, [...gateValues(gate), ...searchValues(search.query, search), search.address])
}

export type TimeMode = 'recent' | 'as_of' | 'changed_since'

/** Where a page of memories by time goes on: after the memory of this time and number. */
export interface TimePosition {
  time: Date
  seq: number
}

const AFTER = { time: `${GATED.next(2)}::timestamptz`, seq: `${GATED.next(3)}::bigint` }
const LAST_SEQ = '9223372036854775807'

const isAfter = (time: string) => `(m.${time}, m.seq) < (coalesce(${AFTER.time}, 'infinity'), coalesce(${AFTER.seq}, ${LAST_SEQ}))`

/** One more than wanted tells whether there are more; it is neither shown nor counted. */
const AND_NEXT = `${GATED.limit} + 1`

const OF_LIVE = `m.team_id = (select team_id from live) and m.agent_id = (select agent_id from live) and ${GATED.passes('m')}`

const inOrder = (time: string, memories: string) => `
candidates as materialized (
  select ${COLUMNS}, null::float8 as score, row_number() over (order by m.${time} desc, m.seq desc) as place
  from (${memories} order by ${time} desc, seq desc limit ${AND_NEXT}) m
),
chosen as materialized (
  select c.*, (select count(*) from candidates) > ${GATED.limit} as has_more from candidates c where place <= ${GATED.limit}
)`

const NEWEST = inOrder(
  'created_at',
  `select * from memories m where ${OF_LIVE} and m.created_at <= coalesce(${GATED.at}, 'infinity') and ${isAfter('created_at')}`,
)

/** The few memories that were edited have an index of their own; the others changed when they were stored. */
const CHANGED = inOrder(
  'updated_at',
  `select * from (
    (select * from memories m where ${OF_LIVE} and m.created_at > ${GATED.at} and not m.updated_at > m.created_at and ${isAfter('created_at')}
      order by m.created_at desc, m.seq desc limit ${AND_NEXT})
    union all
    (select * from memories m where ${OF_LIVE} and m.updated_at > ${GATED.at} and m.updated_at > m.created_at and ${isAfter('updated_at')}
      order by m.updated_at desc, m.seq desc limit ${AND_NEXT})
  ) changed`,
)

const RECALL_NEWEST = hotStatement('recall_newest', `with ${GATE}, ${NEWEST}, ${COUNTED}`)
const RECALL_CHANGED = hotStatement('recall_changed', `with ${GATE}, ${CHANGED}, ${COUNTED}`)

export interface TimeSearch extends RecallFilters {
  mode: TimeMode
  /** The moment of `as_of` and `changed_since`, else null. */
  at: Date | null
  after: TimePosition | null
  address: string | null
}

/** A page of the memories by time, newest (or latest change) first, counted, and where the next one starts; undefined when the gate refuses. */
export async function recallByTime(
  db: Db,
  gate: GateParameters,
  search: TimeSearch,
): Promise<(Recalled & { next: TimePosition | null }) | undefined> {
  const { mode, at, after, address } = search
  const statement = mode === 'changed_since' ? RECALL_CHANGED : RECALL_NEWEST
  const from = [after?.time ?? null, after?.seq ?? null]
  const page = await recalled(db, statement, [...gateValues(gate), ...searchValues(at, search), address, ...from])
  const last = page?.memories.at(-1)
  if (page === undefined || !last?.has_more) return page && { ...page, next: null }
  return { ...page, next: { time: mode === 'changed_since' ? last.updated_at : last.created_at, seq: last.seq } }
}

type LiveColumns = Omit<LiveSession, 'id' | 'team_id' | 'agent_id'> & {
  live_id: string
  live_team_id: string
  live_agent_id: string
  place: number
}

type FoundMemory = RankedMemory & { has_more?: boolean }

async function recalled(
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

const LISTED = placesFrom(3)
const LIST_RANKED = `with place as (select $1::uuid as team_id, $2::uuid as agent_id), ${ranking(LISTED)}, ${RANKED} select * from chosen order by place`
const LIST_NEWEST = `select ${COLUMNS}, null::float8 as score from memories m
  where m.team_id = $1::uuid and m.agent_id = $2::uuid and ${LISTED.passes('m')}
    and (m.created_at, m.id) < (coalesce(${LISTED.at}, 'infinity'), coalesce(${LISTED.next(1)}::text, ''))
  order by m.created_at desc, m.id desc limit ${LISTED.limit}`

/** A page of an agent's memories for management, newest first, or the best where there is a query. Counts nothing. */
export async function listMemories(
  db: Db,
  teamId: string,
  agentRowId: string,
  filters: RecallFilters & { query: string | null },
  from: { time: Date; id: string } | undefined,
): Promise<RankedMemory[]> {
  const ofAgent = [teamId, agentRowId]
  const query =
    filters.query === null
      ? CompiledQuery.raw(LIST_NEWEST, [...ofAgent, ...searchValues(from?.time ?? null, filters), from?.id ?? null])
      : CompiledQuery.raw(LIST_RANKED, [...ofAgent, ...searchValues(filters.query, filters)])
  const { rows } = await db.executeQuery<RankedMemory>(query)
  return rows
}
