import { AGENT_OPERATIONS } from '@/lib/agents/contract'
import { createAgent } from '@/lib/agents/create'
import { presentAgent, presentAgentPage } from '@/lib/agents/present'
import { listAgents } from '@/lib/agents/read'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(AGENT_OPERATIONS.createAgent, createAgent, presentAgent)
export const GET = endpoint(AGENT_OPERATIONS.listAgents, listAgents, presentAgentPage)
