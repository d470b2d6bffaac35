import { findRedactionPolicy } from '../../db/teams'
import type { Scope } from '../auth/permissions'
import { dbFor, type Principal } from '../auth/principal'
import type { Finding } from '../redaction/scan-memory'
import { screenMemory } from '../redaction/screen-memory'

/** A reason that may be stored, and what was found in it. */
interface ScreenedReason {
  reason: string | undefined
  findings: Finding[]
}

/** Screens the reason of a change as texts of memories are, because it is kept with the version. @throws secret_in_memory */
export async function screenReason<S extends Scope>(principal: Principal<S>, reason: string | undefined): Promise<ScreenedReason> {
  if (reason === undefined) return { reason, findings: [] }
  const { memory, findings, refusal } = await screenMemory({ reason }, () => findRedactionPolicy(dbFor(principal), principal.teamId))
  if (refusal) throw refusal
  return { reason: memory.reason, findings }
}
