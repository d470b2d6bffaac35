import { AGENT_OPERATIONS } from '../agents/contract'
import { asGet, type Operation } from '../http/operation'
import { SERVER_OPERATIONS } from '../http/server-contract'
import { MEMORY_ADMIN_OPERATIONS } from '../memories/admin-contract'
import { MEMORY_OPERATIONS } from '../memories/contract'
import { CONVERSATION_OPERATIONS } from '../memories/conversation-contract'
import { LINK_OPERATIONS } from '../memories/link-contract'
import { RECALL_OPERATIONS } from '../memories/recall-contract'
import { MEMORY_VERSION_OPERATIONS } from '../memories/version-contract'
import { MEMORY_SEARCH_OPERATIONS } from '../memory-search/contract'
import { PORTABILITY_OPERATIONS } from '../portability/contract'
import { SESSION_OPERATIONS } from '../sessions/contract'
import { POLICY_OPERATIONS } from '../teams/memory-policy-contract'

/** All operations of the API. A test compares them with the routes under `app`. */
export const OPERATIONS: readonly Operation[] = [
  ...Object.values(AGENT_OPERATIONS),
  ...Object.values(SESSION_OPERATIONS),
  ...Object.values(MEMORY_OPERATIONS),
  ...Object.values(MEMORY_VERSION_OPERATIONS),
  ...Object.values(CONVERSATION_OPERATIONS),
  ...Object.values(LINK_OPERATIONS),
  ...Object.values(PORTABILITY_OPERATIONS),
  ...Object.values(MEMORY_ADMIN_OPERATIONS),
  ...Object.values(MEMORY_SEARCH_OPERATIONS),
  ...Object.values(RECALL_OPERATIONS),
  ...Object.values(RECALL_OPERATIONS).map(asGet),
  ...Object.values(POLICY_OPERATIONS),
  ...Object.values(SERVER_OPERATIONS),
]
