import { recallMemories } from '../../db/recall'
import { recallByTime, type TimeMode, type TimePosition } from '../../db/recall-by-time'
import { passGate } from '../auth/gate'
import { admit, type SessionCall } from '../auth/session-caller'
import { outcomeOf } from '../errors'
import { readCursor, writeCursor } from '../http/cursor'
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

interface PageInput extends FilterInput {
  cursor?: string | undefined
}

/** A page of the agent's memories, newest first. */
export async function recallRecent(call: SessionCall, agentName: string, input: Held<PageInput>) {
  return inOrder(call, agentName, await told(call, agentName, input), 'recent', null)
}

/** A page of what the agent knew at a moment, newest first. */
export async function recallAsOf(call: SessionCall, agentName: string, input: Held<PageInput & { as_of: Date }>) {
  const { as_of, ...filters } = await told(call, agentName, input)
  return inOrder(call, agentName, filters, 'as_of', as_of)
}

/** A page of what was stored or changed after a moment, latest change first. */
export async function recallChangedSince(call: SessionCall, agentName: string, input: Held<PageInput & { since: Date }>) {
  const { since, ...filters } = await told(call, agentName, input)
  return inOrder(call, agentName, filters, 'changed_since', since)
}

async function inOrder(call: SessionCall, agentName: string, { cursor, ...filters }: PageInput, mode: TimeMode, at: Date | null) {
  const { teamId } = call.claims
  const list = `${mode} of ${agentName}`
  const after = await told(call, agentName, await outcomeOf(positionIn(teamId, list, cursor)))
  const search = { ...filtersOf(filters), mode, at, after, address: call.notes.address }
  const recalled = await passGate(call, agentName, 'memories:read', (gate) => recallByTime(db(), gate, search))
  const { next } = recalled
  return { ...recalled, mode, at, nextCursor: next && writeCursor(teamId, list, { time: next.time, id: String(next.seq) }) }
}

async function positionIn(teamId: string, list: string, cursor: string | undefined): Promise<TimePosition | null> {
  const from = readCursor(teamId, list, cursor)
  return from === undefined ? null : { time: from.time, seq: Number(from.id) }
}

async function told<T>(call: SessionCall, agentName: string, input: Held<T>): Promise<T> {
  if (input.refusal === undefined) return input.value
  await admit(call, agentName, 'memories:read')
  throw input.refusal
}
