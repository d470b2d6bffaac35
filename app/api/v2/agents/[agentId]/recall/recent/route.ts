import { endpoint } from '@/lib/http/endpoint'
import { asGet } from '@/lib/http/operation'
import { presentRecalledByTime } from '@/lib/memories/present'
import { recallRecent } from '@/lib/memories/recall'
import { RECALL_OPERATIONS } from '@/lib/memories/recall-contract'

export const POST = endpoint(RECALL_OPERATIONS.recallRecent, recallRecent, presentRecalledByTime)
export const GET = endpoint(asGet(RECALL_OPERATIONS.recallRecent), recallRecent, presentRecalledByTime)
