import { notFound } from 'next/navigation'
import { z } from 'zod'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { requireDownloadViewer } from '@/app/(portal)/download-viewer'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { requireViewerScope } from '@/lib/auth/viewer'
import { contextOf } from '@/lib/http/client'
import { fileResponse } from '@/lib/http/streams'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { exportAgent, exportTeam } from '@/lib/portability/export'
import { presentExport } from '@/lib/portability/present'

const SEARCH = parameters({
  agent_id: text(64).optional(),
  format: z.enum(['jsonl', 'markdown']).default('jsonl'),
  versions: z.boolean().default(false),
})

/** The memories of an agent, or of all agents of the team, as a file. */
export async function GET(request: Request): Promise<Response> {
  const viewer = requireViewerScope(await requireDownloadViewer(request), 'memories:read')
  const search = searchOf(request)
  // Without the agent, all agents would be exported.
  if (invalidIn(SEARCH, search).includes('agent_id')) notFound()
  const { agent_id: agentName, ...how } = readSearch(SEARCH, search)
  const context = contextOf(request.headers)
  const exported = agentName === undefined ? exportTeam(viewer, how, context) : exportAgent(viewer, { agentName, ...how }, context)
  return fileResponse(presentExport(await orNotFound(exported)), { method: request.method, requestId: context.requestId })
}
