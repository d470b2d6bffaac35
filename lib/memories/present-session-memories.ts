import type { z } from 'zod'
import { rfc3339 } from '../time'
import { presentMemory, presentUse } from './present'
import type { SESSION_MEMORY_PAGE } from './schemas'
import type { SessionMemories } from './session-memories'

/** A page of the memories that a session stored or recalled. */
export function presentSessionMemories({ session, kind, shown, nextCursor }: SessionMemories): z.infer<typeof SESSION_MEMORY_PAGE> {
  const memories = shown.map((memory) => ({
    ...presentMemory({ memory, agentName: session.agent_name }),
    ...presentUse(memory),
    in_session: memory.inSession && presentRecalls(memory.inSession),
  }))
  return { session_id: session.id, agent_id: session.agent_name, kind, memories, count: memories.length, next_cursor: nextCursor }
}

const presentRecalls = ({ recalls, firstAt, lastAt }: { recalls: number; firstAt: Date; lastAt: Date }) => ({
  recalls,
  first_recalled_at: rfc3339(firstAt),
  last_recalled_at: rfc3339(lastAt),
})
