import { CompiledQuery } from 'kysely'
import { lockOrder, NOW } from './fragments'
import type { MemoryOfTeam } from './memories-of-team'
import { memoryColumns } from './memory-columns'
import type { Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** Whether memories are only read, locked to change them, or locked with their agents, as everything does that changes the counts of agents. */
export type LockPurpose = 'read' | 'change' | 'changeAndCount'

/** A memory as it is while it is locked, and the time of the statement. */
type LockedMemory = MemoryOfTeam & { now: Date }

const REACHED = (agent: string) => `(not $3::boolean or ${agent} = any ($4::uuid[]))`

const LOCK_AGENTS = hotStatement(
  'lock_agents_of_memories',
  `select a.id from agents a where a.team_id = $1::uuid and ${REACHED('a.id')}
     and a.id in (select m.agent_row_id from memories m where m.team_id = $1::uuid and m.id = any ($2::text[]))
   order by a.id for no key update of a`,
)

const memoriesOf = (lock: string) => `select ${memoryColumns('m')}, a.name as agent_name, ${NOW} as now
  from memories m join agents a on a.team_id = $1::uuid and a.id = m.agent_row_id
  where m.team_id = $1::uuid and m.id = any ($2::text[]) and ${REACHED('m.agent_row_id')} order by ${lockOrder('m')} ${lock}`

const READ = hotStatement('read_memories_across', memoriesOf(''))
const LOCK = hotStatement('lock_memories_across', memoriesOf('for no key update of m'))

/**
 * Returns those of some memories that the caller reaches, whatever their status, in the order of their ids. Agents and memories are each locked in the order of their
 * ids, so that two transactions never wait for each other in a circle.
 */
export async function lockMemoriesAcross(
  tx: Tx,
  { teamId, agentRowIds }: { teamId: string; agentRowIds: readonly string[] | null },
  ids: readonly string[],
  use: LockPurpose,
): Promise<LockedMemory[]> {
  const values = [teamId, ids, agentRowIds !== null, agentRowIds ?? []]
  if (use === 'changeAndCount') await tx.executeQuery(CompiledQuery.raw(LOCK_AGENTS, values))
  return (await tx.executeQuery<LockedMemory>(CompiledQuery.raw(use === 'read' ? READ : LOCK, values))).rows
}
