import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { presentStored } from '@/lib/memories/present'
import { remember } from '@/lib/memories/remember'

export const POST = endpoint(MEMORY_OPERATIONS.remember, remember, presentStored)
