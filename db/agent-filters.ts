import { type RawBuilder, sql } from 'kysely'
import type { ActivityStatus, AgentPattern } from './constants'
import { isActive, withTeam } from './fragments'
import { allOf, contains } from './list-filters'

export interface AgentFilters {
  /** Part of the name or the description. */
  text?: string | undefined
  /** Part of the name. */
  inName?: string | undefined
  /** What the name begins with. */
  startOfName?: string | undefined
  status?: ActivityStatus | undefined
  pattern?: AgentPattern | undefined
  /** Row ids that the caller is limited to; null for all. */
  agentRowIds: string[] | null
}

/** The agents of the team that are not deleted and match the filters. */
export function matchesAgentFilters(
  teamId: string,
  { text, inName, startOfName, status, pattern, agentRowIds }: AgentFilters,
): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [sql`agents.team_id = ${teamId} and agents.deleted_at is null`]
  if (text !== undefined) conditions.push(contains(['agents.name', 'agents.description'], text))
  if (inName !== undefined) conditions.push(contains(['agents.name'], inName))
  if (startOfName !== undefined) conditions.push(sql`starts_with(lower(agents.name), lower(${startOfName}::text))`)
  if (status !== undefined) conditions.push(status === 'active' ? hasActiveSession(teamId) : sql`not ${hasActiveSession(teamId)}`)
  if (pattern !== undefined) conditions.push(sql`agents.pattern = ${pattern}`)
  if (agentRowIds !== null) conditions.push(sql`agents.id = any (${agentRowIds}::uuid[])`)
  return allOf(conditions)
}

/** The agents of this name, deleted ones too: through the unique index on the lower-cased name, then exactly. */
export const hasAgentName = (teamId: string, name: string): RawBuilder<boolean> =>
  sql<boolean>`agents.team_id = ${teamId} and lower(agents.name) = ${name.toLowerCase()} and agents.name = ${name}`

const hasActiveSession = (teamId: string) =>
  withTeam(
    teamId,
    (team) => `exists (select from sessions s where s.team_id = ${team} and s.agent_row_id = agents.id and ${isActive('s')})`,
  )
