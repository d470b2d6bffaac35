import { changeAgent, deleteAgent } from '@/lib/agents/change'
import { AGENT_OPERATIONS } from '@/lib/agents/contract'
import { presentAgent, presentDeletion } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(AGENT_OPERATIONS.getAgent, readAgent, presentAgent)
export const PATCH = endpoint(AGENT_OPERATIONS.changeAgent, changeAgent, presentAgent)
export const DELETE = endpoint(AGENT_OPERATIONS.deleteAgent, deleteAgent, presentDeletion)
