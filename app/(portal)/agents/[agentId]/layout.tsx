import type { ReactNode } from 'react'
import { Badge } from '@/app/_ui/badge'
import { CopyButton } from '@/app/_ui/copy'
import { Live } from '@/app/_ui/live'
import { Tabs } from '@/app/_ui/tabs'
import { StateBadge } from '@/app/(portal)/sessions/state-badge'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { readOpenSession, readSessionPolicy } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { AgentHeader } from './agent-header'
import { MenuLinks } from './menu-links'
import { type AgentParams, readAgentPage } from './read-agent-page'
import { SessionTimes } from './session-times'

/** What all pages of an agent have: its name, its session with what can be done with it, and the tabs. */
export default async function AgentLayout({ params, children }: AgentParams & { children: ReactNode }) {
  const { agentId: agentName } = await params
  const { viewer, version, agent } = await readAgentPage(agentName)
  const principal = requireViewerScope(viewer, 'sessions:read')
  const [open, policy] = await Promise.all([readOpenSession(principal, agentName), readSessionPolicy(principal)])
  const session = open ? presentSessionRow(open.session) : null
  return (
    <>
      <AgentHeader
        agentName={agentName}
        open={session && { id: session.id, state: session.state }}
        mayBeExtended={open?.mayBeExtended ?? false}
        defaultHours={policy.default_hours}
        mayWrite={roleHasScope(viewer.role, 'sessions:write')}
        mark={
          <>
            <CopyButton text={agentName} label="Copy agent id" />
            {session ? <StateBadge session={session} hasTimeLeft={false} /> : <Badge>Inactive</Badge>}
          </>
        }
        about={agent.description && <Description text={agent.description} />}
        times={<SessionTimes open={session} />}
        menuLinks={<MenuLinks agentName={agentName} role={viewer.role} />}
        live={<Live version={version} agent={agentName} />}
      />
      <Tabs label={agentName} tabs={tabsOf(agentName)} />
      {children}
    </>
  )
}

/** The description, as far as it fits two lines. The overview has all of it. */
const Description = ({ text }: { text: string }) => (
  <p dir="auto" className="line-clamp-2 wrap-anywhere whitespace-pre-line">
    {text}
  </p>
)

const tabsOf = (agentName: string) => [
  { href: paths.agent(agentName), label: 'Overview' },
  { href: paths.agentMemories(agentName), label: 'Memories' },
  { href: paths.agentSessions(agentName), label: 'Sessions' },
  { href: paths.agentActivity(agentName), label: 'Activity' },
  { href: paths.agentSettings(agentName), label: 'Settings' },
]
