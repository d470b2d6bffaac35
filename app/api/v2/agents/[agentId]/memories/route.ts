import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { presentMemoryPage } from '@/lib/memories/present'
import { listAgentMemories } from '@/lib/memories/read'

export const GET = endpoint(MEMORY_OPERATIONS.listMemories, listAgentMemories, presentMemoryPage)
