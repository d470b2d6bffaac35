import { Link } from '@/app/_ui/link'
import { PageLinks } from '@/app/_ui/page-links'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { ShownEvent } from '@/lib/sessions/timeline'
import { EventMemories, type MemoriesOfEvents } from './event-memories'

interface TimelineProps {
  sessionId: string
  events: ShownEvent[]
  memories: MemoriesOfEvents
  /** How long the team keeps events. */
  keptDays: number
  /** The page with an event highlighted, as a link to share. */
  eventHref: (id: string) => string
  highlighted: string | undefined
  first: string | undefined
  next: string | undefined
}

/** The events of a session. */
export function Timeline({ sessionId, events, memories, keptDays, eventHref, highlighted, first, next }: TimelineProps) {
  return (
    <section aria-labelledby="timeline-title">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-4">
        <h2 id="timeline-title" className="mr-auto font-semibold">
          Timeline
        </h2>
        <Link href={paths.memoriesOfSession(sessionId)} className="inline-flex min-h-6 items-center underline underline-offset-4">
          Memories stored in this session
        </Link>
      </div>
      {events.length === 0 && (
        <p className="text-soft">
          Events are deleted after {keptDays} {keptDays === 1 ? 'day' : 'days'} (team setting). The summary is kept.
        </p>
      )}
      <ol className="border-l-2 border-line">
        {events.map((event) => (
          <Entry key={event.id} event={event} memories={memories} href={eventHref(event.id)} isHighlighted={event.id === highlighted} />
        ))}
      </ol>
      <PageLinks label="Events" first={first} next={next} />
    </section>
  )
}

interface EntryProps {
  event: ShownEvent
  memories: MemoriesOfEvents
  href: string
  isHighlighted: boolean
}

function Entry({ event, memories, href, isHighlighted }: EntryProps) {
  const { id, at, what, by, address, gapBefore } = event
  return (
    <>
      {gapBefore && <li className="my-1 ml-4 border-l-2 border-dashed border-line py-1 pl-3 text-xs text-soft">{gapBefore} idle</li>}
      <li
        id={`event-${id}`}
        aria-current={isHighlighted || undefined}
        className="ml-4 flex scroll-mt-8 flex-wrap items-baseline gap-x-3 rounded-md px-2 py-1.5 aria-[current=true]:bg-accent-wash"
      >
        <Link href={href} title="Link to this event" className="text-xs text-soft underline-offset-4 hover:underline">
          <Moment at={at} /> <span className="sr-only">Link to event: {what}</span>
        </Link>
        <span className="font-medium">{what}</span>
        <span className="text-xs text-soft">
          by <UserText>{by.name}</UserText> ({by.kind}){address && ` from ${address}`}
        </span>
        <EventMemories event={event} memories={memories} />
      </li>
    </>
  )
}
