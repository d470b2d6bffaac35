import { type RecallFilters as Filters, recallByTime, recallMemories, type TimeMode } from '../../db/recall'
import { passGate } from '../auth/gate'
import { admit, type SessionCall } from '../auth/session-caller'
import type { Held } from '../http/input'
import { db } from '../process'
import { type FilterInput, filtersOf } from './filters'

/** The agent's memories that answer a query, best first. A held refusal is told once the caller proved to be someone. */
export async function recall(call: SessionCall, agentName: string, input: Held<FilterInput & { query: string }>) {
  const { query, ...filters } = await told(call, agentName, input)
  const search = { ...filtersOf(filters), query, address: call.notes.address }
  const recalled = await passGate(call, agentName, 'memories:read', (gate) => recallMemories(db(), gate, search))
  return { ...recalled, query }
}

/** Newest first. */
export async function recallRecent(call: SessionCall, agentName: string, input: Held<FilterInput>) {
  const filters = await told(call, agentName, input)
  return inOrder(call, agentName, filtersOf(filters), 'recent', null)
}

/** What the agent knew at a moment, newest first. */
export async function recallAsOf(call: SessionCall, agentName: string, input: Held<FilterInput & { as_of: Date }>) {
  const { as_of, ...filters } = await told(call, agentName, input)
  return inOrder(call, agentName, filtersOf(filters), 'as_of', as_of)
}

/** What was stored or changed after a moment, latest change first. */
export async function recallChangedSince(call: SessionCall, agentName: string, input: Held<FilterInput & { since: Date }>) {
  const { since, ...filters } = await told(call, agentName, input)
  return inOrder(call, agentName, filtersOf(filters), 'changed_since', since)
}

async function inOrder(call: SessionCall, agentName: string, filters: Filters, mode: TimeMode, at: Date | null) {
  const search = { ...filters, mode, at, address: call.notes.address }
  const recalled = await passGate(call, agentName, 'memories:read', (gate) => recallByTime(db(), gate, search))
  return { ...recalled, mode }
}

async function told<T>(call: SessionCall, agentName: string, input: Held<T>): Promise<T> {
  if (input.refusal === undefined) return input.value
  await admit(call, agentName, 'memories:read')
  throw input.refusal
}
