import { findKeyView, keyPosition, listKeyViews } from '../../db/api-key-lists'
import type { KeySort } from '../../db/constants'
import { readKeyUsage } from '../../db/key-usage'
import { countSessionsToEnd } from '../../db/removal-effects'
import { findTeam } from '../../db/teams'
import type { CapableViewer } from '../auth/viewer'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'
import { keyNotFound } from './errors'

interface KeyListInput {
  sort?: KeySort | undefined
  limit: number
  cursor?: string | undefined
}

/** A page of the team's keys, newest first unless sorted otherwise, including revoked and expired ones. @throws invalid_request for a cursor of another list */
export async function listKeys(viewer: CapableViewer<'keys:manage'>, { sort = 'newest', limit, cursor }: KeyListInput) {
  const { teamId } = viewer
  const list = `keys by ${sort}`
  const rows = await listKeyViews(db(), teamId, sort, readCursor(teamId, list, cursor), limit + 1)
  return toPage(rows, limit, (last) => writeCursor(teamId, list, keyPosition(last, sort)))
}

/** A key of the team with its usage in the last 30 days and the number of sessions that would end with it, also when it was revoked or has expired. @throws not_found */
export async function readKey(viewer: CapableViewer<'keys:manage'>, id: string) {
  const { teamId } = viewer
  const [key, usage, openSessions] = await Promise.all([
    findKeyView(db(), teamId, id),
    readKeyUsage(db(), teamId, id),
    countSessionsToEnd(db(), teamId, id),
  ])
  return { key: key ?? keyNotFound(), usage, openSessions }
}

/** How long new keys of the team may be valid, in days; null for as long as one likes. */
export async function readKeyPolicy(viewer: CapableViewer<'keys:manage'>): Promise<{ maxDays: number | null }> {
  return { maxDays: (await findTeam(db(), viewer.teamId)).key_max_days }
}
