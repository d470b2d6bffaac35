import { setTimeout as pause } from 'node:timers/promises'
import { type IndexPosition, type IndexRow, readIndexPage, readIndexStart } from '../../db/index-rows'
import type { AgentKey } from '../../db/schema'
import { eachInTurns } from '../in-turns'
import { db, log, singleton } from '../process'
import { type AgentIndex, addUnlinked, type IndexedMemory, linkMemory, sortByStored, type WeightedTerm } from './agent-index'
import { type AgentMemories, addRow, createAgentMemories } from './agent-memories'
import { ANALYSIS_VERSION } from './analyze'
import { hasRoomFor, keepIndex, noteTooLarge } from './index-cache'
import { createVocabulary } from './vocabulary'

/** Agents with more memories have no index: each of their recalls is answered from the database. */
const MOST_MEMORIES = 200_000
const PAGE = 500
/** The recall that needs the index is answered first. */
const DELAY_MS = 100

interface Builds {
  /** The agents whose index is being built or waits for that. */
  agents: Set<string>
  /** Ends when the last of them is built. One is built after the other, so that requests are left most connections and most of the time. */
  last: Promise<void>
}

const builds = () => singleton('recall index builds', (): Builds => ({ agents: new Set(), last: Promise.resolve() }))

/** Builds the index of an agent with so many memories in the background, if it would be kept. */
export function buildInBackground(agent: AgentKey, size: number): void {
  const queue = builds()
  const name = `${agent.team_id} ${agent.id}`
  if (size > MOST_MEMORIES) noteTooLarge(agent)
  if (!hasRoomFor(agent) || queue.agents.has(name)) return
  queue.agents.add(name)
  queue.last = queue.last
    .then(() => pause(DELAY_MS))
    .then(() => buildIndex(agent))
    .then((memories) => memories && keepIndex(agent, memories))
    .catch((error: unknown) => log().warn({ err: error }, 'the index of an agent could not be built; its next recall tries again'))
    .finally(() => queue.agents.delete(name))
}

/** Resolves when no index is being built. */
export const buildsEnded = (): Promise<void> => builds().last

/** Reads all memories of an agent into an index. Undefined when there is no such agent. */
async function buildIndex(agent: AgentKey): Promise<AgentMemories | undefined> {
  const start = await readIndexStart(db(), agent)
  if (start === undefined) return undefined
  const memories = createAgentMemories(start)
  // It grows with the terms; the first search that needs it would make it at once, and all other requests would wait.
  memories.index.vocabulary = createVocabulary([])
  // The rows come by date, which need not be the order in which they were stored: an import keeps the dates of its file.
  const sessions = new Map<string, number[]>()
  const add = (index: AgentIndex, memory: IndexedMemory, terms: WeightedTerm[]) => {
    const number = addUnlinked(index, memory, terms)
    const session = sessions.get(memory.sessionId)
    if (session === undefined) sessions.set(memory.sessionId, [number])
    else session.push(number)
  }
  let position: IndexPosition | undefined
  do {
    const rows = await readIndexPage(db(), agent, ANALYSIS_VERSION, PAGE, position)
    await eachInTurns(rows, (row) => addRow(memories, row, add))
    position = rows.length < PAGE ? undefined : rows.at(-1)
  } while (position !== undefined)
  await eachInTurns(inOrder(memories.index, sessions.values()), (number) => linkMemory(memories.index, number))
  return memories
}

/** A session may have as many memories as its agent, so that other requests take their turns while they are linked. */
function* inOrder(index: AgentIndex, sessions: Iterable<number[]>): Generator<number> {
  for (const numbers of sessions) yield* sortByStored(index, numbers)
}

const firstBuilds = () => singleton('recall first builds', () => new Map<string, Promise<void>>())

/** Resolves when no request is adding all memories of the agent to a new index. */
export const firstBuildEnded = async ({ team_id, id }: AgentKey): Promise<void> => firstBuilds().get(`${team_id} ${id}`)

/** Adds all memories of an agent to a new index, and keeps it if there is room. Others that need it meanwhile can wait for `firstBuildEnded`. */
export async function buildFrom(agent: AgentKey, memories: AgentMemories, rows: readonly IndexRow[]): Promise<void> {
  const name = `${agent.team_id} ${agent.id}`
  const build = eachInTurns(rows, (row) => addRow(memories, row)).then(() => keepIndex(agent, memories))
  if (hasRoomFor(agent))
    firstBuilds().set(
      name,
      build.catch(() => {}).finally(() => firstBuilds().delete(name)),
    )
  await build
}
