import { Moment } from '@/app/_ui/time'
import { TimeUsedBar } from '@/app/_ui/time-used-bar'
import { TimeLeft } from '@/app/(portal)/sessions/state-badge'
import type { SessionRow } from '@/lib/sessions/session-row'

/** How much time an agent's session has left, or that it has none. */
export function SessionTimes({ open }: { open: SessionRow | null }) {
  if (open === null) return <p className="text-soft">Inactive. Memories are kept; activate to read or write them.</p>
  if (open.state !== 'active')
    return (
      <p className="text-soft">
        Session expired <Moment at={open.expiresAt} />
      </p>
    )
  return (
    <div className="grid min-w-48 grow basis-48 gap-1 sm:max-w-96">
      <p>
        <span className="font-semibold">
          <TimeLeft session={open} />
        </span>
        <span className="text-soft">
          , until <Moment at={open.expiresAt} />
        </span>
      </p>
      <TimeUsedBar startedAt={open.startedAt} expiresAt={open.expiresAt} serverNow={open.now} isExpiring={open.isExpiringSoon} />
    </div>
  )
}
