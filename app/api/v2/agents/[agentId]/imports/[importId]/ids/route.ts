import { endpoint } from '@/lib/http/endpoint'
import { PORTABILITY_OPERATIONS } from '@/lib/portability/contract'
import { listIdsOfImport } from '@/lib/portability/export'
import { presentImportedIds } from '@/lib/portability/present'

export const GET = endpoint(PORTABILITY_OPERATIONS.listImportedIds, listIdsOfImport, presentImportedIds)
