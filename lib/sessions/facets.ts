import { countSessionsByFacet } from '../../db/session-counts'
import type { Principal } from '../auth/principal'
import { COUNTED_UP_TO } from '../bounded-count'
import { db } from '../process'
import { filtersOf, type SessionListFilters } from './read'

/** How many sessions each choice of a filter would leave, together with the other filters; no count goes past COUNTED_UP_TO. */
export async function countSessionFacets(principal: Principal<'sessions:read'>, filters: SessionListFilters) {
  return countSessionsByFacet(db(), principal.teamId, filtersOf(principal, filters), COUNTED_UP_TO)
}
