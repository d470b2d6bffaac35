import { endpoint } from '@/lib/http/endpoint'
import { MEMORY_ADMIN_OPERATIONS } from '@/lib/memories/admin-contract'
import { verifyErasure } from '@/lib/memories/erase'
import { presentReceiptCheck } from '@/lib/memories/present-erasure'

export const POST = endpoint(MEMORY_ADMIN_OPERATIONS.verifyErasure, verifyErasure, presentReceiptCheck)
