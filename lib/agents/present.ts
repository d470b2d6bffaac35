import type { z } from 'zod'
import type { AgentView } from '../../db/agent-lists'
import { remainingSeconds, rfc3339 } from '../time'
import type { AgentDeletion } from './change'
import type { AgentPage } from './read'
import { namespaceOf } from './rules'
import type { AGENT, AGENT_PAGE, DELETED_AGENT } from './schemas'

export function presentAgent(agent: AgentView): z.infer<typeof AGENT> {
  return {
    agent_id: agent.name,
    namespace: namespaceOf(agent.name),
    pattern: agent.pattern,
    description: agent.description,
    metadata: agent.metadata,
    status: agent.active_session_id === null ? 'inactive' : 'active',
    created_at: rfc3339(agent.created_at),
    updated_at: rfc3339(agent.updated_at),
    last_session: agent.last_session_at && rfc3339(agent.last_session_at),
    session_count: agent.session_count,
    memory_count: agent.memory_count,
    legal_hold: agent.legal_hold,
    current_session: presentCurrentSession(agent),
  }
}

function presentCurrentSession({ active_session_id, active_expires_at, now }: AgentView) {
  if (active_session_id === null || active_expires_at === null) return null
  return {
    session_id: active_session_id,
    expires_at: rfc3339(active_expires_at),
    time_remaining_seconds: remainingSeconds(active_expires_at, now),
  }
}

export function presentDeletion({ agent, memoriesDeleted }: AgentDeletion): z.infer<typeof DELETED_AGENT> {
  return { message: `The agent "${agent.name}" was deleted.`, agent_id: agent.name, memories_deleted: memoriesDeleted }
}

/** A page of agents. */
export const presentAgentPage = ({ agents, total, nextCursor }: AgentPage): z.infer<typeof AGENT_PAGE> => ({
  agents: agents.map(presentAgent),
  count: agents.length,
  total,
  next_cursor: nextCursor,
})
