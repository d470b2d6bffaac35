import { endpoint } from '@/lib/http/endpoint'
import { asGet } from '@/lib/http/operation'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { presentRecalledByTime } from '@/lib/memories/present'
import { recallChangedSince } from '@/lib/memories/recall'

export const POST = endpoint(MEMORY_OPERATIONS.recallChangedSince, recallChangedSince, presentRecalledByTime)
export const GET = endpoint(asGet(MEMORY_OPERATIONS.recallChangedSince), recallChangedSince, presentRecalledByTime)
