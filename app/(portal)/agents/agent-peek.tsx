import { Card } from '@/app/_ui/page-parts'
import { Peek } from '@/app/_ui/peek'
import { peekLinks } from '@/app/_url/peek-links'
import type { Search } from '@/app/_url/search'
import { presentAgent } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { readOpenSession } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { orUndefined } from '../or-not-found'
import { StateBadge } from '../sessions/state-badge'
import { AgentFacts } from './[agentId]/agent-facts'
import { SessionStatus } from './[agentId]/session-status'

interface AgentPeekProps {
  viewer: Viewer
  id: string
  search: Search
  /** The agents of the list, in its order. */
  shown: string[]
}

/** A panel with an agent over the list. */
export async function AgentPeek({ viewer, id, search, shown }: AgentPeekProps) {
  const links = peekLinks(paths.agents, search, shown, id)
  const [found, session] = await Promise.all([
    orUndefined(readAgent(requireViewerScope(viewer, 'agents:read'), { agentName: id })),
    readOpenSession(requireViewerScope(viewer, 'sessions:read'), id),
  ])
  if (found === undefined)
    return (
      <Peek id={id} title="Agent not found" href={undefined} links={links}>
        <p className="text-soft">It may have been deleted, or belong to another of your teams.</p>
      </Peek>
    )
  const open = session ? presentSessionRow(session.session) : null
  return (
    <Peek id={id} title={id} href={paths.agent(id)} links={links}>
      {found.description && (
        <p dir="auto" className="break-words whitespace-pre-wrap text-soft">
          {found.description}
        </p>
      )}
      <AgentFacts agent={presentAgent(found)} />
      <Card title="Session" action={open && <StateBadge session={open} mayExtend={roleHasScope(viewer.role, 'sessions:write')} />}>
        <SessionStatus open={open} />
      </Card>
    </Peek>
  )
}
