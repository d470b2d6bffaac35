import { listDailyTotals } from '../../db/daily-totals'
import { findFirstSteps } from '../../db/first-steps'
import { listExpiringSoon } from '../../db/session-lists'
import type { Caller } from '../auth/caller'
import { roleCan } from '../auth/permissions'
import type { Viewer } from '../auth/viewer'
import { db } from '../process'
import { shared } from './change-version'

export const DAYS_SHOWN = 30

const KEPT_MS = 60_000

/**
 * Sessions and memories of the last 30 days (UTC), by the day on which the session started. Counted once for everyone who looks while the
 * team's pulse stays the same: whatever they are made of changes it.
 */
export async function readDailyTotals({ teamId }: Caller<'sessions:read'>, version: string) {
  return shared(`days ${teamId} ${version}`, KEPT_MS, () => listDailyTotals(db(), teamId, DAYS_SHOWN))
}

const EXPIRING_SHOWN = 20

/** Active sessions with less than 30 minutes left, the most urgent first. */
export async function readExpiringSoon(caller: Caller<'sessions:read'>) {
  return listExpiringSoon(db(), caller.teamId, caller.onlyAgents, EXPIRING_SHOWN)
}

/** The first steps of a team and which are done, of those that this person may take; and the agent to take them with, if there is one. */
export async function readFirstSteps(viewer: Viewer) {
  const { agent, session, memory, recall, invite, newest } = await findFirstSteps(db(), viewer.teamId)
  const steps = { agent, session, memory, recall }
  return { newest, steps: roleCan(viewer.role, 'people:manage') ? { ...steps, invite } : steps }
}
