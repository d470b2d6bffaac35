import { listHeldAgents } from '../../db/agents'
import type { MemoryOfTeam } from '../../db/memories-of-team'
import { addToMemoryCount, readGraceDays, type VersionAuthor, writeVersion } from '../../db/memory-changes'
import { type LockPurpose, lockMemoriesAcross } from '../../db/memory-locks'
import { findVersionsBefore } from '../../db/memory-versions'
import type { Memory, Tx } from '../../db/schema'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { type AuditedEvent, recordEvent } from '../events'
import { describeMemory, memoryTarget, versionAuthor } from '../memories/one-memory'
import { purgeMemories, toPurgeBatches } from '../memories/purge'
import { storedTerms } from '../recall/stored-terms'
import { type ActInput, changesOf } from './acts'

/** What became of a memory; on a trial run, what would become of it. */
export interface MemoryOutcome {
  memoryId: string
  outcome: 'changed' | 'unchanged' | 'not_found' | 'too_many_tags'
}

export interface BatchInput extends ActInput {
  reason?: string | undefined
  dryRun: boolean
}

/** Changes some memories in a transaction, each as a new version. */
export async function changeBatch(
  tx: Tx,
  principal: Principal<'memories:write'>,
  input: BatchInput,
  ids: readonly string[],
  context: RequestContext,
): Promise<MemoryOutcome[]> {
  const found = new Map((await lockMemoriesAcross(tx, principal, ids, accessFor(input))).map((memory) => [memory.id, memory]))
  const isPurging = input.act === 'delete' && (await readGraceDays(tx, principal.teamId)) === 0
  // Memories of agents on legal hold are kept, as when they are deleted one by one.
  const held = isPurging ? await listHeldAgents(tx, principal.teamId) : []
  const earlier = input.isUndo ? await findVersionsBefore(tx, principal.teamId, [...found.keys()]) : undefined
  const author = versionAuthor(principal, context, input.reason)
  const outcomes: MemoryOutcome[] = []
  const events: AuditedEvent[] = []
  const purged: MemoryOfTeam[] = []
  for (const memoryId of ids) {
    const before = found.get(memoryId)
    const changes = before === undefined ? 'not_found' : changesOf(input, before, earlier?.get(memoryId))
    const isChanged = before !== undefined && typeof changes !== 'string'
    outcomes.push({ memoryId, outcome: isChanged ? 'changed' : typeof changes === 'string' ? changes : 'not_found' })
    if (!isChanged || input.dryRun) continue
    if (isPurging && !held.includes(before.agent_name)) purged.push(before)
    else events.push(await changeOne(tx, before, changes, input.act, author))
  }
  for (const { agentRowId, memories } of toPurgeBatches(purged))
    await purgeMemories(tx, { team_id: principal.teamId, id: agentRowId }, memories)
  events.push(...purged.map((memory) => ({ kind: 'memory.purged' as const, ...stateBefore(memory) })))
  await recordEvent(tx, principal, context, ...events)
  return outcomes
}

function accessFor({ act, dryRun }: BatchInput): LockPurpose {
  if (dryRun) return 'read'
  return act === 'delete' || act === 'restore' ? 'changeAndCount' : 'change'
}

const EVENTS = {
  add_tags: 'memory.changed',
  remove_tags: 'memory.changed',
  retype: 'memory.changed',
  delete: 'memory.deleted',
  restore: 'memory.restored',
  approve: 'memory.approved',
} as const satisfies Record<ActInput['act'], AuditedEvent['kind']>

/** Writes the next version of a memory, and returns what the audit log says of it. */
async function changeOne(
  tx: Tx,
  before: MemoryOfTeam,
  changes: Parameters<typeof writeVersion>[3],
  act: ActInput['act'],
  author: VersionAuthor,
): Promise<AuditedEvent> {
  const agent = agentOf(before)
  await countChange(tx, before, act)
  const terms = act === 'delete' ? undefined : storedTerms({ ...before, ...changes })
  const memory = await writeVersion(tx, agent, before.id, changes, author, terms)
  return { kind: EVENTS[act], ...stateBefore(before), after: describeMemory(agent, memory) }
}

const agentOf = ({ team_id, agent_row_id: id, agent_name: name }: MemoryOfTeam) => ({ team_id, id, name })

/** What the audit log says of a memory before its change. */
const stateBefore = (memory: MemoryOfTeam) => ({
  target: memoryTarget(agentOf(memory), memory),
  before: describeMemory(agentOf(memory), memory),
})

async function countChange(tx: Tx, { team_id, agent_row_id: id, status }: Memory, act: ActInput['act']): Promise<void> {
  if (act === 'delete') await addToMemoryCount(tx, { team_id, id }, -1)
  if (act === 'restore' && status === 'deleted') await addToMemoryCount(tx, { team_id, id }, 1)
}
