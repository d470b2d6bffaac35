import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { presentBatch } from '@/lib/memories/present'
import { rememberBatch } from '@/lib/memories/remember'

export const POST = endpoint(MEMORY_OPERATIONS.rememberBatch, rememberBatch, presentBatch)
