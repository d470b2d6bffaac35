import { endpoint } from '@/lib/http/endpoint'
import { presentChangedMemory } from '@/lib/memories/present'
import { supersedeMemory } from '@/lib/memories/supersede'
import { MEMORY_VERSION_OPERATIONS } from '@/lib/memories/version-contract'

export const POST = endpoint(MEMORY_VERSION_OPERATIONS.supersedeMemory, supersedeMemory, presentChangedMemory)
