import { listDailyTotals } from '../../db/daily-totals'
import { findFirstSteps } from '../../db/first-steps'
import { listExpiringSoon } from '../../db/session-lists'
import type { Viewer } from '../auth/acts'
import type { Caller } from '../auth/caller'
import { roleMayAct } from '../auth/permissions'
import { db } from '../process'

export const DAYS_SHOWN = 30

/** Sessions and memories of the last 30 days (UTC), by the day on which the session started. */
export async function readDailyTotals(caller: Caller<'sessions:read'>) {
  return listDailyTotals(db(), caller.teamId, DAYS_SHOWN)
}

const EXPIRING_SHOWN = 20

/** Active sessions with less than 30 minutes left, the most urgent first. */
export async function readExpiringSoon(caller: Caller<'sessions:read'>) {
  return listExpiringSoon(db(), caller.teamId, caller.onlyAgents, EXPIRING_SHOWN)
}

/** The first steps of a team and which are done, of those that this person may take. */
export async function readFirstSteps(viewer: Viewer) {
  const { agent, session, memory, recall, invite } = await findFirstSteps(db(), viewer.teamId)
  const steps = { agent, session, memory, recall }
  return roleMayAct(viewer.role, 'people:manage') ? { ...steps, invite } : steps
}
