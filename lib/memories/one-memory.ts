import { isDeepStrictEqual } from 'node:util'
import { findAgent } from '../../db/agents'
import { lockMemoryOf, type MemoryChanges, type VersionAuthor } from '../../db/memory-changes'
import type { Agent, Memory, Tx } from '../../db/schema'
import { agentNotFound } from '../agents/errors'
import type { Scope } from '../auth/permissions'
import { dbFor, type Identity, isInSession, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { memoryNotFound } from './errors'

/** A memory of an agent, as paths name it. */
export interface MemoryPath {
  agentName: string
  memoryId: string
}

/** What every change of a memory takes. */
export interface ChangeInput extends MemoryPath {
  reason?: string | undefined
  /** The version that the caller read; if it is no longer the present one, nothing is changed. */
  version?: number | undefined
}

/** A memory with the public id of its agent. */
export interface MemoryOfAgent {
  memory: Memory
  agentName: string
}

/** A memory that is locked, and its agent. */
export interface Locked {
  agent: Agent
  before: Memory & { now: Date }
}

/** The agent of this name, as far as the caller reaches it. @throws agent_not_found */
export async function requireAgent<S extends Scope>(principal: Principal<S>, name: string): Promise<Agent> {
  const { teamId, agentRowIds } = principal
  return (await findAgent(dbFor(principal), teamId, name, agentRowIds)) ?? agentNotFound()
}

/**
 * Finds and locks a memory to change it. With `isCounted` the agent is locked first, as everything does that changes its counts.
 * @throws agent_not_found, memory_not_found when it is deleted too, unless `alsoDeleted`; memory_changed when another version was expected
 */
export async function lockToChange(
  tx: Tx,
  { teamId, agentRowIds }: Identity,
  input: ChangeInput,
  { isCounted = false, alsoDeleted = false } = {},
): Promise<Locked> {
  const { agent = agentNotFound(), memory: before = memoryNotFound() } = await lockMemoryOf(tx, teamId, input, agentRowIds, isCounted)
  if (before.status === 'deleted' && !alsoDeleted) memoryNotFound()
  requireVersion(before, input.version)
  return { agent, before }
}

function requireVersion({ id, version }: Memory, expected: number | undefined): void {
  if (expected === undefined || expected === version) return
  fail('memory_changed', `${id} is at version ${version}, not ${expected}. Read it again, and repeat the change if it still applies.`)
}

/** True when a memory has the fields already that a change would give it: then there is no new version. */
export const isUnchangedBy = (memory: Memory, changes: MemoryChanges): boolean =>
  Object.entries(changes).every(([field, value]) => value === undefined || isDeepStrictEqual(value, memory[field as keyof Memory]))

/** Who writes a version: the key or person that the caller's credential was issued to. */
export function versionAuthor<P extends Principal<'memories:write'>>(
  principal: P,
  { client = '' }: RequestContext,
  reason: string | undefined,
): VersionAuthor {
  const sessionId = isInSession(principal) ? principal.session.id : null
  return { ...principal.issuedTo, client, sessionId, reason: reason ?? null }
}

/** A memory as the target of an audit entry. */
export const memoryTarget = (agent: Pick<Agent, 'name'>, memory: Memory) => ({ kind: 'memory', id: memory.id, name: agent.name })

/** Title, content, tags and source are recorded by their size alone: the audit log outlives the memory, and what was deleted must be gone. */
export function describeMemory(
  agent: Pick<Agent, 'name'>,
  { version, status, type, title, content, confidence, tags, source, provenance, trust }: Memory,
) {
  return {
    agent_id: agent.name,
    version,
    status,
    type,
    title_characters: title?.length ?? 0,
    content_characters: content.length,
    tags: tags.length,
    confidence,
    source_characters: source.length,
    provenance,
    trust,
  }
}
