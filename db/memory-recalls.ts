import { sql } from 'kysely'
import type { Db, Memory } from './schema'

/** So many of the latest sessions of an agent, and so many of their latest events, are searched for recalls of a memory. */
export const RECALLS_SEARCHED = { sessions: 100, events: 2_000 } as const

/** A session that recalled a memory: how often, and when last. */
export interface RecallingSession {
  session_id: string
  recalls: number
  last_at: Date
  /** The event of the last recall. */
  event_id: number
  /** How many sessions were found. */
  found: number
}

/**
 * Returns up to `limit` sessions whose recalls returned a memory, the latest recall first. There is no index by memory: the latest events of the agent's
 * latest sessions are read, and not more than RECALLS_SEARCHED.
 */
export async function listRecallingSessions(
  db: Db,
  { team_id: teamId, agent_row_id, id }: Pick<Memory, 'team_id' | 'agent_row_id' | 'id'>,
  limit: number,
): Promise<RecallingSession[]> {
  const { sessions, events } = RECALLS_SEARCHED
  const { rows } = await sql<RecallingSession>`
    with searched as (
      select e.session_id, e.id, e.at, e.kind, e.memory_ids from (
        select s.id, s.started_at from sessions s where s.team_id = ${teamId} and s.agent_row_id = ${agent_row_id}
        order by s.started_at desc, s.id desc limit ${sessions}
      ) latest cross join lateral (
        select * from session_events e where e.team_id = ${teamId} and e.session_id = latest.id order by e.id desc limit ${events}
      ) e
      order by latest.started_at desc, e.id desc limit ${events}
    )
    select session_id, count(*)::integer as recalls, max(at) as last_at, max(id) as event_id, (count(*) over ())::integer as found
    from searched where kind = 'recalled' and ${id} = any (memory_ids)
    group by session_id order by max(at) desc, session_id limit ${limit}`.execute(db)
  return rows
}
