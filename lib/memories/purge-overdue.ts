import { lockAgents } from '../../db/agents'
import { SYSTEM_ACTOR } from '../../db/constants'
import { listOverdue, lockOverdue } from '../../db/memory-purge'
import type { AgentKey } from '../../db/schema'
import { recordEvent } from '../events'
import { newId } from '../ids'
import { db } from '../process'
import { purgeMemories, toPurgeBatches } from './purge'

const BATCH = 100

/**
 * Purges the memories of a team whose grace period is over: those that were deleted, and those that expired by the team's retention. When the process
 * ends before all are purged, the next run continues.
 */
export async function purgeOverdueMemories(teamId: string): Promise<void> {
  for (;;) {
    const overdue = await listOverdue(db(), teamId, BATCH)
    let purged = 0
    for (const { agentRowId, memories } of toPurgeBatches(overdue))
      purged += await purgeOfAgent(
        { team_id: teamId, id: agentRowId },
        memories.map(({ id }) => id),
      )
    // What changed meanwhile is looked at by the next run.
    if (overdue.length < BATCH || purged === 0) return
  }
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
