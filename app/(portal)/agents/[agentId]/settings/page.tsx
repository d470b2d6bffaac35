import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Card } from '@/app/_ui/page-parts'
import { PageTeam } from '@/app/(portal)/page-team'
import { roleHasScope } from '@/lib/auth/permissions'
import { publicAddress } from '@/lib/http/address'
import { type AgentParams, readAgentPage } from '../read-agent-page'
import { AgentValues } from './agent-values'
import { ConnectFromCode } from './connect-from-code'
import { DeleteForm } from './delete-form'
import { EditForm } from './edit-form'
import { LegalHold } from './legal-hold'

export async function generateMetadata({ params }: AgentParams): Promise<Metadata> {
  return { title: `Settings of ${(await params).agentId}` }
}

/** The properties of one agent, its legal hold, how programs connect to it, and its deletion. Roles that may not change it see its values. */
export default async function AgentSettingsPage({ params }: AgentParams) {
  const { agentId: agentName } = await params
  const { viewer, agent } = await readAgentPage(agentName)
  const mayWrite = roleHasScope(viewer.role, 'agents:write')
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <PageTeam />
      <Card title="Properties">{mayWrite ? <EditForm agent={agent} /> : <AgentValues agent={agent} />}</Card>
      <LegalHold agentName={agentName} isHeld={agent.legal_hold} mayChange={roleHasScope(viewer.role, 'memories:admin')} />
      {roleHasScope(viewer.role, 'sessions:write') && <ConnectFromCode agentName={agentName} address={publicAddress(await headers())} />}
      {mayWrite && (
        <Card title="Delete agent">
          <DeleteForm agentName={agentName} memoryCount={agent.memory_count} isHeld={agent.legal_hold} />
        </Card>
      )}
    </div>
  )
}
