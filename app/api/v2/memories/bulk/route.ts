import { endpoint } from '@/lib/http/endpoint'
import { changeMemories } from '@/lib/memory-search/change-many'
import { MEMORY_SEARCH_OPERATIONS } from '@/lib/memory-search/contract'
import { presentChangedMemories } from '@/lib/memory-search/present'

export const POST = endpoint(MEMORY_SEARCH_OPERATIONS.changeMemories, changeMemories, presentChangedMemories)
