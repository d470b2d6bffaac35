import { cursor } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'

/** The URL parameters of an agent's page: the position in its list of sessions. */
export const AGENT_PAGE_SEARCH = parameters({ sessions: cursor })
