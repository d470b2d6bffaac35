import { endpoint } from '@/lib/http/endpoint'
import { asGet } from '@/lib/http/operation'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { presentRecalledByTime } from '@/lib/memories/present'
import { recallAsOf } from '@/lib/memories/recall'

export const POST = endpoint(MEMORY_OPERATIONS.recallAsOf, recallAsOf, presentRecalledByTime)
export const GET = endpoint(asGet(MEMORY_OPERATIONS.recallAsOf), recallAsOf, presentRecalledByTime)
