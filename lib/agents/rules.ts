/** The name under which existing Memanto clients know an agent's memories. */
export const namespaceOf = (agentName: string) => `memanto_agent_${agentName}`
