import { SubmitButton } from '@/app/_ui/action-form'
import { Badge } from '@/app/_ui/badge'
import { Card } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { Moment } from '@/app/_ui/time'
import type { ShownLogin } from '@/lib/people/logins'
import { signOutOfAll, signOutOne } from './actions'

/** The logins of the person, each with a button that ends it. */
export function Logins({ logins }: { logins: ShownLogin[] }) {
  return (
    <Card title="Where you're signed in">
      <ul aria-label="Logins" className="divide-y divide-line">
        {logins.map((login) => (
          <LoginEntry key={login.id} login={login} />
        ))}
      </ul>
      <SimpleForm action={signOutOfAll} className="mt-3 grid gap-3 border-line border-t pt-4 *:[button]:justify-self-start">
        <p className="text-soft">Signs you out on all devices, including this one. API keys and session tokens keep working.</p>
        <SubmitButton pending="Signing out…">Sign out everywhere</SubmitButton>
      </SimpleForm>
    </Card>
  )
}

function LoginEntry({ login: { id, browser, address, signedInAt, lastSeenAt, isCurrent } }: { login: ShownLogin }) {
  return (
    <li className="flex flex-wrap items-center gap-3 py-2 first:pt-0">
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
      <SimpleForm action={signOutOne}>
        <input type="hidden" name="login_id" value={id} />
        <SubmitButton size="small" pending="Signing out…" aria-label={isCurrent ? 'Sign out of this browser' : `Sign out of ${browser}`}>
          Sign out
        </SubmitButton>
      </SimpleForm>
    </li>
  )
}
