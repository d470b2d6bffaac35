import { countAgentsBy } from '../../db/agent-counts'
import { type AgentSort, type AgentView, countAgents, findAgentView, listAgentViews, positionOf, wasDeletedLately } from '../../db/agents'
import type { Caller } from '../auth/caller'
import { COUNTED_UP_TO } from '../bounded-count'
import { page, readCursor, writeCursor } from '../input/cursor'
import { db } from '../process'
import { agentNotFound } from './errors'

export async function readAgent(caller: Caller, name: string): Promise<AgentView> {
  return (await findAgentView(db(), caller.teamId, name, caller.onlyAgents)) ?? agentNotFound()
}

export interface AgentListInput {
  q?: string | undefined
  status?: 'active' | 'inactive' | undefined
  pattern?: string | undefined
  sort?: AgentSort | undefined
  limit: number
  cursor?: string | undefined
}

/** A page of the team's agents, newest first unless sorted otherwise, as far as the caller may see them. */
export async function listAgents(caller: Caller<'agents:read'>, input: AgentListInput) {
  const { teamId, onlyAgents } = caller
  const { q, status, pattern, sort = 'created' } = input
  const filters = { text: q, status, pattern, onlyAgents }
  const list = `agents by ${sort}`
  const from = readCursor(teamId, list, input.cursor)
  const [rows, total] = await Promise.all([
    listAgentViews(db(), teamId, filters, sort, from, input.limit + 1),
    countAgents(db(), teamId, filters),
  ])
  const { shown, nextCursor } = page(rows, input.limit, (last) => writeCursor(teamId, list, positionOf(last, sort)))
  return { agents: shown, total, nextCursor }
}

/** How many agents each choice of a filter would leave, were it chosen beside the other filters; no count goes past COUNTED_UP_TO. */
export async function countAgentFacets(caller: Caller<'agents:read'>, { q, status, pattern }: Omit<AgentListInput, 'limit'>) {
  return countAgentsBy(db(), caller.teamId, { text: q, status, pattern, onlyAgents: caller.onlyAgents }, COUNTED_UP_TO)
}

/** Whether an agent of this name was just deleted, so that a page may say so; an address alone proves nothing. */
export async function wasJustDeleted(caller: Caller<'agents:read'>, name: string): Promise<boolean> {
  return wasDeletedLately(db(), caller.teamId, name)
}
