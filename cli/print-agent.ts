import type { Agent } from './client'
import { oneLine } from './harmless'
import { type Look, labelled, printLeft, printTime } from './print-lines'
import { printTable } from './print-table'

export function printAgents(agents: Agent[], look: Look): string[] {
  if (agents.length === 0) return ['No agents. Create one: memanto agent create NAME']
  const rows = agents.map((agent) => [
    agent.agent_id,
    agent.status.toUpperCase(),
    agent.current_session ? printLeft(agent.current_session.time_remaining_seconds) : '-',
    String(agent.session_count),
    String(agent.memory_count),
    agent.last_session ? printTime(agent.last_session, look) : 'never',
  ])
  return printTable(['AGENT', 'STATUS', 'REMAINING', 'SESSIONS', 'MEMORIES', 'LAST SESSION'], rows, look)
}

export function printAgent(agent: Agent, look: Look): string[] {
  const session = agent.current_session
  return labelled([
    ['Agent', agent.agent_id],
    ['Status', agent.status.toUpperCase()],
    ['Pattern', agent.pattern],
    ['Description', agent.description || undefined],
    ['Metadata', Object.keys(agent.metadata).length > 0 ? oneLine(JSON.stringify(agent.metadata)) : undefined],
    ['Created', printTime(agent.created_at, look)],
    ['Last Session', agent.last_session ? printTime(agent.last_session, look) : 'never'],
    ['Sessions', agent.session_count],
    ['Memories', agent.memory_count],
    ['Session ID', session?.session_id],
    ['Expires', session ? printTime(session.expires_at, look) : undefined],
    ['Remaining', session ? printLeft(session.time_remaining_seconds) : undefined],
  ])
}
