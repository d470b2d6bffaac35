import { Card } from '@/app/_ui/page-parts'
import { Peek } from '@/app/_ui/peek'
import { PanelActions } from '@/app/_ui/row-menu'
import { peekLinks } from '@/app/_url/peek-links'
import type { Search } from '@/app/_url/search'
import { presentAgent } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { listAgentMemories } from '@/lib/memories/read'
import { paths } from '@/lib/paths'
import { readOpenSession } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { LatestLines, LINES_SHOWN } from '../memories/latest-lines'
import { orUndefined } from '../or-not-found'
import { StateBadge } from '../sessions/state-badge'
import { AgentFacts } from './[agentId]/agent-facts'
import { SessionStatus } from './[agentId]/session-status'
import { AgentActions } from './agent-menu'
import { AgentRowForms } from './row-forms'

interface AgentPeekProps {
  viewer: Viewer
  id: string
  search: Search
  /** The agents of the list, in its order. */
  shown: string[]
}

/** A panel with an agent next to the list: what can be done with it, its session and its latest memories. */
export async function AgentPeek({ viewer, id, search, shown }: AgentPeekProps) {
  const links = peekLinks(paths.agents, search, shown, id)
  const [found, session, memories] = await Promise.all([
    orUndefined(readAgent(requireViewerScope(viewer, 'agents:read'), { agentName: id })),
    readOpenSession(requireViewerScope(viewer, 'sessions:read'), id),
    orUndefined(listAgentMemories(requireViewerScope(viewer, 'memories:read'), { agentName: id, limit: LINES_SHOWN })),
  ])
  if (found === undefined)
    return (
      <Peek id={id} title="Agent not found" href={undefined} links={links}>
        <p className="text-soft">It may have been deleted, or belong to another of your teams.</p>
      </Peek>
    )
  const agent = presentAgent(found)
  const mayWrite = roleHasScope(viewer.role, 'sessions:write')
  const open = session ? presentSessionRow(session.session) : null
  return (
    <Peek id={id} title={id} href={paths.agent(id)} links={links}>
      <PanelActions key={id} id={id} forms={mayWrite && <AgentRowForms />}>
        {mayWrite && <AgentActions name={id} sessionId={agent.current_session?.session_id ?? null} />}
      </PanelActions>
      {found.description && (
        <p dir="auto" className="break-words whitespace-pre-wrap text-soft">
          {found.description}
        </p>
      )}
      <AgentFacts agent={agent} />
      <Card title="Session" action={open && <StateBadge session={open} mayExtend={mayWrite} />}>
        <SessionStatus open={open} />
      </Card>
      <LatestLines memories={memories?.shown ?? []} empty="None that a recall would find." href={paths.agentMemories(id)} />
    </Peek>
  )
}
