import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'

/** The page of a session's agent; of a deleted one, which has none, the list of its sessions. */
export const agentHref = ({ agentName, isAgentDeleted }: Pick<SessionRow, 'agentName' | 'isAgentDeleted'>) =>
  isAgentDeleted ? paths.sessionsOfAgent(agentName) : paths.agent(agentName)
