import { type RawBuilder, sql } from 'kysely'
import { END_REASONS, type EndReason, SESSION_STATUSES, type SessionStatus } from './constants'
import { NOW } from './fragments'
import { objectOf, onlyRow } from './query-results'
import type { Db } from './schema'
import { matchesSessionFilters, type SessionFilters } from './session-filters'

export interface SessionFacetCounts {
  status: Record<SessionStatus, number>
  endReason: Record<EndReason, number>
  /** When the sessions were counted. */
  now: Date
}

/**
 * Counts for each choice of a filter the sessions that it would leave together with the other filters; every count stops at `upTo` and is read
 * from an index of a list.
 */
export async function countSessionsByFacet(db: Db, teamId: string, filters: SessionFilters, upTo: number): Promise<SessionFacetCounts> {
  const { rows } = await sql<SessionFacetCounts>`
    select ${objectOf(SESSION_STATUSES, (status) => counted(teamId, { ...filters, status }, upTo))} as status,
      ${objectOf(END_REASONS, (endReason) => counted(teamId, { ...filters, endReason }, upTo))} as "endReason",
      ${sql.raw(NOW)} as now`.execute(db)
  return onlyRow(rows)
}

function counted(teamId: string, { agentName, ...filters }: SessionFilters, upTo: number): RawBuilder<number> {
  // In the order of the list, so that the planner uses its indexes: it cannot know how few sessions a time leaves.
  const found = (ofAgent: RawBuilder<unknown>) =>
    sql`select from sessions where sessions.team_id = ${teamId} ${ofAgent} and ${matchesSessionFilters(filters)}
      order by sessions.started_at desc, sessions.id desc limit ${upTo}`
  if (agentName === undefined) return sql`(select count(*) from (${found(sql``)}) as found)`
  return sql`(select least(count(*), ${upTo}::bigint) from agents named cross join lateral (${found(sql`and sessions.agent_row_id = named.id`)}) as found
    where named.team_id = ${teamId} and named.name = ${agentName})`
}
