import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable } from '@/app/_ui/column-table'
import { Snippet } from '@/app/_ui/copy'
import { counted } from '@/app/_ui/counted'
import { FilterChips } from '@/app/_ui/filter-chips'
import { LinkNotice } from '@/app/_ui/link-notice'
import { ListKeys } from '@/app/_ui/list-keys'
import { Live } from '@/app/_ui/live'
import { NothingOnPage } from '@/app/_ui/nothing-on-page'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { presentAgent } from '@/lib/agents/present'
import { countAgentFacets, listAgents, wasAgentRecentlyDeleted } from '@/lib/agents/read'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { readSavedViews } from '@/lib/saved-views/read'
import { requireViewer } from '@/lib/sign-in/viewer'
import { rfc3339 } from '@/lib/time'
import { readListView } from '../list-view'
import { ViewsMenu } from '../saved-views/views-menu'
import { agentColumns, agentRow } from './agent-columns'
import { AgentFilters } from './agent-filters'
import { AgentPeek } from './agent-peek'
import { AgentTable } from './agent-table'
import { CreateForm } from './create-form'
import { DeletedNotice } from './deleted-notice'
import { agentChips } from './filter-words'
import { AGENT_SEARCH } from './search'

export const metadata: Metadata = { title: 'Agents' }

const AGENTS_SHOWN = 50

/** The list of agents, with filters and a form for a new one. */
export default async function AgentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const search = await searchParams
  const { peek, deleted, new: isNew, ...filters } = readSearch(AGENT_SEARCH, search)
  const principal = requireViewerScope(viewer, 'agents:read')
  const version = await readChangeVersion(requireViewerScope(viewer, 'sessions:read'), { withAudit: true })
  const [{ page: found, isFirstInstead }, counts, isDeleted, view, views] = await Promise.all([
    pageOrFirst(filters.cursor, (cursor) => listAgents(principal, { ...filters, cursor, limit: AGENTS_SHOWN })),
    countAgentFacets(principal, filters),
    deleted !== undefined && wasAgentRecentlyDeleted(principal, deleted),
    readListView('agents'),
    readSavedViews(viewer, 'agents'),
  ])
  const isFiltered = [filters.q, filters.status, filters.pattern].some((value) => value !== undefined)
  const isEmpty = found.total === 0 && !isFiltered
  const mayCreate = roleHasScope(viewer.role, 'agents:write')
  const url = { path: paths.agents, search: { ...search, peek: undefined, deleted: undefined, new: undefined } }
  const at = (changes: Record<string, string | undefined>) => hrefWith(url.path, url.search, changes)
  return (
    <>
      <PageTeam />
      <PageHeader title="Agents" about="Each agent has its own memories. It needs an active session to read or write them.">
        <Live version={version} withAudit />
        <ViewsMenu page="agents" url={search} views={views} />
        {/* Always in the same place: what is typed into it must not be lost when a program creates the first agent meanwhile. */}
        {mayCreate && <CreateForm request={isNew} />}
      </PageHeader>
      {isDeleted && deleted && <DeletedNotice name={deleted} />}
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(AGENT_SEARCH, search)} />
      {!isEmpty && <AgentFilters filters={filters} url={search} counts={counts} />}
      {!isEmpty && (
        <div className="mb-2 flex min-h-7 flex-wrap items-center gap-2">
          <p role="status" className="text-xs text-soft">
            {counted(found.total, 'agent', 'agents')}
            {isFiltered && ' found'}
          </p>
          <FilterChips chips={agentChips(filters, search)} clearHref={paths.agents} />
          <ListKeys />
          <ColumnChooser {...view} columns={hideable(agentColumns({ now: '', mayExtend: false, url }))} />
        </div>
      )}
      {isEmpty && <NoAgents address={publicAddress(await headers())} mayCreate={mayCreate} />}
      {found.total === 0 && isFiltered && <NothingFound />}
      {found.total > 0 && found.agents.length === 0 && <NothingOnPage firstHref={at({ cursor: undefined })} />}
      {found.agents[0] && (
        <AgentTable
          agents={found.agents.map((agent) => agentRow(presentAgent(agent)))}
          now={rfc3339(found.agents[0].now)}
          mayExtend={roleHasScope(viewer.role, 'sessions:write')}
          sorting={{ sort: filters.sort, url }}
          hidden={view.hidden}
        />
      )}
      <PageLinks
        label="Agents"
        first={filters.cursor && !isFirstInstead ? at({ cursor: undefined }) : undefined}
        next={found.nextCursor ? at({ cursor: found.nextCursor }) : undefined}
      />
      {peek && <AgentPeek viewer={viewer} id={peek} search={search} shown={found.agents.map(({ name }) => name)} />}
    </>
  )
}

function NothingFound() {
  return (
    <EmptyState title="No matching agents" action={<ButtonLink href={paths.agents}>Show all agents</ButtonLink>}>
      Try fewer words, or another status.
    </EmptyState>
  )
}

function NoAgents({ address, mayCreate }: { address: string; mayCreate: boolean }) {
  if (!mayCreate) return <EmptyState title="No agents yet">When a team member creates an agent, it appears here.</EmptyState>
  // Another value each time, so that the link opens the form again after it was closed.
  const request = Date.now().toString(36)
  return (
    <EmptyState title="No agents yet" action={<ButtonLink href={hrefWith(paths.agents, {}, { new: request })}>Create an agent</ButtonLink>}>
      <p>Create one below, or from your terminal:</p>
      <Snippet text="memanto agent create customer-support" label="Copy command" />
      <Snippet
        text={`curl -X POST '${address}/api/v2/agents' \\\n  -H "Authorization: Bearer $MEMANTO_API_KEY" \\\n  -H 'Content-Type: application/json' -d '{"agent_id": "customer-support"}'`}
        label="Copy curl command"
      />
    </EmptyState>
  )
}
