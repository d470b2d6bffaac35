import { endpoint } from '@/lib/http/endpoint'
import { answerQuestion } from '@/lib/memories/answer'
import { MEMORY_OPERATIONS } from '@/lib/memories/contract'

export const POST = endpoint(MEMORY_OPERATIONS.answer, answerQuestion, (never) => never)
