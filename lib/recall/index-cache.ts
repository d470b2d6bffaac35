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
  /** Agents whose index does not fit, for a while. */
  tooLarge: LRUCache<string, true>
}

const SESSIONS = 20_000
const TOO_LARGE = { max: 1000, ttl: 600_000 }

/** An index takes more than the sum of what it counts: 54 MB instead of 42 for 100,000 memories. */
const sizeOf = ({ index }: AgentMemories) => Math.ceil(1.3 * index.bytes)

const cache = () =>
  singleton('recall indexes', (): IndexCache => {
    const maxSize = settings().RECALL_MEMORY_MB * MEGABYTE
    return {
      indexes: maxSize > 0 ? new LRUCache({ maxSize, maxEntrySize: maxSize, sizeCalculation: sizeOf }) : undefined,
      agents: new LRUCache({ max: SESSIONS }),
      tooLarge: new LRUCache(TOO_LARGE),
    }
  })

const nameOf = ({ team_id: teamId, id }: AgentKey) => `${teamId} ${id}`

/** The index of an agent, if this process keeps one. */
export const keptIndex = (agent: AgentKey): AgentMemories | undefined => cache().indexes?.get(nameOf(agent))

/** Keeps the index of an agent as long as there is room for it. Call it again when it has grown. */
export function keepIndex(agent: AgentKey, memories: AgentMemories): void {
  const { indexes, tooLarge } = cache()
  const name = nameOf(agent)
  indexes?.set(name, memories)
  if (indexes && !indexes.has(name)) tooLarge.set(name, true)
}

/** Removes the index of an agent from memory, unless another one is kept by now. */
export function dropIndex(agent: AgentKey, memories?: AgentMemories): void {
  const { indexes } = cache()
  const name = nameOf(agent)
  if (memories === undefined || indexes?.peek(name) === memories) indexes?.delete(name)
}

/** Whether an index of the agent would be kept if it were built. */
export function hasRoomFor(agent: AgentKey): boolean {
  const { indexes, tooLarge } = cache()
  return indexes !== undefined && !tooLarge.has(nameOf(agent))
}

/** The agent of a session, if this process has seen it. It never changes. */
export const agentOfSession = (teamId: string, sessionId: string): AgentKey | undefined => cache().agents.get(`${teamId} ${sessionId}`)

/** Remembers the agent of a session. */
export function rememberAgent(sessionId: string, agent: AgentKey): void {
  cache().agents.set(`${agent.team_id} ${sessionId}`, agent)
}
