import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_SEARCH_OPERATIONS } from '@/lib/memory-search/contract'
import { presentFoundMemories } from '@/lib/memory-search/present'
import { searchMemories } from '@/lib/memory-search/search'

export const GET = endpoint(MEMORY_SEARCH_OPERATIONS.searchMemories, searchMemories, presentFoundMemories)
