import { readChosenAcross, type UsedMemory } from '../../db/memories-of-team'
import { dbFor, type Principal } from '../auth/principal'
import { memoryNotFound } from '../memories/errors'
import { EVERYTHING } from './facets'
import { scopeFor } from './scope'

/** Returns those of some memories that the caller reaches, whatever their status, in no order. */
export async function readMemoriesById(principal: Principal<'memories:read'>, ids: readonly string[]): Promise<UsedMemory[]> {
  if (ids.length === 0) return []
  const scope = await scopeFor(dbFor(principal), principal, EVERYTHING)
  return scope === undefined ? [] : readChosenAcross(dbFor(principal), scope, ids)
}

/** A memory of any agent, whatever its status, with how often it was recalled. @throws memory_not_found */
export async function readMemoryOfTeam(principal: Principal<'memories:read'>, { memoryId }: { memoryId: string }): Promise<UsedMemory> {
  const [memory = memoryNotFound()] = await readMemoriesById(principal, [memoryId])
  return memory
}
