import { AGENT_ENDPOINTS } from './catalog/agents'
import type { Endpoint } from './catalog/entry'
import { MEMORY_ENDPOINTS } from './catalog/memories'
import { SERVER_ENDPOINTS } from './catalog/server'
import { SESSION_ENDPOINTS } from './catalog/sessions'

/** Every endpoint of the API. A test holds that it and the folder tree agree. */
export const CATALOG: readonly Endpoint[] = [...AGENT_ENDPOINTS, ...SESSION_ENDPOINTS, ...MEMORY_ENDPOINTS, ...SERVER_ENDPOINTS]
