import { type RawBuilder, sql } from 'kysely'
import type { Db, EndReason } from './schema'
import { matching, type SessionFilters } from './session-lists'

type Status = NonNullable<SessionFilters['status']>

export interface SessionCounts {
  status: Record<Status, number>
  endReason: Record<EndReason, number>
  /** When this was so. */
  now: Date
}

/** Each choice of a filter, counted beside the other filters; every count stops at `upTo`, and is found by an index of a list. */
export async function countSessionsBy(db: Db, teamId: string, filters: SessionFilters, upTo: number): Promise<SessionCounts> {
  const status = (status: Status) => counted(teamId, { ...filters, status }, upTo)
  const reason = (endReason: EndReason) => counted(teamId, { ...filters, endReason }, upTo)
  const { rows } = await sql<SessionCounts>`
    select json_build_object('active', ${status('active')}, 'expiring', ${status('expiring')}, 'inactive', ${status('inactive')}) as status,
      json_build_object('deactivated', ${reason('deactivated')}, 'replaced', ${reason('replaced')}, 'expired', ${reason('expired')},
        'revoked', ${reason('revoked')}, 'agent_deleted', ${reason('agent_deleted')}) as "endReason",
      memanto_now() as now`.execute(db)
  const [counts] = rows
  if (counts === undefined) throw new Error('A select without a from gave no row.')
  return counts
}

function counted(teamId: string, { agentName, ...filters }: SessionFilters, upTo: number): RawBuilder<number> {
  // In the order of the list, so that the planner takes its indexes: it cannot know how few a time leaves.
  const found = (ofAgent: RawBuilder<unknown>) =>
    sql`select from sessions where sessions.team_id = ${teamId} ${ofAgent} and ${matching(filters)}
      order by sessions.started_at desc, sessions.id desc limit ${upTo}`
  if (agentName === undefined) return sql`(select count(*) from (${found(sql``)}) as found)`
  return sql`(select least(count(*), ${upTo}::bigint) from agents named cross join lateral (${found(sql`and sessions.agent_row_id = named.id`)}) as found
    where named.team_id = ${teamId} and named.name = ${agentName})`
}
