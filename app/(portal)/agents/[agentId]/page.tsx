import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Live } from '@/app/_ui/live'
import { Card, PageHeader } from '@/app/_ui/surface'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { presentAgent } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { publicAddress } from '@/lib/http/address'
import type { Search } from '@/lib/http/search'
import { readSearch } from '@/lib/http/search-fields'
import { AGENT_PAGE_SEARCH } from '@/lib/memories/input'
import { readOpenSession, readSessionPolicy } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { requireViewer } from '@/lib/sign-in/viewer'
import { AgentFacts } from './agent-facts'
import { DeleteForm } from './delete-form'
import { EditForm } from './edit-form'
import { FromAProgram } from './from-a-program'
import { Memories } from './memories'
import { SessionHistory } from './session-history'
import { SessionPanel } from './session-panel'

interface Props {
  params: Promise<{ agentId: string }>
  searchParams: Promise<Search>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).agentId }
}

export default async function AgentPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const { agentId } = await params
  const search = await searchParams
  const asked = readSearch(AGENT_PAGE_SEARCH, search)
  const version = await readChangeVersion(requireViewerScope(viewer, 'sessions:read'), { agent: agentId })
  const agent = presentAgent(await orNotFound(readAgent(viewer, agentId)))
  const [open, policy] = await Promise.all([
    readOpenSession(requireViewerScope(viewer, 'sessions:read'), agentId),
    readSessionPolicy(requireViewerScope(viewer, 'sessions:read')),
  ])
  const [mayUse, mayWrite] = [roleHasScope(viewer.role, 'sessions:write'), roleHasScope(viewer.role, 'agents:write')]
  return (
    <>
      <PageHeader
        title={agent.agent_id}
        about={
          <span dir="auto" className="break-words whitespace-pre-wrap">
            {agent.description}
          </span>
        }
      >
        <Live version={version} agent={agentId} />
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <AgentFacts agent={agent} />
        <div id="session" className="scroll-mt-4">
          <SessionPanel
            agentId={agentId}
            open={open ? presentSessionRow(open.session) : null}
            mayBeExtended={open?.mayBeExtended ?? false}
            defaultHours={policy.default_hours}
            mayWrite={mayUse}
          />
        </div>
        {mayUse && <FromAProgram agentId={agentId} address={publicAddress(await headers())} />}
        <SessionHistory viewer={viewer} agentId={agentId} search={search} cursor={asked.sessions} />
        <Memories viewer={viewer} agentId={agentId} search={search} asked={asked} />
        {mayWrite && (
          <Card title="Settings" className="grid gap-4">
            <EditForm agentId={agentId} description={agent.description} pattern={agent.pattern} metadata={agent.metadata} />
            <DeleteForm agentId={agentId} memoryCount={agent.memory_count} />
          </Card>
        )}
      </div>
    </>
  )
}
