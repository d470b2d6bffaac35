import { type AgentSort, type AgentView, agentPosition, countAgentsByFacet, findAgentView, listAgentViews } from '../../db/agent-lists'
import { wasRecentlyDeleted } from '../../db/agents'
import type { ActivityStatus, AgentPattern } from '../../db/constants'
import { dbFor, type Principal } from '../auth/principal'
import { COUNTED_UP_TO } from '../bounded-count'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { agentNotFound } from './errors'

/** An agent with its counts and its active session. @throws agent_not_found */
export async function readAgent(principal: Principal<'agents:read'>, { agentName }: { agentName: string }): Promise<AgentView> {
  return (await findAgentView(dbFor(principal), principal.teamId, agentName, principal.agentRowIds)) ?? agentNotFound()
}

export interface AgentListInput {
  /** Part of the id or description. */
  q?: string | undefined
  status?: ActivityStatus | undefined
  pattern?: AgentPattern | undefined
  sort?: AgentSort | undefined
  limit: number
  cursor?: string | undefined
}

export interface AgentPage {
  agents: AgentView[]
  total: number
  nextCursor: string | null
}

/** A page of the agents that the caller may reach, newest first unless sorted otherwise, and the number of all that match. */
export async function listAgents(principal: Principal<'agents:read'>, input: AgentListInput): Promise<AgentPage> {
  const { teamId, agentRowIds } = principal
  const { q, status, pattern, sort = 'created' } = input
  const filters = { text: q, status, pattern, agentRowIds }
  const list = `agents by ${sort}`
  const from = readCursor(teamId, list, input.cursor)
  const { agents: rows, total } = await listAgentViews(dbFor(principal), teamId, filters, sort, from, input.limit + 1)
  const { shown, nextCursor } = toPage(rows, input.limit, (last) => writeCursor(teamId, list, agentPosition(last, sort)))
  return { agents: shown, total, nextCursor }
}

/** How many agents each choice of a filter would leave together with the other filters; no count exceeds COUNTED_UP_TO. */
export async function countAgentFacets(principal: Principal<'agents:read'>, { q, status, pattern }: Omit<AgentListInput, 'limit'>) {
  return countAgentsByFacet(
    dbFor(principal),
    principal.teamId,
    { text: q, status, pattern, agentRowIds: principal.agentRowIds },
    COUNTED_UP_TO,
  )
}

/** True when an agent of this name was deleted a moment ago, so that a page may say so; an address alone proves nothing. */
export async function wasAgentRecentlyDeleted(principal: Principal<'agents:read'>, name: string): Promise<boolean> {
  return wasRecentlyDeleted(dbFor(principal), principal.teamId, name)
}
