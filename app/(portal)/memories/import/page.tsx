import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { Notice } from '@/app/_ui/notice'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { listAgents } from '@/lib/agents/read'
import { requireViewerScope } from '@/lib/auth/viewer'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { requireViewerOfScope } from '@/lib/sign-in/viewer'
import { ImportWizard } from './import-wizard'

export const metadata: Metadata = { title: 'Import memories' }

const SEARCH = parameters({ agent_id: text(64).optional() })

/** Imports memories from a file into an agent. */
export default async function ImportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewerOfScope('memories:write')
  const { agent_id } = readSearch(SEARCH, await searchParams)
  const { agents } = await listAgents(requireViewerScope(viewer, 'agents:read'), { limit: 1, sort: 'name' })
  const firstAgent = agents[0]?.name
  return (
    <>
      <PageTeam />
      <PageHeader
        trail={[{ label: 'Memories', href: paths.memories }]}
        title="Import memories"
        about="From a file of Memanto, mem0, Letta, Hindsight, MCP’s memory server, or Markdown"
      >
        <ButtonLink href={paths.memories}>All memories</ButtonLink>
      </PageHeader>
      {firstAgent === undefined ? (
        <EmptyState title="No agents yet" action={<ButtonLink href={paths.agents}>Create an agent</ButtonLink>}>
          Memories belong to an agent.
        </EmptyState>
      ) : (
        <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
          <div className="hidden noscript:block">
            <Notice tone="warn">Importing in the browser needs JavaScript. The command below does the same.</Notice>
          </div>
          <ImportWizard initialAgent={agent_id ?? firstAgent} />
        </div>
      )}
    </>
  )
}
