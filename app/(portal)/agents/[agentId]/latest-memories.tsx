import Form from 'next/form'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { Input } from '@/app/_ui/field'
import { Link } from '@/app/_ui/link'
import { EmptyState } from '@/app/_ui/page-parts'
import { NoMemories } from '@/app/(portal)/memories/empty-states'
import { MemoryRow } from '@/app/(portal)/memories/memory-row'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { presentRanked } from '@/lib/memories/present'
import { listAgentMemories } from '@/lib/memories/read'
import { paths } from '@/lib/paths'

const MEMORIES_SHOWN = 5

/** The latest memories of an agent, a search in all of them, and a link to their list. */
export async function LatestMemories({ viewer, agentName, count }: { viewer: Viewer; agentName: string; count: number }) {
  const input = { agentName, limit: MEMORIES_SHOWN }
  const { shown } = await orNotFound(listAgentMemories(requireViewerScope(viewer, 'memories:read'), input))
  return (
    <section id="memories" aria-labelledby="memories-title" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="memories-title" className="mr-auto font-semibold">
          Latest memories
        </h2>
        {shown.length > 0 && (
          <Link href={paths.agentMemories(agentName)} className="inline-flex min-h-6 items-center underline underline-offset-4">
            Open all memories
          </Link>
        )}
      </div>
      {shown.length === 0 ? (
        <NoneShown agentName={agentName} count={count} />
      ) : (
        <>
          <MemorySearch agentName={agentName} />
          <ul data-rows="" className="divide-y divide-line rounded-lg border border-line bg-surface">
            {shown.map((memory) => (
              <MemoryRow key={memory.id} memory={presentRanked(memory, agentName)} hasAgent={false} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function MemorySearch({ agentName }: { agentName: string }) {
  return (
    <Form action={paths.agentMemories(agentName)} prefetch={false} role="search" className="flex gap-2">
      <Input name="q" type="search" aria-label="Search memories" maxLength={1000} placeholder={`Ask as ${agentName} would`} />
      <Button type="submit">Search</Button>
    </Form>
  )
}

function NoneShown({ agentName, count }: { agentName: string; count: number }) {
  if (count > 0)
    return (
      <EmptyState
        title="No memories that are recalled"
        action={<ButtonLink href={`${paths.agentMemories(agentName)}?status=all&trust=all`}>Show the others</ButtonLink>}
      >
        All memories of this agent are superseded, expired or quarantined.
      </EmptyState>
    )
  return <NoMemories place={{ path: paths.agentMemories(agentName), agentName }} />
}
