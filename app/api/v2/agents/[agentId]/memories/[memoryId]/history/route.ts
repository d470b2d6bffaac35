import { endpoint } from '@/lib/http/endpoint'
import { readHistory } from '@/lib/memories/history'
import { presentHistory } from '@/lib/memories/present-versions'
import { MEMORY_VERSION_OPERATIONS } from '@/lib/memories/version-contract'

export const GET = endpoint(MEMORY_VERSION_OPERATIONS.getMemoryHistory, readHistory, presentHistory)
