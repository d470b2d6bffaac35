import { lockAgents } from '../db/agents'
import { SYSTEM_ACTOR } from '../db/constants'
import { listDeletedTeams, purgeTeam, purgeTeamRows, TENANT_TABLES } from '../db/deleted-teams'
import { purgeSignInAttempts } from '../db/failed-sign-ins'
import { purgeRecords } from '../db/idempotency'
import { purgeKeyUsage } from '../db/key-usage'
import { purgeLogins } from '../db/logins'
import { listSessionsPastGrace, purgeCounters, purgeEvents, type SessionPastGrace, withMaintenanceLock } from '../db/maintenance'
import { expireMemories } from '../db/memory-changes'
import { purgeDeletions } from '../db/memory-deletions'
import { purgeImportedIds, purgeImports } from '../db/memory-imports'
import { purgeRequestHours, purgeRequests } from '../db/request-log'
import { hasDaysToSumUp, sumUpDays } from '../db/session-days'
import { endSessions } from '../db/session-endings'
import { listTeamIds, readClock } from '../db/teams'
import { describeCause } from './http/observe'
import { purgeOverdueMemories } from './memories/purge-overdue'
import { expireByRetention } from './memories/retention'
import { recordOldFailedSignIns } from './people/failed-sign-ins'
import { db, log } from './process'
import { analyseOldMemories } from './recall/analyse-old-memories'
import { countAllRecalls } from './recall/count-recalls'
import { restoreVocabularies } from './recall/restore-vocabularies'

const EVERY_MS = 60_000
/** Counts of recalls are at most a minute old: a round may have to leave what happens at the moment to the next one. */
const COUNT_EVERY_MS = 25_000
const BATCH = 500

const REQUEST_PURGES = [purgeRequests, purgeRequestHours, purgeKeyUsage]

/**
 * Runs maintenance every minute, and counts recalls more often, until the returned function is called, which waits for what is running. No other response depends on
 * them having run. The two take turns: each uses two connections, one for its lock and one for its work, so that with a pool of two both would wait for a second one.
 */
export function startMaintenance(): () => Promise<void> {
  let turn = Promise.resolve()
  const startTimer = (everyMs: number, run: () => Promise<void>, problem: string) => {
    let isWaitingOrRunning = false
    return setInterval(() => {
      if (isWaitingOrRunning) return
      isWaitingOrRunning = true
      const ended = () => {
        isWaitingOrRunning = false
      }
      turn = turn
        .then(run)
        .catch((error: unknown) => log().warn({ cause: describeCause(error) }, problem))
        .finally(ended)
    }, everyMs)
  }
  const timers = [
    startTimer(EVERY_MS, runMaintenance, 'maintenance failed; it is tried again in a minute'),
    startTimer(COUNT_EVERY_MS, countAllRecalls, 'recalls could not be counted; it is tried again in half a minute'),
  ]
  for (const timer of timers) timer.unref()
  return () => {
    timers.forEach(clearInterval)
    return turn
  }
}

/** Runs maintenance once, unless another process is running it: ends sessions past their grace period, sums up days and deletes what is kept only for a limited time. */
export const runMaintenance = (): Promise<void> => withMaintenanceLock(db(), maintainTeams)

async function maintainTeams(): Promise<void> {
  const failures: unknown[] = []
  for (const teamId of await listTeamIds(db())) failures.push(...(await attempt(teamId, maintainTeam)))
  for (const teamId of await listDeletedTeams(db())) failures.push(...(await attempt(teamId, purgeDeletedTeam)))
  const others: unknown[] = []
  for (const [step, work] of Object.entries(STEPS_OF_ALL)) others.push(...(await attempt(undefined, work, step)))
  if (failures.length > 0) throw new AggregateError([...failures, ...others], 'maintenance of a team failed')
  if (others.length > 0) throw new AggregateError(others, 'maintenance failed')
}

/** What belongs to no team. */
const STEPS_OF_ALL: Readonly<Record<string, () => Promise<void>>> = {
  recordOldFailedSignIns: async () => void (await recordOldFailedSignIns(BATCH)),
  ...Object.fromEntries(
    [purgeLogins, purgeSignInAttempts].map((purge) => [
      purge.name,
      async () => {
        while ((await purge(db(), BATCH)) === BATCH);
      },
    ]),
  ),
}

/** Works on one team, or on what belongs to none, and returns what failed: the others do not wait for it, unless the database does not answer. `step` is for the log. */
async function attempt<TeamId extends string | undefined>(
  teamId: TeamId,
  work: (teamId: TeamId) => Promise<unknown>,
  step = work.name,
): Promise<unknown[]> {
  try {
    const failures = await work(teamId)
    return Array.isArray(failures) ? failures : []
  } catch (error) {
    const causes: unknown[] = error instanceof AggregateError ? error.errors : [error]
    for (const cause of causes)
      log().error({ teamId, step, cause: describeCause(cause) }, teamId ? 'maintenance of a team failed' : 'maintenance failed')
    await db().transaction().execute(readClock)
    return causes
  }
}

/** Each statement is limited to one team, so that teams can be distributed over several databases. */
const TEAM_STEPS: Readonly<Record<string, (teamId: string) => Promise<void>>> = {
  endSessions: async (teamId) => {
    for (const session of await listSessionsPastGrace(db(), teamId, BATCH)) await endPastGrace(session)
  },
  sumUpDays: async (teamId) => {
    if (await hasDaysToSumUp(db(), teamId)) await sumUpDaysOfTeam(teamId)
  },
  expireMemories: async (teamId) => {
    while ((await expireSome(teamId)) === BATCH);
  },
  expireByRetention,
  purgeOverdueMemories,
  restoreVocabularies,
  ...Object.fromEntries(
    [purgeRecords, purgeEvents, purgeCounters, purgeDeletions, purgeImportedIds, purgeImports, ...REQUEST_PURGES].map((purge) => [
      purge.name,
      async (teamId: string) => {
        while ((await purge(db(), teamId, BATCH)) === BATCH);
      },
    ]),
  ),
  analyseOldMemories,
}

/** Maintains a team, and returns what failed. The later steps do not wait for one that fails. */
async function maintainTeam(teamId: string): Promise<unknown[]> {
  const failures: unknown[] = []
  for (const [step, work] of Object.entries(TEAM_STEPS)) failures.push(...(await attempt(teamId, work, step)))
  return failures
}

const expireSome = (teamId: string) =>
  db()
    .transaction()
    .execute((tx) => expireMemories(tx, teamId, BATCH))

async function endPastGrace({ team_id, id, agent_row_id }: SessionPastGrace): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      await lockAgents(tx, team_id, [agent_row_id])
      await endSessions(tx, team_id, [id], { reason: 'expired', by: SYSTEM_ACTOR, address: null })
    })
}

/** Deletes the rows of a deleted team. The next run continues when the process ends before that. */
async function purgeDeletedTeam(teamId: string): Promise<void> {
  for (const table of TENANT_TABLES) while ((await purgeTeamRows(db(), teamId, table, BATCH)) === BATCH);
  await purgeTeam(db(), teamId)
}

/** Sums up one month per transaction, so that no transaction takes long. */
async function sumUpDaysOfTeam(teamId: string): Promise<void> {
  for (const by of ['start', 'end'] as const)
    while (
      (await db()
        .transaction()
        .execute((tx) => sumUpDays(tx, teamId, by))) > 0
    );
}
