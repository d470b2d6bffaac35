import { type RawBuilder, sql } from 'kysely'
import { memoryColumns } from './memory-columns'
import type { Db, Memory, Session } from './schema'

type SessionKey = Pick<Session, 'team_id' | 'id' | 'agent_row_id'>

/** Returns up to `limit` memories that a session stored and that are not deleted, in the order in which they were stored, after the one with a number. */
export async function listStoredIn(db: Db, session: SessionKey, afterSeq: number, limit: number): Promise<Memory[]> {
  const { rows } = await sql<Memory>`
    select ${sql.raw(memoryColumns('m'))} from memories m
    where m.team_id = ${session.team_id} and m.agent_row_id = ${session.agent_row_id} and m.session_id = ${session.id} and m.seq > ${afterSeq}
      and m.status <> 'deleted'
    order by m.seq limit ${limit}`.execute(db)
  return rows
}

/** Returns the memories that a session stored last and that are not deleted, the latest first. */
export async function listLatestStoredIn(db: Db, session: SessionKey, limit: number): Promise<Memory[]> {
  const { rows } = await sql<Memory>`
    select ${sql.raw(memoryColumns('m'))} from memories m
    where m.team_id = ${session.team_id} and m.agent_row_id = ${session.agent_row_id} and m.session_id = ${session.id} and m.status <> 'deleted'
    order by m.seq desc limit ${limit}`.execute(db)
  return rows
}

/** A memory that recalls of a session returned: how often, and when first and last. */
export interface MemoryRecalledIn extends Memory {
  recalls: number
  first_at: Date
  last_at: Date
  /** The event of the first recall, and the position of the memory in it. */
  event_id: number
  position: number
}

/** The place of a memory among those that a session recalled. */
export type RecalledPosition = Pick<MemoryRecalledIn, 'event_id' | 'position'>

/**
 * Returns up to `limit` memories that recalls of a session returned and that are not deleted, in the order of the first recall of each, after a place. They
 * are known as long as the events of the session are kept.
 */
export async function listRecalledIn(
  db: Db,
  { team_id: teamId, id }: SessionKey,
  { event_id, position }: RecalledPosition,
  limit: number,
): Promise<MemoryRecalledIn[]> {
  const { rows } = await sql<MemoryRecalledIn>`
    with recalled as (${recalledIn(teamId, id)})
    select ${sql.raw(memoryColumns('m'))}, r.recalls, r.first_at, r.last_at, r.first[1] as event_id, r.first[2] as position
    from (select * from recalled where first > array[${event_id}, ${position}]::bigint[] order by first) r
    cross join lateral (select * from memories m where m.team_id = ${teamId} and m.id = r.memory_id and m.status <> 'deleted' limit 1) m
    order by r.first limit ${limit}`.execute(db)
  return rows
}

const recalledIn = (teamId: string, sessionId: string): RawBuilder<unknown> => sql`
  select n.memory_id, count(*) as recalls, min(e.at) as first_at, max(e.at) as last_at, min(array[e.id, n.position]) as first
  from session_events e cross join unnest(e.memory_ids) with ordinality as n (memory_id, position)
  where e.team_id = ${teamId} and e.session_id = ${sessionId} and e.kind = 'recalled' and e.memory_ids is not null
  group by n.memory_id`
