import { findRedactionPolicy } from '../../db/teams'
import type { Scope } from '../auth/permissions'
import { dbFor, type Principal } from '../auth/principal'
import { screenMemory } from '../redaction/screen-memory'

/** Screens the reason of a change as texts of memories are, because it is kept with the version. @throws secret_in_memory */
export async function screenReason<S extends Scope>(principal: Principal<S>, reason: string | undefined): Promise<string | undefined> {
  if (reason === undefined) return undefined
  const { memory, refusal } = await screenMemory({ reason }, () => findRedactionPolicy(dbFor(principal), principal.teamId))
  if (refusal) throw refusal
  return memory.reason
}
