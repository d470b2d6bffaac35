import { apiKey } from '../auth/security'
import { agentExample, newAgentExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { AGENT_CHANGES, AGENT_LIST, NEW_AGENT } from './input'
import { AGENT, AGENT_PAGE, DELETED_AGENT } from './schemas'

const AGENTS = '/api/v2/agents'
const ONE = '/api/v2/agents/{agent_id}'

/** The operations of the API on agents. */
export const AGENT_OPERATIONS = {
  createAgent: defineOperation({
    id: 'createAgent',
    method: 'POST',
    path: AGENTS,
    tag: 'Agents',
    summary: 'Create an agent',
    security: apiKey('agents:write'),
    request: NEW_AGENT,
    bodyExample: { agent_id: 'customer-support', pattern: 'support', description: 'Answers customers by e-mail.' },
    isIdempotent: true,
    response: { status: 201, description: 'The new agent.', schema: AGENT, example: newAgentExample },
    errors: ['agent_exists', 'agent_not_allowed'],
  }),
  listAgents: defineOperation({
    id: 'listAgents',
    method: 'GET',
    path: AGENTS,
    tag: 'Agents',
    summary: 'List agents',
    description: 'Newest first. `total` counts all matches, `count` the agents on this page.',
    security: apiKey('agents:read'),
    request: AGENT_LIST,
    response: {
      status: 200,
      description: 'A page of agents.',
      schema: AGENT_PAGE,
      example: { agents: [agentExample], count: 1, total: 1, next_cursor: null },
    },
  }),
  getAgent: defineOperation({
    id: 'getAgent',
    method: 'GET',
    path: ONE,
    tag: 'Agents',
    summary: 'Get an agent',
    security: apiKey('agents:read'),
    response: { status: 200, description: 'The agent.', schema: AGENT, example: agentExample },
    errors: ['agent_not_found'],
  }),
  changeAgent: defineOperation({
    id: 'changeAgent',
    method: 'PATCH',
    path: ONE,
    tag: 'Agents',
    summary: 'Change an agent',
    description:
      'Omitted fields stay unchanged. `metadata` is replaced as a whole. Null or an empty string clears `description` and `metadata`.',
    security: apiKey('agents:write'),
    furtherScopes: [{ scope: 'memories:admin', when: 'with `legal_hold`' }],
    request: AGENT_CHANGES,
    bodyExample: { description: 'Answers customers by e-mail.' },
    isIdempotent: true,
    response: { status: 200, description: 'The updated agent.', schema: AGENT, example: agentExample },
    errors: ['agent_not_found', 'insufficient_scope'],
  }),
  deleteAgent: defineOperation({
    id: 'deleteAgent',
    method: 'DELETE',
    path: ONE,
    tag: 'Agents',
    summary: 'Delete an agent',
    description:
      'Ends its session and deletes its memories. Session history is kept. The name can be used again for a new agent without memories.',
    security: apiKey('agents:write'),
    isIdempotent: true,
    response: {
      status: 200,
      description: 'The agent was deleted.',
      schema: DELETED_AGENT,
      example: { message: 'The agent "customer-support" was deleted.', agent_id: 'customer-support', memories_deleted: 340 },
    },
    errors: ['agent_not_found', 'legal_hold'],
  }),
} as const
