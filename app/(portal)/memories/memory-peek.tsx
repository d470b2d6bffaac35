import { Peek } from '@/app/_ui/peek'
import { peekLinks } from '@/app/_url/peek-links'
import type { Search } from '@/app/_url/search'
import type { Viewer } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { orUndefined } from '../or-not-found'
import { MemoryDetail } from './memory-detail'
import { readMemoryDetail } from './read-detail'

interface MemoryPeekProps {
  viewer: Viewer
  id: string
  url: Search
  /** The page of the list. */
  path: string
  /** The memories of the list, in its order. */
  shown: string[]
}

/** A panel with a memory next to the list. */
export async function MemoryPeek({ viewer, id, url, path, shown }: MemoryPeekProps) {
  const links = peekLinks(path, url, shown, id)
  const detail = await orUndefined(readMemoryDetail(viewer, id))
  if (detail === undefined)
    return (
      <Peek id={id} title="Memory not found" href={undefined} links={links}>
        <p className="text-soft">It may have been purged, or belong to another of your teams.</p>
      </Peek>
    )
  return (
    <Peek id={id} title={`Memory of ${detail.memory.agent_id}`} href={paths.memory(id)} links={links}>
      <MemoryDetail key={id} detail={detail} />
    </Peek>
  )
}
