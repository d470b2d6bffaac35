import { endpoint } from '@/lib/http/endpoint'
import { presentChangedMemory } from '@/lib/memories/present'
import { restoreMemory } from '@/lib/memories/restore'
import { MEMORY_VERSION_OPERATIONS } from '@/lib/memories/version-contract'

export const POST = endpoint(MEMORY_VERSION_OPERATIONS.restoreMemory, restoreMemory, presentChangedMemory)
