import { lockAgents } from '../../db/agents'
import { SYSTEM_ACTOR } from '../../db/constants'
import { listOverdue, lockOverdue, type MemoryToPurge } from '../../db/memory-purge'
import type { AgentKey } from '../../db/schema'
import { recordEvent } from '../events'
import { newId } from '../ids'
import { db } from '../process'
import { throwFailures, tryEach } from '../try-each'
import { type PurgeBatch, purgeMemories, toPurgeBatches } from './purge'

const BATCH = 100
/** After so many failures, the others are left to the next run: each may have taken as long as a statement may. */
const MOST_FAILURES = 10

/**
 * Purges the memories of a team whose grace period is over: those that were deleted, and those that expired by the team's retention. When the process
 * ends before all are purged, the next run continues. The other memories do not wait for those that cannot be purged. @throws an AggregateError
 */
export async function purgeOverdueMemories(teamId: string): Promise<void> {
  const failures: Awaited<ReturnType<typeof tryEach<PurgeBatch<MemoryToPurge>>>> = []
  for (;;) {
    const failed = failures.flatMap(({ item }) => item.memories.map(({ id }) => id))
    const overdue = await listOverdue(db(), teamId, BATCH, failed)
    let purged = 0
    const failedNow = await tryEach(toPurgeBatches(overdue), async ({ agentRowId, memories }) => {
      purged += await purgeOfAgent(
        { team_id: teamId, id: agentRowId },
        memories.map(({ id }) => id),
      )
    })
    failures.push(...failedNow)
    // What changed meanwhile is looked at by the next run.
    if (overdue.length < BATCH || (purged === 0 && failedNow.length === 0) || failures.length >= MOST_FAILURES) break
  }
  throwFailures(failures, 'memories could not be purged')
}

/** A memory that was restored since it was listed stays, and so do all when the agent was put on legal hold. */
async function purgeOfAgent(agent: AgentKey, listed: string[]): Promise<number> {
  return db()
    .transaction()
    .execute(async (tx) => {
      const [locked] = await lockAgents(tx, agent.team_id, [agent.id])
      const memories = await lockOverdue(tx, agent, listed)
      await purgeMemories(tx, agent, memories)
      if (memories.length > 0 && locked !== undefined)
        await recordEvent(
          tx,
          { teamId: agent.team_id, actor: SYSTEM_ACTOR },
          { requestId: newId('req'), clientAddress: null },
          {
            kind: 'memory.purged',
            target: { kind: 'agent', id: agent.id, name: locked.name },
            after: { memories: memories.length, memory_ids: memories.map(({ id }) => id) },
          },
        )
      return memories.length
    })
}
