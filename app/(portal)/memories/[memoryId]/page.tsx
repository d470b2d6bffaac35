import type { Metadata } from 'next'
import { z } from 'zod'
import { ButtonLink } from '@/app/_ui/button-link'
import { CopyButton } from '@/app/_ui/copy'
import { Live } from '@/app/_ui/live'
import { PageHeader } from '@/app/_ui/page-parts'
import { readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { parameters } from '@/lib/input/parameters'
import { readMemoryOfTeam } from '@/lib/memory-search/by-id'
import { paths } from '@/lib/paths'
import { requireViewer } from '@/lib/sign-in/viewer'
import { MemoryDetail } from '../memory-detail'
import { readMemoryDetail } from '../read-detail'

interface Props {
  params: Promise<{ memoryId: string }>
  searchParams: Promise<Search>
}

/** The page shows the versions before this one. */
const SEARCH = parameters({ before: z.int().gte(2).lte(2_147_483_647).optional() })

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  return { title: `Memory ${(await params).memoryId.slice(0, 12)}` }
}

/** One memory: its text, where it comes from, and its versions. */
export default async function MemoryPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const { memoryId } = await params
  const { before } = readSearch(SEARCH, await searchParams)
  const { agent_name: agent } = await orNotFound(readMemoryOfTeam(requireViewerScope(viewer, 'memories:read'), { memoryId }))
  const version = await readChangeVersion(requireViewerScope(viewer, 'sessions:read'), { agent })
  const detail = await orNotFound(readMemoryDetail(viewer, memoryId, before))
  const { memory } = detail
  return (
    <>
      <PageTeam />
      <PageHeader
        trail={[{ label: 'Memories', href: paths.memories }]}
        title={`Memory of ${memory.agent_id}`}
        about={
          <>
            <span className="font-mono text-xs break-all">{memory.id}</span> <CopyButton text={memory.id} label="Copy memory id" />
          </>
        }
      >
        <Live version={version} agent={agent} />
        <ButtonLink href={paths.agentMemories(memory.agent_id)} title={`Memories of ${memory.agent_id}`} className="max-w-full">
          <span className="truncate">Memories of {memory.agent_id}</span>
        </ButtonLink>
      </PageHeader>
      <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
        <MemoryDetail detail={detail} />
      </div>
    </>
  )
}
