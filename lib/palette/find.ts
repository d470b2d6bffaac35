import { listAgentViews } from '../../db/agents'
import { findSession } from '../../db/session-lists'
import type { Viewer } from '../auth/acts'
import { db } from '../process'

const AGENTS_FOUND = 8
const SESSION_ID = /^sess_\w+$/

export interface Found {
  agents: { agent_id: string; status: 'active' | 'inactive' }[]
  sessions: { session_id: string; agent_id: string }[]
}

/** Agents whose name or description holds the text, newest first, and the session whose id it is. */
export async function findAnything(viewer: Viewer, q: string): Promise<Found> {
  const { teamId, onlyAgents } = viewer
  const [agents, session] = await Promise.all([
    listAgentViews(db(), teamId, { text: q || undefined, onlyAgents }, 'created', undefined, AGENTS_FOUND),
    SESSION_ID.test(q) ? findSession(db(), teamId, q, onlyAgents) : undefined,
  ])
  return {
    agents: agents.map(({ agent_id, active_session_id }) => ({ agent_id, status: active_session_id === null ? 'inactive' : 'active' })),
    sessions: session ? [{ session_id: session.id, agent_id: session.agent_name }] : [],
  }
}
