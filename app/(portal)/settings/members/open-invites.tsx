import { SubmitButton } from '@/app/_ui/action-form'
import { SimpleForm } from '@/app/_ui/simple-form'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ShownInvite } from '@/lib/teams/present'
import { withdraw } from './actions'

/** The pending invites of the team. */
export function OpenInvites({ invites }: { invites: ShownInvite[] }) {
  if (invites.length === 0) return <p className="mt-4 text-soft">No pending invites</p>
  return (
    <section className="mt-4">
      <h3 className="font-medium">Pending invites</h3>
      <ul className="divide-y divide-line">
        {invites.map(({ id, email, role, invitedBy, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <div className="mr-auto min-w-0">
              <p className="break-all">
                {email} <span className="text-soft">as {role}</span>
              </p>
              <p className="text-xs text-soft">
                invited by <UserText>{invitedBy}</UserText>, valid until <Moment at={expiresAt} />
              </p>
            </div>
            <SimpleForm action={withdraw}>
              <input type="hidden" name="invite_id" value={id} />
              <SubmitButton size="small" pending="Withdrawing…" aria-label={`Withdraw invite for ${email}`}>
                Withdraw
              </SubmitButton>
            </SimpleForm>
          </li>
        ))}
      </ul>
    </section>
  )
}
