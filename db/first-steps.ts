import { sql } from 'kysely'
import { onlyRow } from './query-results'
import type { Db } from './schema'

export interface FirstSteps {
  agent: boolean
  session: boolean
  memory: boolean
  recall: boolean
  invite: boolean
  /** The newest agent's public id. */
  newestAgentName: string | null
}

/** A first recall is looked for in so many of the latest sessions: a team with more of them no longer needs the guide. */
const LATEST_SESSIONS = 500

/** Returns which of the first steps a team has done. */
export async function findFirstSteps(db: Db, teamId: string): Promise<FirstSteps> {
  const { rows } = await sql<FirstSteps>`
    select exists (select from agents where team_id = ${teamId}) as agent,
      (select name from agents where team_id = ${teamId} and deleted_at is null order by created_at desc, id desc limit 1) as "newestAgentName",
      exists (select from sessions where team_id = ${teamId}) as session,
      exists (select from memories where team_id = ${teamId}) as memory,
      exists (
        select from (select id, recalls from sessions where team_id = ${teamId} order by started_at desc, id desc limit ${LATEST_SESSIONS}) s
        where s.recalls > 0 or exists (select from session_counters u where u.team_id = ${teamId} and u.session_id = s.id and u.recalls > 0)
      ) as recall,
      exists (select from invites where team_id = ${teamId}) or (select count(*) > 1 from memberships where team_id = ${teamId}) as invite`.execute(
    db,
  )
  return onlyRow(rows)
}
