import { memoryColumns } from './memory-columns'
import { joinUse, type MemoryUse, USE_COLUMNS } from './memory-uses'
import { sendTogether, statement } from './round-trips'
import type { Db, Memory } from './schema'
import { type SessionView, sessionToFind } from './session-lists'
import { hotStatement } from './statement-hooks'

/** The public id of a session, for a caller that reaches the agents of `agentRowIds`, or all where these are null. */
interface SoughtSession {
  teamId: string
  sessionId: string
  agentRowIds: string[] | null
}

/** A session, and a page of its memories. */
interface FoundIn<Row> {
  session: SessionView
  rows: Row[]
}

/** Finds a session as `findSession` does, and rows of it by a statement with the session $2 of the team $1, in one round trip. */
async function findWithSession<Row>(db: Db, { teamId, sessionId, agentRowIds }: SoughtSession, text: string, values: unknown[]) {
  const sought = sessionToFind(db, teamId, sessionId, agentRowIds)
  const [[session], rows] = await sendTogether<[SessionView, Row]>(db, sought, statement<Row>(text, [teamId, sessionId, ...values]))
  return session && { session, rows }
}

/** Memories that the session $2 of the team $1 stored and that are not deleted. */
const STORED = `m.team_id = $1::uuid and m.agent_row_id = (select s.agent_row_id from sessions s where s.team_id = $1::uuid and s.id = $2::text)
    and m.session_id = $2::text and m.status <> 'deleted'`

const STORED_IN = hotStatement(
  'memories_stored_in',
  `select ${memoryColumns('m')}, ${USE_COLUMNS} from memories m ${joinUse('m')} where ${STORED} and m.seq > $3::bigint order by m.seq limit $4::integer`,
)

/** Finds a session, and up to `limit` memories that it stored and that are not deleted, in the order in which they were stored, after the one with a number. One round trip. */
export async function listStoredIn(
  db: Db,
  session: SoughtSession,
  afterSeq: number,
  limit: number,
): Promise<FoundIn<Memory & MemoryUse> | undefined> {
  return findWithSession(db, session, STORED_IN, [afterSeq, limit])
}

const LATEST_STORED_IN = hotStatement(
  'memories_stored_last_in',
  `select ${memoryColumns('m')} from memories m where ${STORED} order by m.seq desc limit $3::integer`,
)

/** Finds a session, and up to `limit` memories that it stored last and that are not deleted, the latest first. One round trip. */
export async function listLatestStoredIn(db: Db, session: SoughtSession, limit: number): Promise<FoundIn<Memory> | undefined> {
  return findWithSession(db, session, LATEST_STORED_IN, [limit])
}

/** A memory that recalls of a session returned: how often, and when first and last. */
export interface MemoryRecalledIn extends Memory, MemoryUse {
  recalls: number
  first_at: Date
  last_at: Date
  /** The event of the first recall, and the position of the memory in it. */
  event_id: number
  position: number
}

/** The place of a memory among those that a session recalled. */
export type RecalledPosition = Pick<MemoryRecalledIn, 'event_id' | 'position'>

const RECALLED_IN = hotStatement(
  'memories_recalled_in',
  `with recalled as (
    select n.memory_id, count(*) as recalls, min(e.at) as first_at, max(e.at) as last_at, min(array[e.id, n.position]) as first
    from session_events e cross join unnest(e.memory_ids) with ordinality as n (memory_id, position)
    where e.team_id = $1::uuid and e.session_id = $2::text and e.kind = 'recalled' and e.memory_ids is not null
    group by n.memory_id
  )
  select ${memoryColumns('m')}, ${USE_COLUMNS}, r.recalls, r.first_at, r.last_at, r.first[1] as event_id, r.first[2] as position
  from (select * from recalled where first > array[$3, $4]::bigint[] order by first) r
  cross join lateral (select * from memories m where m.team_id = $1::uuid and m.id = r.memory_id and m.status <> 'deleted' limit 1) m
  ${joinUse('m')}
  order by r.first limit $5::integer`,
)

/**
 * Finds a session, and up to `limit` memories that its recalls returned and that are not deleted, in the order of the first recall of each, after a place. They
 * are known as long as the events of the session are kept. One round trip.
 */
export async function listRecalledIn(
  db: Db,
  session: SoughtSession,
  { event_id, position }: RecalledPosition,
  limit: number,
): Promise<FoundIn<MemoryRecalledIn> | undefined> {
  return findWithSession(db, session, RECALLED_IN, [event_id, position, limit])
}
