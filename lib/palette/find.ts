import { listAgentViews } from '../../db/agents'
import { listSessionsByPrefix } from '../../db/session-lists'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { db } from '../process'

const AGENTS_FOUND = 8
const SESSIONS_FOUND = 5
const SESSION_PREFIX = /^sess_\w+$/

export interface Found {
  agents: { agent_id: string; status: 'active' | 'inactive' }[]
  sessions: { session_id: string; agent_id: string }[]
}

/** Agents whose name or description holds the text, newest first, and sessions whose id begins with it. */
export async function findAnything(viewer: Viewer, q: string): Promise<Found> {
  const { teamId, onlyAgents } = requireViewerScope(viewer, 'sessions:read')
  const [agents, sessions] = await Promise.all([
    listAgentViews(db(), teamId, { text: q || undefined, onlyAgents }, 'created', undefined, AGENTS_FOUND),
    SESSION_PREFIX.test(q) ? listSessionsByPrefix(db(), teamId, q, onlyAgents, SESSIONS_FOUND) : [],
  ])
  return {
    agents: agents.map(({ name, active_session_id }) => ({ agent_id: name, status: active_session_id === null ? 'inactive' : 'active' })),
    sessions: sessions.map(({ id, agent_name }) => ({ session_id: id, agent_id: agent_name })),
  }
}
