import { listKeyViews } from '../../db/api-keys'
import { requireCapability, type Viewer } from '../auth/viewer'
import { page, readCursor, writeCursor } from '../input/cursor'
import { db } from '../process'

export interface KeyListInput {
  limit: number
  cursor?: string | undefined
}

/** A page of the team's keys, newest first; revoked and expired ones stay in it. */
export async function listKeys(viewer: Viewer, { limit, cursor }: KeyListInput) {
  requireCapability(viewer, 'keys:manage')
  const { teamId } = viewer
  const rows = await listKeyViews(db(), teamId, readCursor(teamId, 'keys', cursor), limit + 1)
  return page(rows, limit, (last) => writeCursor(teamId, 'keys', { time: last.created_at, id: last.id }))
}
