import { type MemoryUse, readMemoryUses } from '../../db/memory-uses'
import { dbFor, type Principal } from '../auth/principal'

const NEVER: MemoryUse = { recalledCount: 0, lastRecalledAt: null }

/** Returns memories of the caller's team with how often recalls returned them, which is at most a minute old. */
export async function withUses<M extends { id: string }>(
  principal: Principal<'memories:read'>,
  memories: M[],
): Promise<(M & { use: MemoryUse })[]> {
  const uses = await readMemoryUses(
    dbFor(principal),
    principal.teamId,
    memories.map(({ id }) => id),
  )
  return memories.map((memory) => ({ ...memory, use: uses.get(memory.id) ?? NEVER }))
}
