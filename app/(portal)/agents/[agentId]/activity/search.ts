import { cursor } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'

/** The URL parameters of an agent's activity: the position in the list. */
export const ACTIVITY_SEARCH = parameters({ cursor })
