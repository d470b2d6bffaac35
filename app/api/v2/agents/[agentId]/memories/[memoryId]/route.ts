import { endpoint } from '@/lib/http/endpoint'
import { changeMemory } from '@/lib/memories/change'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { deleteMemory } from '@/lib/memories/delete'
import { presentChangedMemory, presentDeletedMemory, presentMemoryDetail } from '@/lib/memories/present'
import { readMemory } from '@/lib/memories/read'

export const GET = endpoint(MEMORY_OPERATIONS.getMemory, readMemory, presentMemoryDetail)
export const PATCH = endpoint(MEMORY_OPERATIONS.changeMemory, changeMemory, presentChangedMemory)
export const DELETE = endpoint(MEMORY_OPERATIONS.deleteMemory, deleteMemory, presentDeletedMemory)
