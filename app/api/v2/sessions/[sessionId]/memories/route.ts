import { endpoint } from '@/lib/http/endpoint'
import { presentSessionMemories } from '@/lib/memories/present-session-memories'
import { listSessionMemories } from '@/lib/memories/session-memories'
import { SESSION_MEMORY_OPERATIONS } from '@/lib/memories/session-memories-contract'

export const GET = endpoint(SESSION_MEMORY_OPERATIONS.listSessionMemories, listSessionMemories, presentSessionMemories)
