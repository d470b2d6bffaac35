import { countRequestsByStatus, listRequests, type RequestFilters, type RequestTotals, readRequestTotals } from '../../db/request-log'
import type { CapableViewer } from '../auth/viewer'
import { COUNTED_UP_TO } from '../bounded-count'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'

interface RequestListInput extends RequestFilters {
  limit: number
  cursor?: string | undefined
}

/** Returns a page of the team's recorded calls, newest first. @throws invalid_request for a cursor of another list */
export async function readRequests(viewer: CapableViewer<'audit:read'>, { limit, cursor, ...filters }: RequestListInput) {
  const { teamId } = viewer
  const rows = await listRequests(db(), teamId, filters, readCursor(teamId, 'requests', cursor), limit + 1)
  return toPage(rows, limit, ({ at, id }) => writeCursor(teamId, 'requests', { time: at, id }))
}

/** Returns how many calls the team made lately, and how many of them are in the request log. */
export async function readTotals(viewer: CapableViewer<'audit:read'>): Promise<RequestTotals> {
  return readRequestTotals(db(), viewer.teamId)
}

/** Counts the recorded calls of each outcome that match the other filters. No count exceeds COUNTED_UP_TO. */
export async function countRequests(viewer: CapableViewer<'audit:read'>, filters: RequestFilters) {
  return countRequestsByStatus(db(), viewer.teamId, filters, COUNTED_UP_TO)
}
