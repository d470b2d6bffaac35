import { LRUCache } from 'lru-cache'
import type { AgentKey } from '../../db/schema'
import { settings, singleton } from '../process'
import type { AgentMemories } from './agent-memories'

const MEGABYTE = 2 ** 20

interface IndexCache {
  /** Undefined when no index is kept. */
  indexes: LRUCache<string, AgentMemories> | undefined
  /** The agent of each session that recalled or stored lately: a token names the session alone. */
  agents: LRUCache<string, AgentKey>
  /** Agents whose index did not fit, would be too large, knew too many changes or had to make room for others: it is not built again for a while. */
  withoutRoom: LRUCache<string, true>
}

const SESSIONS = 20_000
const WITHOUT_ROOM = { max: 10_000, ttl: 60_000 }

/** An index takes more than the sum of what it counts: 54 MB instead of 42 for 100,000 memories. */
const sizeOf = ({ index }: AgentMemories) => Math.ceil(1.3 * index.bytes)

const cache = () =>
  singleton('recall indexes', (): IndexCache => {
    const maxSize = settings().RECALL_MEMORY_MB * MEGABYTE
    const withoutRoom = new LRUCache<string, true>(WITHOUT_ROOM)
    const dispose = (_: AgentMemories, name: string, reason: LRUCache.DisposeReason) => reason === 'evict' && withoutRoom.set(name, true)
    const options = { maxSize, maxEntrySize: maxSize, sizeCalculation: sizeOf, dispose }
    return { indexes: maxSize > 0 ? new LRUCache(options) : undefined, agents: new LRUCache({ max: SESSIONS }), withoutRoom }
  })

const nameOf = ({ team_id: teamId, id }: AgentKey) => `${teamId} ${id}`

/** The index of an agent, if this process keeps one. */
export const keptIndex = (agent: AgentKey): AgentMemories | undefined => cache().indexes?.get(nameOf(agent))

/**
 * Every recall sends the changes that the index knows since the oldest transaction that is running, of whatever database of the server. While one lasts
 * for hours, there could be any number of them.
 */
export const MOST_KNOWN_CHANGES = 10_000

/** Keeps the index of an agent as long as there is room for it, and it knows few enough changes. Call it again when it has grown. */
export function keepIndex(agent: AgentKey, memories: AgentMemories): void {
  const { indexes, withoutRoom } = cache()
  const name = nameOf(agent)
  if (memories.changes.size > MOST_KNOWN_CHANGES) {
    // One that was built just now would know as many if it were built again at once.
    if (indexes?.peek(name) !== memories) withoutRoom.set(name, true)
    indexes?.delete(name)
    return
  }
  // The cache does not measure a value again that it has already.
  if (indexes?.peek(name) === memories) indexes.delete(name)
  indexes?.set(name, memories)
  if (indexes && !indexes.has(name)) withoutRoom.set(name, true)
}

/** Removes the index of an agent from memory, unless another one is kept by now. */
export function dropIndex(agent: AgentKey, memories?: AgentMemories): void {
  const { indexes } = cache()
  const name = nameOf(agent)
  if (memories === undefined || indexes?.peek(name) === memories) indexes?.delete(name)
}

/** Whether an index of the agent would probably be kept if it were built. */
export function hasRoomFor(agent: AgentKey): boolean {
  const { indexes, withoutRoom } = cache()
  return indexes !== undefined && !withoutRoom.has(nameOf(agent))
}

/** Notes that an agent has more memories than an index may have. */
export const noteTooLarge = (agent: AgentKey): void => void cache().withoutRoom.set(nameOf(agent), true)

/** The agent of a session, if this process has seen it. It never changes. */
export const agentOfSession = (teamId: string, sessionId: string): AgentKey | undefined => cache().agents.get(`${teamId} ${sessionId}`)

/** Remembers the agent of a session. */
export function rememberAgent(sessionId: string, agent: AgentKey): void {
  cache().agents.set(`${agent.team_id} ${sessionId}`, agent)
}
