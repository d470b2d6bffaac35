import { sql } from 'kysely'
import { isActive, memoryCount, withTeam } from './fragments'
import type { Db } from './schema'

/** An agent that has an active session. */
export interface ActiveAgent {
  agent_row_id: string
  session_id: string
  /** How many memories the agent has. */
  memories: number
}

/** Returns up to `limit` agents of a team that have an active session, those whose session began last first. */
export async function listActiveAgents(db: Db, teamId: string, limit: number): Promise<ActiveAgent[]> {
  const { rows } = await sql<ActiveAgent>`
    select s.agent_row_id, s.id as session_id, ${withTeam(teamId, (team) => memoryCount('a', team, 's.id'))} as memories
    from sessions s join agents a on a.team_id = ${teamId} and a.id = s.agent_row_id
    where s.team_id = ${teamId} and ${sql.raw(isActive('s'))} order by s.started_at desc, s.id desc limit ${limit}`.execute(db)
  return rows
}
