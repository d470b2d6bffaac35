import { lockAgents } from '../db/agents'
import { listDeletedTeams, purgeTeam, purgeTeamRows, TENANT_TABLES } from '../db/deleted-teams'
import { purgeRecords } from '../db/idempotency'
import { purgeLogins } from '../db/logins'
import { type ForgottenSession, listPastGrace, purgeEvents, purgeSlots, tryStartMaintenance } from '../db/maintenance'
import { listTeamsToSumUp, sumUpDays } from '../db/session-days'
import { endSessions } from '../db/sessions'
import { purgeSignInAttempts } from '../db/sign-in-attempts'
import { SYSTEM } from './actor'
import { recordOldFailedSignIns } from './people/failed-sign-ins'
import { db, log } from './process'

const EVERY_MS = 60_000
const BATCH = 500

/** Runs maintenance every minute until the returned function is called. No state depends on it. */
export function startMaintenance(): () => void {
  const timer = setInterval(() => {
    runMaintenance().catch(() => log().warn('housekeeping failed; it is tried again in a minute'))
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** One round, in one process at a time: closes sessions past their grace, sums up days and removes what is only useful for a while. */
export async function runMaintenance(): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      if (!(await tryStartMaintenance(tx))) return
      for (const session of await listPastGrace(db(), BATCH)) await closeForgotten(session)
      for (const teamId of await listTeamsToSumUp(db())) await sumUpTeam(teamId)
      for (const teamId of await listDeletedTeams(db())) await destroyTeam(teamId)
      await recordOldFailedSignIns(BATCH)
      for (const purge of [purgeRecords, purgeEvents, purgeSlots, purgeLogins, purgeSignInAttempts])
        while ((await purge(db(), BATCH)) === BATCH);
    })
}

async function closeForgotten({ team_id, id, agent_row_id }: ForgottenSession): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      await lockAgents(tx, team_id, [agent_row_id])
      await endSessions(tx, team_id, [id], { reason: 'expired', by: SYSTEM, address: null })
    })
}

/** What is left when the process ends is destroyed in the next round. */
async function destroyTeam(teamId: string): Promise<void> {
  for (const table of TENANT_TABLES) while ((await purgeTeamRows(db(), teamId, table, BATCH)) === BATCH);
  await purgeTeam(db(), teamId)
}

/** A month at a time, so that no transaction is long. */
async function sumUpTeam(teamId: string): Promise<void> {
  for (const by of ['start', 'end'] as const)
    while (
      (await db()
        .transaction()
        .execute((tx) => sumUpDays(tx, teamId, by))) > 0
    );
}
