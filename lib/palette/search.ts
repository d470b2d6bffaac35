import { findAgentView, listAgentViews } from '../../db/agent-lists'
import type { ActivityStatus } from '../../db/constants'
import { listSessionsByPrefix } from '../../db/session-lists'
import type { Principal } from '../auth/principal'
import { db } from '../process'

const AGENTS_FOUND = 8
const SESSIONS_FOUND = 5
const SESSION_PREFIX = /^sess_\w+$/

/** What a search in the command palette found. */
export interface PaletteResults {
  agents: { agentName: string; status: ActivityStatus }[]
  sessions: { id: string; agentName: string }[]
}

/**
 * Finds the agent of a name, then agents whose names begin with it, contain it, or whose descriptions do, each newest first, and sessions whose id begins
 * with it.
 */
export async function searchPalette(principal: Principal<'sessions:read'>, { q }: { q: string }): Promise<PaletteResults> {
  const { teamId, agentRowIds } = principal
  const [exact, sessions] = await Promise.all([
    q ? findAgentView(db(), teamId, q, agentRowIds) : undefined,
    SESSION_PREFIX.test(q) ? listSessionsByPrefix(db(), teamId, q, agentRowIds, SESSIONS_FOUND) : [],
  ])
  const found = new Map(exact ? [[exact.id, exact]] : [])
  for (const filters of q ? [{ startOfName: q }, { inName: q }, { text: q }] : [{}]) {
    if (found.size >= AGENTS_FOUND) break
    const list = await listAgentViews(db(), teamId, { ...filters, agentRowIds }, 'created', undefined, AGENTS_FOUND)
    for (const agent of list.agents) found.set(agent.id, agent)
  }
  const agents = [...found.values()].slice(0, AGENTS_FOUND)
  return {
    agents: agents.map(({ name, active_session_id }) => ({ agentName: name, status: active_session_id === null ? 'inactive' : 'active' })),
    sessions: sessions.map(({ id, agent_name }) => ({ id, agentName: agent_name })),
  }
}
