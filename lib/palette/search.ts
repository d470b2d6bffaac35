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

/** Finds the agent of a name, then agents whose name or description contains it, newest first, and sessions whose id begins with it. */
export async function searchPalette(principal: Principal<'sessions:read'>, { q }: { q: string }): Promise<PaletteResults> {
  const { teamId, agentRowIds } = principal
  const [exact, { agents: others }, sessions] = await Promise.all([
    q ? findAgentView(db(), teamId, q, agentRowIds) : undefined,
    listAgentViews(db(), teamId, { text: q || undefined, agentRowIds }, 'created', undefined, AGENTS_FOUND),
    SESSION_PREFIX.test(q) ? listSessionsByPrefix(db(), teamId, q, agentRowIds, SESSIONS_FOUND) : [],
  ])
  const agents = exact ? [exact, ...others.filter(({ id }) => id !== exact.id)].slice(0, AGENTS_FOUND) : others
  return {
    agents: agents.map(({ name, active_session_id }) => ({ agentName: name, status: active_session_id === null ? 'inactive' : 'active' })),
    sessions: sessions.map(({ id, agent_name }) => ({ id, agentName: agent_name })),
  }
}
