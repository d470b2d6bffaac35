import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_ADMIN_OPERATIONS } from '@/lib/memories/admin-contract'
import { approveMemory } from '@/lib/memories/approve'
import { presentChangedMemory } from '@/lib/memories/present'

export const POST = endpoint(MEMORY_ADMIN_OPERATIONS.approveMemory, approveMemory, presentChangedMemory)
