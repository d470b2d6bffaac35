import { AGENT_ENDPOINTS } from '../http/catalog/agents'
import type { Endpoint } from '../http/catalog/entry'
import { MEMORY_ENDPOINTS } from '../http/catalog/memories'
import { SERVER_ENDPOINTS } from '../http/catalog/server'
import { SESSION_ENDPOINTS } from '../http/catalog/sessions'

/** Every endpoint of the API. A test holds that it and the folder tree agree. */
export const CATALOG: readonly Endpoint[] = [...AGENT_ENDPOINTS, ...SESSION_ENDPOINTS, ...MEMORY_ENDPOINTS, ...SERVER_ENDPOINTS]
