import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { CopyButton } from '@/app/_ui/copy'
import { PageHeader } from '@/app/_ui/page-parts'
import { orNotFound } from '@/app/(portal)/or-not-found'
import { paths } from '@/lib/paths'
import { requireViewer } from '@/lib/sign-in/viewer'
import { MemoryDetail } from '../memory-detail'
import { readMemoryDetail } from '../read-detail'

interface Props {
  params: Promise<{ memoryId: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Memory ${(await params).memoryId.slice(0, 12)}` }
}

/** One memory: its text, where it comes from, and its versions. */
export default async function MemoryPage({ params }: Props) {
  const viewer = await requireViewer()
  const { memoryId } = await params
  const detail = await orNotFound(readMemoryDetail(viewer, memoryId))
  const { memory } = detail
  return (
    <>
      <PageHeader
        title={`Memory of ${memory.agent_id}`}
        about={
          <>
            <span className="font-mono text-xs break-all">{memory.id}</span> <CopyButton text={memory.id} label="Copy memory id" />
          </>
        }
      >
        <ButtonLink href={paths.agentMemories(memory.agent_id)}>Memories of {memory.agent_id}</ButtonLink>
      </PageHeader>
      <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
        <MemoryDetail detail={detail} />
      </div>
    </>
  )
}
