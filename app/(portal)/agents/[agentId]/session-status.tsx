import { Link } from '@/app/_ui/link'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { TimeLeft } from '@/app/(portal)/sessions/state-badge'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'

/** The state of an agent's session. `open` is null when it has none, or it has ended. */
export function SessionStatus({ open }: { open: SessionRow | null }) {
  if (open === null) return <p className="text-soft">Inactive. Memories are kept; activate to read or write them.</p>
  const { openedBy } = open
  return (
    <p>
      {open.state === 'active' ? (
        <>
          <span className="text-lg font-semibold">
            <TimeLeft session={open} />
          </span>
          , until <Moment at={open.expiresAt} />
        </>
      ) : (
        <>
          Expired <Moment at={open.expiresAt} />
        </>
      )}
      . Opened by{' '}
      {openedBy.kind === 'key' ? (
        <>
          API key “<UserText>{openedBy.name}</UserText>”
        </>
      ) : (
        <UserText>{openedBy.name}</UserText>
      )}{' '}
      ·{' '}
      <Link href={paths.session(open.id)} className="text-accent underline underline-offset-4">
        View timeline
      </Link>
    </p>
  )
}
