import { type MemoryFilters, recallByTime, recallMemories } from '../../db/recall'
import type { GateParameters } from '../../db/session-gate'
import { passGate } from '../auth/gate'
import { admit, type SessionCall } from '../auth/session-caller'
import type { Held } from '../http/input'
import { db } from '../process'

/** What every recall may be narrowed by, as it is read from a request. */
export interface RecallFilters {
  limit: number
  type?: string[] | undefined
  tags?: string[] | undefined
  min_confidence?: number | undefined
  created_after?: Date | undefined
  created_before?: Date | undefined
}

/** The agent's memories that answer a query, best first. */
export async function recall(call: SessionCall, agentName: string, input: Held<RecallFilters & { query: string }>) {
  const { query, ...filters } = await admitted(call, agentName, input)
  const search = { ...filtersOf(filters), query, address: call.notes.address }
  const { session, memories } = await passGate(call, agentName, 'memories:read', (gate) => recallMemories(db(), gate, search))
  return { query, session, memories }
}

/** Newest first. */
export async function recallRecent(call: SessionCall, agentName: string, input: Held<RecallFilters>) {
  const filters = await admitted(call, agentName, input)
  return byTime(call, agentName, (gate) => recallByTime(db(), gate, { ...searchOf(call, filters), mode: 'recent' }))
}

/** What the agent knew at a moment, newest first. */
export async function recallAsOf(call: SessionCall, agentName: string, input: Held<RecallFilters & { as_of: Date }>) {
  const filters = await admitted(call, agentName, input)
  return byTime(call, agentName, (gate) => recallByTime(db(), gate, { ...searchOf(call, filters), mode: 'as-of', at: filters.as_of }))
}

/** What was stored or changed after a moment, latest change first. */
export async function recallChangedSince(call: SessionCall, agentName: string, input: Held<RecallFilters & { since: Date }>) {
  const filters = await admitted(call, agentName, input)
  return byTime(call, agentName, (gate) => recallByTime(db(), gate, { ...searchOf(call, filters), mode: 'changed-since', at: filters.since }))
}
