import { Link } from '@/app/_ui/link'
import { Moment } from '@/app/_ui/time'
import { END_WORDS } from '@/app/(portal)/sessions/state-badge'
import type { PresentedStep } from '@/lib/activity/present'
import { paths } from '@/lib/paths'

/** A step in the life of a session, in the columns of an entry of the audit log. */
export function SessionStepRow({ step: { at, what, endReason, by, sessionId, eventId } }: { step: PresentedStep }) {
  const session = paths.session(sessionId)
  return (
    <li className="grid items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[12.5rem_minmax(0,1fr)_minmax(0,1fr)_8rem]">
      <span className="whitespace-nowrap text-soft sm:pl-5">
        <Moment at={at} />
      </span>
      <span dir="auto" className="min-w-0 break-words">
        {by?.name ?? '–'}
      </span>
      <span className="min-w-0 break-words">
        {what}
        {endReason && ` · ${END_WORDS[endReason]}`}
      </span>
      <Link
        href={eventId === undefined ? session : `${session}?event=${eventId}#event-${eventId}`}
        className="inline-flex min-h-6 items-center text-xs underline underline-offset-4"
      >
        Session …{sessionId.slice(-5)} <span className="sr-only">({sessionId})</span>
      </Link>
    </li>
  )
}
