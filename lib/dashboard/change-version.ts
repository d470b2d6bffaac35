import { readVersion } from '../../db/change-version'
import type { Principal } from '../auth/principal'
import { db } from '../process'
import { shareResult } from './share-result'

const SHARED_MS = 1_000

/** What a page watches: one agent by its name, one session, or the whole team. */
interface ChangeScope {
  agent?: string | undefined
  session?: string | undefined
}

/**
 * A text that differs as soon as something happened in the team, or with its agent or session. Read it before the data that it is
 * compared for.
 */
export async function readChangeVersion(principal: Principal<'sessions:read'>, scope: ChangeScope = {}): Promise<string> {
  return readVersion(db(), principal.teamId, scope)
}

/** The change version for pages that ask every few seconds: requests within a second of each other share one query in this process. */
export async function readSharedChangeVersion(principal: Principal<'sessions:read'>, scope: ChangeScope = {}): Promise<string> {
  const key = `change version ${JSON.stringify([principal.teamId, scope.agent, scope.session])}`
  return shareResult(key, SHARED_MS, () => readChangeVersion(principal, scope))
}
