import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_ADMIN_OPERATIONS } from '@/lib/memories/admin-contract'
import { eraseMemories } from '@/lib/memories/erase'
import { presentErasure } from '@/lib/memories/present-erasure'

export const POST = endpoint(MEMORY_ADMIN_OPERATIONS.eraseMemories, eraseMemories, presentErasure)
