import { endpoint } from '@/lib/http/endpoint'
import { asGet } from '@/lib/http/operation'
import { presentRecalled } from '@/lib/memories/present'
import { recall } from '@/lib/memories/recall'
import { RECALL_OPERATIONS } from '@/lib/memories/recall-contract'

export const POST = endpoint(RECALL_OPERATIONS.recall, recall, presentRecalled)
export const GET = endpoint(asGet(RECALL_OPERATIONS.recall), recall, presentRecalled)
