import { listVersions, type VersionView } from '../../db/memory-versions'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Principal } from '../auth/principal'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { memoryNotFound } from './errors'
import type { MemoryPath } from './one-memory'

/** A page of the versions of a memory, the latest first. */
export interface MemoryHistory extends MemoryPath {
  versions: VersionView[]
  nextCursor: string | null
}

/**
 * The versions of a memory, also of one that was deleted and can still be restored; of a later page by its cursor, or those before the version `before`.
 * @throws agent_not_found, memory_not_found
 */
export async function readHistory(
  principal: Principal<'memories:read'>,
  { agentName, memoryId, limit, cursor, before }: MemoryPath & { limit: number; cursor?: string | undefined; before?: number | undefined },
): Promise<MemoryHistory> {
  const { teamId, agentRowIds } = principal
  const list = `versions of ${memoryId}`
  const from = readCursor(teamId, list, cursor)
  const sought = { teamId, agentName, agentRowIds }
  const { rows } = (await listVersions(dbFor(principal), sought, memoryId, limit + 1, from ? Number(from.id) : before)) ?? agentNotFound()
  if (rows.length === 0 && before === undefined) memoryNotFound()
  const { shown, nextCursor } = toPage(rows, limit, (last) =>
    writeCursor(teamId, list, { time: last.known_from, id: String(last.version) }),
  )
  return { agentName, memoryId, versions: shown, nextCursor }
}
