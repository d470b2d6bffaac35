import { cache } from 'react'
import { idOrNotFound, orNotFound } from '@/app/(portal)/or-not-found'
import { presentAgent } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { requireViewer } from '@/lib/sign-in/viewer'

/** The params of the pages of an agent. */
export interface AgentParams {
  params: Promise<{ agentId: string }>
}

/** Reads what every page of an agent begins with, once for the layout and the page inside it: the viewer, the change version, then the agent. */
export const readAgentPage = cache(async (agentName: string) => {
  const viewer = await requireViewer()
  const version = await readChangeVersion(requireViewerScope(viewer, 'sessions:read'), { agent: idOrNotFound(agentName) })
  const agent = presentAgent(await orNotFound(readAgent(requireViewerScope(viewer, 'agents:read'), { agentName })))
  return { viewer, version, agent }
})
