import { Fact, Facts } from '@/app/_ui/facts'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'

/** What an agent's session has done so far. */
export function CurrentSession({ session }: { session: SessionRow }) {
  const timeline = (
    <Link href={paths.session(session.id)} className="inline-flex min-h-6 items-center underline underline-offset-4">
      View timeline
    </Link>
  )
  return (
    <Card title="Current session" action={timeline}>
      <Facts className="grid-cols-2 sm:grid-cols-4">
        <Fact name="Memories stored">{session.stored.toLocaleString('en')}</Fact>
        <Fact name="Memories retrieved">{session.retrieved.toLocaleString('en')}</Fact>
        <Fact name="Recalls made">{session.recalls.toLocaleString('en')}</Fact>
        <Fact name="Extensions">{session.extensions}</Fact>
        <Fact name="Started">
          <Moment at={session.startedAt} />
        </Fact>
        <Fact name={session.state === 'active' ? 'Expires' : 'Expired'}>
          <Moment at={session.expiresAt} />
        </Fact>
        <Fact name="Last use">{session.lastUsedAt ? <Moment at={session.lastUsedAt} /> : 'Never'}</Fact>
        <Fact name="Opened by">
          <UserText>{session.openedBy.name}</UserText> <span className="text-soft">({session.openedBy.kind})</span>
        </Fact>
      </Facts>
    </Card>
  )
}
