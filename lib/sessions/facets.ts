import { countSessionsBy } from '../../db/session-counts'
import type { Caller } from '../auth/caller'
import { COUNTED_UP_TO } from '../bounded-count'
import { db } from '../process'
import { filtersOf, type SessionListInput } from './read'

/** How many sessions each choice of a filter would leave, were it chosen beside the other filters; no count goes past COUNTED_UP_TO. */
export async function countSessionFacets(caller: Caller<'sessions:read'>, input: Omit<SessionListInput, 'limit' | 'cursor'>) {
  return countSessionsBy(db(), caller.teamId, filtersOf(caller, input), COUNTED_UP_TO)
}
