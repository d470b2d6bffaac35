import { endpoint } from '@/lib/http/endpoint'
import { asGet } from '@/lib/http/operation'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'
import { presentRecalled } from '@/lib/memories/present'
import { recall } from '@/lib/memories/recall'

export const POST = endpoint(MEMORY_OPERATIONS.recall, recall, presentRecalled)
export const GET = endpoint(asGet(MEMORY_OPERATIONS.recall), recall, presentRecalled)
