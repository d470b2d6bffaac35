import { ActionForm } from '@/app/_ui/action-form'
import { Badge } from '@/app/_ui/badge'
import { Button } from '@/app/_ui/button'
import { Card } from '@/app/_ui/surface'
import { Moment } from '@/app/_ui/time'
import type { ShownLogin } from '@/lib/people/logins'
import { leaveEveryBrowser, signOutOne } from './actions'

/** Where the person is signed in, with the ways to end that. */
export function Logins({ logins }: { logins: ShownLogin[] }) {
  return (
    <Card title="Where you're signed in">
      <ul aria-label="Logins" className="divide-y divide-line">
        {logins.map((login) => (
          <LoginEntry key={login.id} login={login} />
        ))}
      </ul>
      <ActionForm action={leaveEveryBrowser} className="mt-3 grid gap-3 border-line border-t pt-4 *:[button]:justify-self-start">
        <p className="text-soft">Signs you out on all devices, including this one. API keys and session tokens keep working.</p>
        <Button type="submit">Sign out everywhere</Button>
      </ActionForm>
    </Card>
  )
}

function LoginEntry({ login: { id, browser, address, signedInAt, lastSeenAt, isCurrent } }: { login: ShownLogin }) {
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <div className="mr-auto min-w-0">
        <p className="font-medium break-words">
          {browser} {isCurrent && <Badge tone="accent">This browser</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-soft">
          {address && <span className="font-mono">{address}</span>}
          <span>
            Signed in <Moment at={signedInAt} />
          </span>
          <span>
            Last used <Moment at={lastSeenAt} />
          </span>
        </p>
      </div>
      <ActionForm action={signOutOne}>
        <input type="hidden" name="login" value={id} />
        <Button type="submit" size="small" aria-label={isCurrent ? 'Sign out of this browser' : `Sign out of ${browser}`}>
          Sign out
        </Button>
      </ActionForm>
    </li>
  )
}
