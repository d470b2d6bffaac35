import { type ChangeScope, readChangeVersion as readVersion } from '../../db/change-version'
import type { Principal } from '../auth/principal'
import { db } from '../process'
import { shareResult } from './share-result'

const SHARED_MS = 1_000

/**
 * Returns a text that changes as soon as something happens in the scope: one agent, one session, or without either the whole team, with `withAudit` also when
 * the audit log has a new entry, such as a memory that was edited. Read it before the data that is compared with it.
 */
export async function readChangeVersion(principal: Principal<'sessions:read'>, scope: ChangeScope = {}): Promise<string> {
  return readVersion(db(), principal.teamId, scope)
}

/** Returns the change version for pages that request it every few seconds. Requests within one second share a query in this process. */
export async function readSharedChangeVersion(principal: Principal<'sessions:read'>, scope: ChangeScope = {}): Promise<string> {
  const key = `change version ${JSON.stringify([principal.teamId, scope.agent, scope.session, scope.withAudit])}`
  return shareResult(key, SHARED_MS, () => readChangeVersion(principal, scope))
}
