import { listMembers, type Member } from '../../db/memberships'
import type { Viewer } from '../auth/viewer'
import { db } from '../process'

/** The people of the viewer's team, which every role may see. */
export async function readMembers(viewer: Viewer): Promise<Member[]> {
  return listMembers(db(), viewer.teamId)
}
