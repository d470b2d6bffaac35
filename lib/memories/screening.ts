import { findRedactionPolicy } from '../../db/teams'
import { authorizeSession } from '../auth/authorize-session'
import type { StatementCredential } from '../auth/session-credential'
import type { RequestContext } from '../context'
import { db } from '../process'
import type { MemoryTexts } from '../redaction/scan-memory'
import { type ScreenedMemory, screenMemory } from '../redaction/screen-memory'

/**
 * Returns a function that screens memories that a session stores. Only when something is found, the caller is authorized before the statement that
 * stores: a stranger must learn nothing of the policy of the team.
 */
export function screenInSession(
  writer: StatementCredential<'memories:write'>,
  context: RequestContext,
): <Memory extends MemoryTexts>(memory: Memory) => Promise<ScreenedMemory<Memory>> {
  const readPolicy = async () => {
    await authorizeSession(writer, writer.scope, 'active', context)
    return findRedactionPolicy(db(), writer.claims.teamId)
  }
  let policy: ReturnType<typeof readPolicy> | undefined
  return (memory) =>
    screenMemory(memory, () => {
      policy ??= readPolicy()
      return policy
    })
}
