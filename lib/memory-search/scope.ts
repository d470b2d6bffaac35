import { findAgentIds } from '../../db/agents'
import type { MemoryStatus, Trust } from '../../db/constants'
import type { SearchScope } from '../../db/memory-search-filters'
import type { Db } from '../../db/schema'
import type { Identity } from '../auth/principal'
import { MEMORY_STATUSES, TRUST_LEVELS } from '../memories/rules'

/** What the caller wants to be found. */
export interface FilterInput {
  agentName: string[]
  type: string[]
  tags: string[]
  source: string[]
  keyId: string[]
  personId: string[]
  sessionId: string[]
  status: (MemoryStatus | 'all')[]
  trust: (Trust | 'all')[]
  minConfidence: number
  createdAfter?: Date | undefined
  createdBefore?: Date | undefined
  occurredAfter?: Date | undefined
  occurredBefore?: Date | undefined
}

/** In which memories is searched for a caller: in those of the agents that it names, as far as it reaches them. Undefined when these are none. */
export async function scopeFor(db: Db, principal: Identity, input: FilterInput): Promise<SearchScope | undefined> {
  const agentRowIds = await agentsFor(db, principal, input.agentName)
  if (agentRowIds?.length === 0) return undefined
  return { teamId: principal.teamId, agentRowIds, filters: filtersOf(input) }
}

async function agentsFor(db: Db, principal: Identity, names: string[]): Promise<string[] | null> {
  const { teamId, agentRowIds } = principal
  if (names.length === 0) return agentRowIds
  const named = await findAgentIds(db, teamId, names)
  return agentRowIds === null ? named : named.filter((id) => agentRowIds.includes(id))
}

const filtersOf = ({ type, source, sessionId, keyId, personId, status, trust, createdAfter, createdBefore, ...input }: FilterInput) => ({
  types: type,
  tags: input.tags,
  minConfidence: input.minConfidence,
  createdAfter: createdAfter ?? null,
  createdBefore: createdBefore ?? null,
  occurredAfter: input.occurredAfter ?? null,
  occurredBefore: input.occurredBefore ?? null,
  sources: source,
  authors: [...keyId.map((id) => `key ${id}`), ...personId.map((id) => `person ${id}`)],
  sessionIds: sessionId,
  statuses: status.includes('all') ? MEMORY_STATUSES : (status as MemoryStatus[]),
  trust: trust.includes('all') ? TRUST_LEVELS : (trust as Trust[]),
})
