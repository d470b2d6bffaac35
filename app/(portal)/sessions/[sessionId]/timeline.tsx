import { PageLinks } from '@/app/_ui/page-links'
import { Moment } from '@/app/_ui/time'
import type { TimelineEvent } from '@/lib/sessions/timeline'

interface TimelineProps {
  events: TimelineEvent[]
  first: string | undefined
  next: string | undefined
}

export function Timeline({ events, first, next }: TimelineProps) {
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title" className="mb-3 font-semibold">
        What happened
      </h2>
      {events.length === 0 && (
        <p className="text-soft">Nothing is kept of this session’s course: events go after a time your team sets. The summary stays.</p>
      )}
      <ol className="border-l-2 border-line">
        {events.map((event) => (
          <Entry key={event.id} event={event} />
        ))}
      </ol>
      <PageLinks label="Events" first={first} next={next} />
    </section>
  )
}

function Entry({ event: { id, at, what, by, address, gapBefore } }: { event: TimelineEvent }) {
  return (
    <>
      {gapBefore && <li className="my-1 ml-4 border-l-2 border-dashed border-warn py-1 pl-3 text-xs text-warn">Nothing for {gapBefore}</li>}
      <li
        id={`event-${id}`}
        className="ml-4 flex scroll-mt-8 flex-wrap items-baseline gap-x-3 rounded-md px-2 py-1.5 target:bg-accent-wash"
      >
        <a href={`#event-${id}`} aria-label={`Link to the event: ${what}`} className="text-xs text-soft underline-offset-4 hover:underline">
          <Moment at={at} />
        </a>
        <span className="font-medium">{what}</span>
        <span className="text-xs text-soft">
          by {by.name} ({by.kind}){address && ` from ${address}`}
        </span>
      </li>
    </>
  )
}
