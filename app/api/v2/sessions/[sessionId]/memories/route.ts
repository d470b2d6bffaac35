import { endpoint } from '@/lib/http/endpoint'
import { LINK_OPERATIONS } from '@/lib/memories/link-contract'
import { presentSessionMemories } from '@/lib/memories/present-session-memories'
import { listSessionMemories } from '@/lib/memories/session-memories'

export const GET = endpoint(LINK_OPERATIONS.listSessionMemories, listSessionMemories, presentSessionMemories)
