import { listKeyViews } from '../../db/api-key-lists'
import type { CapableViewer } from '../auth/viewer'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'

interface KeyListInput {
  limit: number
  cursor?: string | undefined
}

/** A page of the team's keys, newest first, including revoked and expired ones. @throws invalid_request for a cursor of another list */
export async function listKeys(viewer: CapableViewer<'keys:manage'>, { limit, cursor }: KeyListInput) {
  const { teamId } = viewer
  const rows = await listKeyViews(db(), teamId, readCursor(teamId, 'keys', cursor), limit + 1)
  return toPage(rows, limit, (last) => writeCursor(teamId, 'keys', { time: last.created_at, id: last.id }))
}
