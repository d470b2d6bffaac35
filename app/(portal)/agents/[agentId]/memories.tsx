import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { Input, Select } from '@/app/_ui/field'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState } from '@/app/_ui/page-parts'
import { FilterField } from '@/app/_ui/time-range'
import { hrefWith, type Search } from '@/app/_url/search'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { presentMemory } from '@/lib/memories/present'
import { listAgentMemories } from '@/lib/memories/read'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import { paths } from '@/lib/paths'
import { MemoryList } from './memory-list'

const MEMORIES_SHOWN = 20

type MemoryType = (typeof MEMORY_TYPES)[number]

interface MemoriesProps {
  viewer: Viewer
  agentName: string
  search: Search
  filters: { query?: string | undefined; type?: MemoryType | undefined; memories?: string | undefined }
}

/** The memories of an agent, newest first. With a query: those that the agent would recall, best first. */
export async function Memories({ viewer, agentName, search, filters: { query, type, memories: cursor } }: MemoriesProps) {
  const input = { agentName, query, type: type && [type], limit: MEMORIES_SHOWN, cursor: query === undefined ? cursor : undefined }
  const { shown, nextCursor } = await orNotFound(listAgentMemories(requireViewerScope(viewer, 'memories:read'), input))
  const at = (memories: string | undefined) => `${hrefWith(paths.agent(agentName), search, { memories })}#memories`
  const isFiltered = query !== undefined || type !== undefined
  return (
    <section id="memories" aria-labelledby="memories-title">
      <h2 id="memories-title" className="mb-3 font-semibold">
        Memories
      </h2>
      <MemorySearch agentName={agentName} query={query} type={type} />
      {shown.length === 0 && (isFiltered ? <NothingFound agentName={agentName} /> : <NoMemories />)}
      <MemoryList
        memories={shown.map((memory) => presentMemory({ memory, agentName }))}
        mayWrite={roleHasScope(viewer.role, 'memories:write')}
      />
      <PageLinks label="Memories" first={cursor && at(undefined)} next={nextCursor ? at(nextCursor) : undefined} />
    </section>
  )
}

function MemorySearch({ agentName, query, type }: { agentName: string; query: string | undefined; type: MemoryType | undefined }) {
  return (
    <Form action={`${paths.agent(agentName)}#memories`} role="search" className="mb-2 flex flex-wrap items-end gap-2">
      <FilterField label="Search memories">
        <Input name="query" type="search" defaultValue={query} maxLength={1000} placeholder="Search memories…" />
      </FilterField>
      <FilterField label="Type">
        <Select name="type" defaultValue={type ?? ''}>
          <option value="">All</option>
          {MEMORY_TYPES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      </FilterField>
      <Button type="submit">Search</Button>
    </Form>
  )
}

function NothingFound({ agentName }: { agentName: string }) {
  return (
    <EmptyState
      title="No matching memories"
      action={<ButtonLink href={`${paths.agent(agentName)}#memories`}>Show all memories</ButtonLink>}
    >
      Try other words, or another type.
    </EmptyState>
  )
}

function NoMemories() {
  return (
    <EmptyState title="No memories yet">
      <p>Agents store memories during a session:</p>
      <Snippet text="memanto remember 'The customer prefers e-mail.'" label="Copy command" />
    </EmptyState>
  )
}
