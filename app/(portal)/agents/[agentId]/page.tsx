import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Live } from '@/app/_ui/live'
import { Card, PageHeader } from '@/app/_ui/page-parts'
import { readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { presentAgent } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { readOpenSession, readSessionPolicy } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { requireViewer } from '@/lib/sign-in/viewer'
import { AgentFacts } from './agent-facts'
import { ConnectFromCode } from './connect-from-code'
import { DeleteForm } from './delete-form'
import { EditForm } from './edit-form'
import { Memories } from './memories'
import { AGENT_PAGE_SEARCH } from './search'
import { SessionHistory } from './session-history'
import { SessionPanel } from './session-panel'

interface Props {
  params: Promise<{ agentId: string }>
  searchParams: Promise<Search>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).agentId }
}

/** One agent: its session, its latest memories and its history. */
export default async function AgentPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const { agentId: agentName } = await params
  const search = await searchParams
  const { sessions } = readSearch(AGENT_PAGE_SEARCH, search)
  const principal = requireViewerScope(viewer, 'sessions:read')
  const version = await readChangeVersion(principal, { agent: agentName })
  const agent = presentAgent(await orNotFound(readAgent(requireViewerScope(viewer, 'agents:read'), { agentName })))
  const [open, policy] = await Promise.all([readOpenSession(principal, agentName), readSessionPolicy(principal)])
  const [mayUse, mayWrite] = [roleHasScope(viewer.role, 'sessions:write'), roleHasScope(viewer.role, 'agents:write')]
  return (
    <>
      <PageHeader
        title={agent.agent_id}
        trail={[{ label: 'Agents', href: paths.agents }]}
        about={
          <span dir="auto" className="break-words whitespace-pre-wrap">
            {agent.description}
          </span>
        }
      >
        <Live version={version} agent={agentName} />
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <AgentFacts agent={agent} />
        <div id="session" className="scroll-mt-4">
          <SessionPanel
            agentName={agentName}
            open={open ? presentSessionRow(open.session) : null}
            mayBeExtended={open?.mayBeExtended ?? false}
            defaultHours={policy.default_hours}
            mayWrite={mayUse}
          />
        </div>
        {mayUse && <ConnectFromCode agentName={agentName} address={publicAddress(await headers())} />}
        <Memories viewer={viewer} agentName={agentName} count={agent.memory_count} />
        <SessionHistory viewer={viewer} agentName={agentName} search={search} cursor={sessions} />
        {mayWrite && (
          <Card title="Settings">
            <div className="flex flex-wrap gap-2">
              <EditForm agent={agent} />
              <DeleteForm agentName={agentName} memoryCount={agent.memory_count} />
            </div>
          </Card>
        )}
      </div>
    </>
  )
}
