import { AGENT_OPERATIONS } from '../agents/contract'
import { asGet, type Operation } from '../http/operation'
import { SERVER_OPERATIONS } from '../http/server-contract'
import { MEMORY_OPERATIONS } from '../memories/contract'
import { MEMORY_VERSION_OPERATIONS } from '../memories/version-contract'
import { MEMORY_SEARCH_OPERATIONS } from '../memory-search/contract'
import { SESSION_OPERATIONS } from '../sessions/contract'

const { recall, recallRecent, recallAsOf, recallChangedSince } = MEMORY_OPERATIONS

/** All operations of the API. A test compares them with the routes under `app`. */
export const OPERATIONS: readonly Operation[] = [
  ...Object.values(AGENT_OPERATIONS),
  ...Object.values(SESSION_OPERATIONS),
  ...Object.values(MEMORY_OPERATIONS),
  ...Object.values(MEMORY_VERSION_OPERATIONS),
  ...Object.values(MEMORY_SEARCH_OPERATIONS),
  ...[recall, recallRecent, recallAsOf, recallChangedSince].map(asGet),
  ...Object.values(SERVER_OPERATIONS),
]
