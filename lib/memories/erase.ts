import { createHash } from 'node:crypto'
import { lockAgents } from '../../db/agents'
import { type ErasureCriteria, findMatching, type MatchesOfAgent, type MatchingMemory } from '../../db/memory-erasure'
import { lockMemories } from '../../db/memory-purge'
import type { Tx } from '../../db/schema'
import { findTeam, readClock } from '../../db/teams'
import { failHeld } from '../agents/legal-hold'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail, failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { epochSeconds } from '../time'
import { type ErasureReceipt, readReceipt, signReceipt } from './erasure-receipt'
import { requireAgent } from './one-memory'
import { purgeMemories, toPurgeBatches } from './purge'

/** Memories that one call erases at most. */
const ERASED_AT_ONCE = 1_000

interface CriteriaInput {
  text?: string | undefined
  tag?: string | undefined
  source?: string | undefined
  agentName?: string | undefined
}

export interface ErasureInput extends CriteriaInput {
  dryRun: boolean
  /** The number of memories that match, as the dry run reported it. */
  confirm?: number | undefined
}

/** What an erasure found and did, or would do. */
export interface Erasure {
  isDryRun: boolean
  agents: MatchesOfAgent[]
  /** The first of those that match in a dry run, else those that were erased; at most 1,000. */
  memoryIds: string[]
  matched: number
  /** The number of versions that those have which match. */
  versions: number
  erased: number
  /** Null in a dry run. */
  receipt: string | null
}

/**
 * Finds the memories of which a version has all that is searched for, whatever their status, and purges up to 1,000 of them unless it is a dry run. What
 * remains is erased by further calls.
 * @throws invalid_request, agent_not_found; erasure_not_confirmed when another number of memories match; legal_hold
 */
export async function eraseMemories(
  principal: Principal<'memories:admin'>,
  input: ErasureInput,
  context: RequestContext,
): Promise<Erasure> {
  const criteria = await criteriaOf(principal, input)
  if (input.dryRun) {
    const found = await findMatching(dbFor(principal), principal.teamId, criteria, ERASED_AT_ONCE)
    return erasureOf(found, { isDryRun: true, memoryIds: found.memories.map(({ id }) => id), erased: 0, receipt: null })
  }
  const { confirm = failField('confirm', 'is required: the number of memories that a dry run reports') } = input
  return idempotentTransaction(principal, context, 'erase memories', { ...input, criteria }, async (tx) => {
    const found = await findMatching(tx, principal.teamId, criteria, ERASED_AT_ONCE)
    requireConfirmed(found.agents, confirm)
    const erased = await purgeMatching(tx, principal.teamId, found.memories)
    const receipt = await recordErasure(tx, principal, context, hashOf(input), { ...erased, remaining: confirm - found.memories.length })
    return erasureOf(found, { isDryRun: false, memoryIds: erased.ids, erased: erased.ids.length, receipt })
  })
}

async function criteriaOf(
  principal: Principal<'memories:admin'>,
  { text, tag, source, agentName }: CriteriaInput,
): Promise<ErasureCriteria> {
  if ([text, tag, source, agentName].every((criterion) => criterion === undefined))
    failField('text', 'is required, or tag, source or agent_id')
  const agentRowIds = agentName === undefined ? principal.agentRowIds : [(await requireAgent(principal, agentName)).id]
  return { text, tag, source, agentRowIds }
}

/** Stands for the criteria where their texts must not be. */
const hashOf = ({ text, tag, source, agentName }: CriteriaInput) =>
  createHash('sha256')
    .update(JSON.stringify({ text: text ?? null, tag: tag ?? null, source: source ?? null, agent_id: agentName ?? null }))
    .digest('hex')

const erasureOf = ({ agents }: { agents: MatchesOfAgent[] }, outcome: Omit<Erasure, 'agents' | 'matched' | 'versions'>): Erasure => ({
  agents,
  matched: sumOf(agents.map(({ memories }) => memories)),
  versions: sumOf(agents.map(({ versions }) => versions)),
  ...outcome,
})

const sumOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)

/** @throws erasure_not_confirmed, legal_hold */
function requireConfirmed(agents: MatchesOfAgent[], confirm: number): void {
  const matched = sumOf(agents.map(({ memories }) => memories))
  if (matched !== confirm)
    fail(
      'erasure_not_confirmed',
      `${matched} memories match now, not ${confirm}, and nothing was erased. Find them again, and confirm the number that is found.`,
    )
  const held = agents.filter(({ legal_hold }) => legal_hold)
  if (held.length > 0) failHeld(held.map(({ name }) => name))
}

interface Erased {
  ids: string[]
  versions: number
}

/** Locks the agents and the memories, each in the order of their ids, and purges these. @throws legal_hold */
async function purgeMatching(tx: Tx, teamId: string, matching: MatchingMemory[]): Promise<Erased> {
  const agentRowIds = [...new Set(matching.map(({ agent_row_id }) => agent_row_id))]
  if (agentRowIds.length === 0) return { ids: [], versions: 0 }
  const agents = await lockAgents(tx, teamId, agentRowIds)
  const held = agents.filter(({ legal_hold }) => legal_hold)
  if (held.length > 0) failHeld(held.map(({ name }) => name))
  const locked = await lockMemories(
    tx,
    teamId,
    matching.map(({ id }) => id),
  )
  for (const { agentRowId, memories } of toPurgeBatches(locked)) await purgeMemories(tx, { team_id: teamId, id: agentRowId }, memories)
  return { ids: locked.map(({ id }) => id), versions: sumOf(locked.map(({ version }) => version)) }
}

/** Writes the audit entry of an erasure, which has ids and numbers alone, and returns the receipt. */
async function recordErasure(
  tx: Tx,
  principal: Principal<'memories:admin'>,
  context: RequestContext,
  criteriaHash: string,
  { ids, versions, remaining }: Erased & { remaining: number },
): Promise<string> {
  const { teamId, actor } = principal
  const { name } = await findTeam(tx, teamId)
  const content = { criteria_sha256: criteriaHash, memories: ids.length, versions, remaining, memory_ids: ids }
  await recordEvent(tx, principal, context, { kind: 'memory.erased', target: { kind: 'team', id: teamId, name }, after: content })
  const by = { kind: actor.kind, id: actor.id, name: actor.name }
  return signReceipt({ team_id: teamId, by, ...content, iat: epochSeconds(await readClock(tx)) })
}

/** Returns whether a text is a receipt of this server for the caller's team, and what it confirms. */
export async function verifyErasure(
  principal: Principal<'memories:admin'>,
  { receipt }: { receipt: string },
): Promise<ErasureReceipt | undefined> {
  const content = await readReceipt(receipt)
  return content?.team_id === principal.teamId ? content : undefined
}
