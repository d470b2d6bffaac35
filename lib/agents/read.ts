import { type AgentView, countAgents, findAgentView, listAgentViews } from '../../db/agents'
import type { Caller } from '../auth/caller'
import { page, readCursor, writeCursor } from '../http/cursor'
import { db } from '../process'
import { agentMissing } from './refusals'

export async function readAgent(caller: Caller, name: string): Promise<AgentView> {
  return (await findAgentView(db(), caller.teamId, name, caller.onlyAgents)) ?? agentMissing()
}

export interface AgentListInput {
  q?: string | undefined
  status?: 'active' | 'inactive' | undefined
  limit: number
  cursor?: string | undefined
}

/** A page of the team's agents, newest first, as far as the caller may see them. */
export async function listAgents(caller: Caller<'agents:read'>, input: AgentListInput) {
  const { teamId, onlyAgents } = caller
  const filters = { text: input.q, status: input.status, onlyAgents }
  const from = readCursor(teamId, 'agents', input.cursor)
  const [rows, total] = await Promise.all([
    listAgentViews(db(), teamId, filters, from, input.limit + 1),
    countAgents(db(), teamId, filters),
  ])
  const { shown, nextCursor } = page(rows, input.limit, (last) => writeCursor(teamId, 'agents', { time: last.created_at, id: last.id }))
  return { agents: shown, total, nextCursor }
}
