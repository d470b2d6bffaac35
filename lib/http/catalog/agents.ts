import { AGENT_CHANGES, AGENT_LIST, NEW_AGENT } from '../../agents/input'
import { AGENT, AGENT_PAGE, DELETED_AGENT } from '../../agents/shapes'
import type { Endpoint } from './entry'
import { agentExample, newAgentExample } from './examples'

const AGENTS = '/api/v2/agents'
const ONE = '/api/v2/agents/{agent_id}'

export const AGENT_ENDPOINTS: Endpoint[] = [
  {
    operationId: 'createAgent',
    method: 'POST',
    path: AGENTS,
    tag: 'Agents',
    summary: 'Create an agent',
    who: { kind: 'key', scope: 'agents:write' },
    takes: NEW_AGENT,
    bodyExample: { agent_id: 'customer-support', pattern: 'support', description: 'Answers customers by e-mail.' },
    writes: true,
    gives: { status: 201, says: 'The new agent.', shape: AGENT, example: newAgentExample },
    fails: ['agent_exists', 'agent_not_allowed'],
  },
  {
    operationId: 'listAgents',
    method: 'GET',
    path: AGENTS,
    tag: 'Agents',
    summary: 'List agents',
    description: 'Newest first. `total` counts all matches, `count` the agents on this page.',
    who: { kind: 'key', scope: 'agents:read' },
    takes: AGENT_LIST,
    gives: {
      status: 200,
      says: 'A page of agents.',
      shape: AGENT_PAGE,
      example: { agents: [agentExample], count: 1, total: 1, next_cursor: null },
    },
  },
  {
    operationId: 'getAgent',
    method: 'GET',
    path: ONE,
    tag: 'Agents',
    summary: 'Get an agent',
    who: { kind: 'key', scope: 'agents:read' },
    gives: { status: 200, says: 'The agent.', shape: AGENT, example: agentExample },
    fails: ['agent_not_found'],
  },
  {
    operationId: 'changeAgent',
    method: 'PATCH',
    path: ONE,
    tag: 'Agents',
    summary: 'Change an agent',
    description:
      'Omitted fields stay unchanged. `metadata` is replaced as a whole. Null or an empty string clears `description` and `metadata`.',
    who: { kind: 'key', scope: 'agents:write' },
    takes: AGENT_CHANGES,
    bodyExample: { description: 'Answers customers by e-mail.' },
    writes: true,
    gives: { status: 200, says: 'The updated agent.', shape: AGENT, example: agentExample },
    fails: ['agent_not_found'],
  },
  {
    operationId: 'deleteAgent',
    method: 'DELETE',
    path: ONE,
    tag: 'Agents',
    summary: 'Delete an agent',
    description:
      'Ends its session and deletes its memories. Session history is kept. The name can be used again for a new agent without memories.',
    who: { kind: 'key', scope: 'agents:write' },
    writes: true,
    gives: {
      status: 200,
      says: 'The agent was deleted.',
      shape: DELETED_AGENT,
      example: { message: 'The agent "customer-support" was deleted.', agent_id: 'customer-support', memories_deleted: 340 },
    },
    fails: ['agent_not_found'],
  },
]
