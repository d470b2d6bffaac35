import { endpoint } from '@/lib/http/endpoint'
import { PORTABILITY_OPERATIONS } from '@/lib/portability/contract'
import { importMemories } from '@/lib/portability/import'

export const POST = endpoint(PORTABILITY_OPERATIONS.importMemories, importMemories, (answer) => answer)
