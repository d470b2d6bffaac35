import type { Agent } from '../http/client'
import { type Format, formatRemaining, formatTime, labelled } from './lines'
import { sanitizeLine } from './sanitize'
import { tableLines } from './table'

/** Returns the output of `agent list`. */
export function agentTable(agents: Agent[], format: Format): string[] {
  if (agents.length === 0) return ['No agents. Create one: memanto agent create NAME']
  const rows = agents.map((agent) => [
    agent.agent_id,
    agent.status.toUpperCase(),
    agent.current_session ? formatRemaining(agent.current_session.time_remaining_seconds) : '-',
    String(agent.session_count),
    String(agent.memory_count),
    agent.last_session ? formatTime(agent.last_session, format) : 'never',
  ])
  return tableLines(['AGENT', 'STATUS', 'REMAINING', 'SESSIONS', 'MEMORIES', 'LAST SESSION'], rows, format)
}

/** Returns the output of `agent show`. */
export function agentLines(agent: Agent, format: Format): string[] {
  const session = agent.current_session
  return labelled([
    ['Agent', agent.agent_id],
    ['Status', agent.status.toUpperCase()],
    ['Pattern', agent.pattern],
    ['Description', agent.description || undefined],
    ['Metadata', Object.keys(agent.metadata).length > 0 ? sanitizeLine(JSON.stringify(agent.metadata)) : undefined],
    ['Legal Hold', agent.legal_hold ? 'on' : undefined],
    ['Created', formatTime(agent.created_at, format)],
    ['Last Session', agent.last_session ? formatTime(agent.last_session, format) : 'never'],
    ['Sessions', agent.session_count],
    ['Memories', agent.memory_count],
    ['Session ID', session?.session_id],
    ['Expires', session ? formatTime(session.expires_at, format) : undefined],
    ['Remaining', session ? formatRemaining(session.time_remaining_seconds) : undefined],
  ])
}
