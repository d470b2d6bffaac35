import { sql } from 'kysely'
import { NOW, sessionCounters, withTeam } from './fragments'
import type { Db } from './schema'

/** By what agents are compared. */
export const AGENT_MEASURES = ['stored', 'recalls', 'sessions'] as const
export type AgentMeasure = (typeof AGENT_MEASURES)[number]

/** An agent with what its latest sessions did. */
export interface TopAgent {
  name: string
  sessions: number
  stored: number
  recalls: number
}

/** Of a team with more sessions, only the latest are counted. */
export const MOST_SESSIONS = 10_000

/** Returns up to `limit` agents whose sessions of the last `days` days did most, those first that did most. */
export async function listTopAgents(db: Db, teamId: string, by: AgentMeasure, days: number, limit: number): Promise<TopAgent[]> {
  const { rows } = await sql<TopAgent>`
    with latest as (
      select s.id, s.agent_row_id, s.ended_at, s.memories_stored, s.recalls from sessions s
      where s.team_id = ${teamId} and s.started_at >= ${sql.raw(NOW)} - ${days} * interval '1 day'
      order by s.started_at desc, s.id desc limit ${MOST_SESSIONS}
    ),
    used as (
      select agent_row_id, 1 as sessions, memories_stored as stored, recalls from latest
      union all
      select l.agent_row_id, 0, u.stored, u.recalls
      from latest l cross join lateral (${withTeam(teamId, (team) => sessionCounters(team, 'l.id'))}) u where l.ended_at is null
    ),
    totals as (
      select agent_row_id, sum(sessions)::bigint as sessions, coalesce(sum(stored), 0)::bigint as stored, coalesce(sum(recalls), 0)::bigint as recalls
      from used group by 1
    )
    select a.name, t.sessions, t.stored, t.recalls
    from totals t join agents a on a.team_id = ${teamId} and a.id = t.agent_row_id
    where a.deleted_at is null and ${sql.ref(`t.${by}`)} > 0
    order by ${sql.ref(`t.${by}`)} desc, a.name limit ${limit}`.execute(db)
  return rows
}
