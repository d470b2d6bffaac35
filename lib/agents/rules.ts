export { ACTIVITY_STATUSES, AGENT_PATTERNS } from '../../db/constants'

/** Returns the name under which clients of earlier Memanto versions know the memories of an agent. */
export const namespaceOf = (agentName: string) => `memanto_agent_${agentName}`
