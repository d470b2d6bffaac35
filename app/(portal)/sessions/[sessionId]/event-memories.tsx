import { MemoryLine, type MemoryOfLine } from '@/app/(portal)/memories/memory-line'
import type { Principal } from '@/lib/auth/principal'
import { readMemoriesById } from '@/lib/memory-search/by-id'
import type { ShownEvent } from '@/lib/sessions/timeline'

const SHOWN_PER_EVENT = 5

/** The memories that the events of a timeline name, by id. */
export type MemoriesOfEvents = ReadonlyMap<string, MemoryOfLine>

/** Reads the first memories that each event of a timeline stored or returned. Those that were purged since are missing. */
export async function readMemoriesOf(principal: Principal<'memories:read'>, events: ShownEvent[]): Promise<MemoriesOfEvents> {
  const ids = new Set(events.flatMap(({ memoryIds }) => memoryIds.slice(0, SHOWN_PER_EVENT)))
  const found = await readMemoriesById(principal, [...ids])
  return new Map(found.map(({ id, type, title, content, status, trust }) => [id, { id, type, title, content, status, trust }]))
}

/** The memories that an event stored or returned, as they are now. */
export function EventMemories({ event, memories }: { event: ShownEvent; memories: MemoriesOfEvents }) {
  const { memoryIds, memoryCount } = event
  if (memoryIds.length === 0) return null
  const shown = memoryIds.slice(0, SHOWN_PER_EVENT)
  const found = shown.flatMap((id) => memories.get(id) ?? [])
  return (
    <div className="w-full min-w-0">
      <ul
        aria-label={event.kind === 'recalled' ? 'Returned memories' : 'Stored memories'}
        className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-0.5 border-l-2 border-line pl-3"
      >
        {found.map((memory) => (
          <li key={memory.id}>
            <MemoryLine memory={memory} />
          </li>
        ))}
        <Others hidden={memoryCount - shown.length} purged={shown.length - found.length} />
      </ul>
    </div>
  )
}

function Others({ hidden, purged }: { hidden: number; purged: number }) {
  const parts = [hidden > 0 && `and ${hidden.toLocaleString('en')} more`, purged > 0 && `${purged} removed for good since`]
  const text = parts.filter(Boolean).join('; ')
  return text === '' ? null : <li className="text-xs text-soft">{text}</li>
}
