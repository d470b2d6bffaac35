import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { RECALLS_SEARCHED } from '@/lib/memories/recalling-sessions'
import { paths } from '@/lib/paths'
import type { DetailOfMemory } from './read-detail'

/** The sessions that recalled a memory last. */
export function RecalledBy({ memory, recalledBy: { sessions, found } }: Pick<DetailOfMemory, 'memory' | 'recalledBy'>) {
  return (
    <Card title={`Recalled by${found > 0 ? ` (${found} ${found === 1 ? 'session' : 'sessions'})` : ''}`}>
      {sessions.length > 0 && (
        <ol className="mb-3 grid grid-cols-[minmax(0,1fr)] gap-1">
          {sessions.map(({ sessionId, recalls, lastAt, eventId }) => (
            <li key={sessionId} className="flex flex-wrap items-baseline gap-x-3">
              <Link
                href={`${paths.session(sessionId)}?event=${eventId}#event-${eventId}`}
                title={`${memory.agent_id} session …${sessionId.slice(-5)}`}
                className="inline-flex min-h-6 max-w-full items-center underline underline-offset-4"
              >
                <span className="truncate">
                  {memory.agent_id} session …{sessionId.slice(-5)}
                </span>
              </Link>
              <span className="text-xs text-soft">
                {recalls === 1 ? 'once,' : `${recalls} times, last`} <Moment at={lastAt} />
              </span>
            </li>
          ))}
        </ol>
      )}
      <p className="text-xs text-soft">
        {sessions.length === 0 && 'None of the events that were searched recalled it. '}
        {found > sessions.length && `The latest ${sessions.length} are shown. `}
        Searched: the agent&apos;s last {RECALLS_SEARCHED.sessions} sessions, and of those the latest{' '}
        {RECALLS_SEARCHED.events.toLocaleString('en')} events.
      </p>
    </Card>
  )
}
