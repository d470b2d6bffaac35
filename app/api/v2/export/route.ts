import { endpoint } from '@/lib/http/endpoint'
import { PORTABILITY_OPERATIONS } from '@/lib/portability/contract'
import { exportTeam } from '@/lib/portability/export'
import { presentExport } from '@/lib/portability/present'

export const GET = endpoint(PORTABILITY_OPERATIONS.exportTeam, exportTeam, presentExport)
